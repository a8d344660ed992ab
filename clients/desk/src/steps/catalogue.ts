// The steps a dossier can be taken through at the desk: which of them the service allows now, in the order of everyday
// use, and what must be filled in for each. The service decides; this only spares the round trip.
import { asLines, asNumber, asPersonalId, asText } from '@motcua/shared/base/as-typed.ts';
import type { Action, Dossier } from '@motcua/shared/api/types.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';

export type StepName =
	| Exclude<Action['action'], 'supply' | 'request_withdrawal'>
	| 'ship'
	| 'take_cash';

export type StepKind = 'primary' | 'secondary' | 'danger';

/** In the order of the buttons: what moves a dossier forward first, what ends it last. */
const KINDS: Record<StepName, StepKind> = {
	accept_withdrawal: 'primary',
	accept: 'primary',
	finish: 'primary',
	ship: 'primary',
	return: 'primary',
	take_cash: 'secondary',
	forward: 'secondary',
	request_supplement: 'secondary',
	request_payment: 'secondary',
	decline_withdrawal: 'secondary',
	recall: 'secondary',
	expire_supplement: 'danger',
	refuse: 'danger',
	stop: 'danger',
};

const ORDER = Object.keys(KINDS) as StepName[];

export interface Step {
	name: StepName;
	kind: StepKind;
}

/** allowed: dossier.actions. Only the first one that leads forward is shown as the main button. */
export function stepsOf(allowed: readonly string[] | undefined): Step[] {
	let main = false;
	return ORDER.filter((name) => allowed?.includes(name)).map((name) => {
		const kind = KINDS[name] === 'primary' && main ? 'secondary' : KINDS[name];
		main ||= kind === 'primary';
		return { name, kind };
	});
}

/** What has been filled in; each step uses the members that it needs. */
export interface Draft {
	reason: string;
	note: string;
	components: string[];
	fields: string[];
	days: string;
	unit: string;
	toMe: boolean;
	receiver: string;
	personalId: string;
	uploads: string[];
	carrier: string;
}

export const EMPTY: Draft = {
	reason: '', note: '', components: [], fields: [], days: '10', unit: '', toMe: false, receiver: '', personalId: '', uploads: [], carrier: '',
};

export const NEEDS_REASON: readonly StepName[] = [
	'refuse', 'stop', 'recall', 'request_payment', 'decline_withdrawal', 'request_supplement',
];

const says = catalogue(
	{
		reason: 'Hãy ghi lý do, ít nhất 5 ký tự',
		asked: 'Hãy chọn ít nhất một giấy tờ hoặc một mục của tờ khai cần bổ sung',
		days: 'Số ngày bổ sung là số từ 1 đến 60',
		target: 'Hãy chọn đơn vị nhận, hoặc nhận về cho mình',
		uploads: 'Hãy gửi lên ít nhất một tệp kết quả',
		receiver: 'Hãy ghi họ tên người nhận kết quả',
		personalId: 'Số định danh gồm đúng 12 chữ số',
		carrier: 'Hãy chọn đơn vị bưu chính',
	},
	{
		reason: 'Give a reason of at least 5 characters',
		asked: 'Choose at least one paper or one item of the form',
		days: 'The number of days is between 1 and 60',
		target: 'Choose the receiving unit, or take it yourself',
		uploads: 'Upload at least one result file',
		receiver: 'Write the full name of the person who receives the result',
		personalId: 'The identification number has exactly 12 digits',
		carrier: 'Choose the carrier',
	},
);

export interface Mistake {
	/** A member of the draft. */
	field: keyof Draft;
	message: string;
}

export function mistakesOf(name: StepName, draft: Draft): Mistake[] {
	const found: Mistake[] = [];
	const wrong = (field: keyof Draft, key: Parameters<typeof says>[0]) => found.push({ field, message: says(key) });
	if (name === 'request_supplement') {
		if (draft.components.length + draft.fields.length === 0) wrong('components', 'asked');
		const days = Number(asNumber(draft.days));
		if (!(days >= 1 && days <= 60)) wrong('days', 'days');
	}
	if (name === 'forward' && !draft.unit && !draft.toMe) wrong('unit', 'target');
	if (name === 'finish' && draft.uploads.length === 0) wrong('uploads', 'uploads');
	if (name === 'return') {
		if ([...asText(draft.receiver)].length < 2) wrong('receiver', 'receiver');
		if (asText(draft.personalId) && !asPersonalId(draft.personalId)) wrong('personalId', 'personalId');
	}
	if (name === 'ship' && !draft.carrier) wrong('carrier', 'carrier');
	if (NEEDS_REASON.includes(name) && [...asLines(draft.reason)].length < 5) wrong('reason', 'reason');
	return found;
}

/** The body of POST actions; for the two steps that are no actions (ship, take_cash) there is none. */
export function actionOf(name: Exclude<StepName, 'ship' | 'take_cash'>, draft: Draft, myId: string): Action {
	const note = asLines(draft.note) ? { note: asLines(draft.note) } : {};
	const reason = asLines(draft.reason);
	const personalId = asPersonalId(draft.personalId);
	switch (name) {
		case 'accept':
		case 'accept_withdrawal':
		case 'expire_supplement':
			return { action: name, ...note };
		case 'refuse':
		case 'stop':
		case 'recall':
		case 'request_payment':
		case 'decline_withdrawal':
			return { action: name, reason };
		case 'request_supplement':
			return {
				action: name,
				reason,
				days: Number(asNumber(draft.days)),
				...(draft.components.length ? { components: draft.components } : {}),
				...(draft.fields.length ? { fields: draft.fields } : {}),
			};
		case 'forward':
			return { action: name, ...(draft.unit ? { unit_code: draft.unit } : {}), ...(draft.toMe ? { officer_id: myId } : {}), ...note };
		case 'finish':
			return { action: name, upload_ids: draft.uploads, ...note };
		case 'return':
			return {
				action: name,
				receiver_name: asText(draft.receiver),
				...(personalId ? { receiver_personal_id: personalId } : {}),
				...note,
			};
	}
}

/** Where a mistake that the service found belongs in the dialog. */
export function fieldOf(pointer: string): keyof Draft | null {
	const known: Record<string, keyof Draft> = {
		reason: 'reason', note: 'note', components: 'components', fields: 'fields', days: 'days', unit_code: 'unit',
		officer_id: 'toMe', receiver_name: 'receiver', receiver_personal_id: 'personalId', upload_ids: 'uploads', carrier: 'carrier',
	};
	const first = pointer.split('/')[1] ?? '';
	return Object.hasOwn(known, first) ? known[first]! : null;
}

/** A draft to begin with: what the dossier already tells is not typed again. */
export function draftFor(dossier: Dossier): Draft {
	return { ...EMPTY, receiver: dossier.applicant.full_name, personalId: dossier.applicant.personal_id ?? '' };
}
