// The steps a dossier can be taken through at the desk: which of them the service allows now, in the order of everyday
// use, and what must be filled in for each. The service decides; this only spares the round trip.
import { asLines, asNumber, asPersonalId, asText } from '@motcua/shared/base/as-typed.ts';
import type { Action, Dossier } from '@motcua/shared/api/types.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import { steps } from '@motcua/shared/vocabulary/steps.ts';
import { isExplained, type ReasonCode } from '@motcua/shared/words/reasons.ts';

type StaffStep<Name extends keyof typeof steps> = Name extends unknown
	? (typeof steps)[Name]['by'] extends 'applicant'
		? never
		: Name
	: never;

export type StepName = StaffStep<keyof typeof steps>;

/** A step as the vocabulary describes it. */
interface Described {
	by: string;
	internal?: boolean;
	button?: StepKind;
	asks?: readonly Ask[];
	reasons?: readonly ReasonCode[];
}

const described: Record<string, Described> = steps;

export type StepKind = 'primary' | 'secondary' | 'danger';

/** In the order of the buttons: what moves a dossier forward first, what ends it last. */
const ORDER = Object.keys(steps).filter((name) => described[name]!.by !== 'applicant') as StepName[];

export const kindOf = (name: StepName): StepKind => described[name]!.button!;

/** What a step asks for, in the order in which it is asked. */
export const asksOf = (name: StepName): readonly Ask[] => described[name]!.asks ?? [];

/** For which reasons a step may be taken. */
export const reasonsOf = (name: StepName): readonly ReasonCode[] => described[name]!.reasons ?? [];

/** Whether what is written with it is for the staff alone. */
export const isInternal = (name: StepName): boolean => described[name]!.internal ?? false;

export interface Step {
	name: StepName;
	kind: StepKind;
}

/** allowed: dossier.actions. Only the first one that leads forward is shown as the main button. */
export function stepsOf(allowed: readonly string[] | undefined): Step[] {
	let main = false;
	return ORDER.filter((name) => allowed?.includes(name)).map((name) => {
		const kind = kindOf(name) === 'primary' && main ? 'secondary' : kindOf(name);
		main ||= kind === 'primary';
		return { name, kind };
	});
}

/** What has been filled in; each step uses the members that it needs. */
export interface Draft {
	/** Empty: none is chosen. */
	reasonCode: ReasonCode | '';
	reason: string;
	note: string;
	components: string[];
	fields: string[];
	unit: string;
	toMe: boolean;
	receiver: string;
	personalId: string;
	uploads: string[];
	carrier: string;
	/** By how many working days. */
	days: string;
	partner: string;
	/** What the partner calls the dossier. */
	externalId: string;
}

export const EMPTY: Draft = {
	reasonCode: '',
	reason: '',
	note: '',
	components: [],
	fields: [],
	unit: '',
	toMe: false,
	receiver: '',
	personalId: '',
	uploads: [],
	carrier: '',
	days: '',
	partner: '',
	externalId: '',
};

const says = catalogue(
	{
		reasonCode: 'Hãy chọn lý do',
		reason: 'Hãy viết rõ thành lời, ít nhất hai từ',
		asked: 'Hãy chọn ít nhất một giấy tờ hoặc một mục của tờ khai cần bổ sung',
		target: 'Hãy chọn đơn vị nhận, hoặc nhận về cho mình',
		uploads: 'Hãy gửi lên ít nhất một tệp kết quả',
		receiver: 'Hãy ghi họ tên người nhận kết quả',
		personalId: 'Số định danh gồm đúng 12 chữ số',
		carrier: 'Hãy chọn đơn vị bưu chính',
		days: 'Hãy ghi số ngày làm việc, từ 1 đến 60',
		partner: 'Hãy chọn cơ quan đối tác',
	},
	{
		reasonCode: 'Choose the reason',
		reason: 'Write what it is, at least two words',
		asked: 'Choose at least one paper or one item of the form',
		target: 'Choose the receiving unit, or take it yourself',
		uploads: 'Upload at least one result file',
		receiver: 'Write the full name of the person who receives the result',
		personalId: 'The identification number has exactly 12 digits',
		carrier: 'Choose the carrier',
		days: 'Write a number of working days from 1 to 60',
		partner: 'Choose the partner',
	},
);

export interface Mistake {
	/** A member of the draft. */
	field: keyof Draft;
	message: string;
}

type Wrong = (field: keyof Draft, key: Parameters<typeof says>[0]) => void;

/** One thing that a step asks for: what may be wrong with it, and how the body of POST actions says it. */
interface Asked {
	check?: (draft: Draft, wrong: Wrong) => void;
	body?: (draft: Draft, myId: string) => Record<string, unknown>;
}

/** Words, not signs: two of two letters or more. */
const inWords = (text: string) => (text.match(/\p{L}{2,}/gu) ?? []).length >= 2;

function checkSaid(draft: Draft, wrong: Wrong): void {
	const said = asLines(draft.reason);
	if (said ? !inWords(said) : draft.reasonCode && isExplained(draft.reasonCode)) wrong('reason', 'reason');
}

const saidBody = (draft: Draft) => ({
	...(draft.reasonCode ? { reason_code: draft.reasonCode } : {}),
	...(asLines(draft.reason) ? { reason: asLines(draft.reason) } : {}),
});

const numberBody = (draft: Draft) => (asText(draft.externalId) ? { external_id: asText(draft.externalId) } : {});

const ASKED = {
	reason: {
		check(draft, wrong) {
			if (!draft.reasonCode) wrong('reasonCode', 'reasonCode');
			checkSaid(draft, wrong);
		},
		body: saidBody,
	},
	note: { body: (draft) => (asLines(draft.note) ? { note: asLines(draft.note) } : {}) },
	supplement: {
		check(draft, wrong) {
			if (draft.components.length + draft.fields.length === 0) wrong('components', 'asked');
		},
		body: (draft) => ({
			...(draft.components.length ? { components: draft.components } : {}),
			...(draft.fields.length ? { fields: draft.fields } : {}),
		}),
	},
	target: {
		check(draft, wrong) {
			if (!draft.unit && !draft.toMe) wrong('unit', 'target');
			checkSaid(draft, wrong);
		},
		body: (draft, myId) => ({
			...(draft.unit ? { unit_code: draft.unit } : {}),
			...(draft.toMe ? { officer_id: myId } : {}),
			...saidBody(draft),
		}),
	},
	results: {
		check: (draft, wrong) => void (draft.uploads.length === 0 && wrong('uploads', 'uploads')),
		body: (draft) => ({ upload_ids: draft.uploads }),
	},
	receiver: {
		check(draft, wrong) {
			if ([...asText(draft.receiver)].length < 2) wrong('receiver', 'receiver');
			if (asText(draft.personalId) && !asPersonalId(draft.personalId)) wrong('personalId', 'personalId');
		},
		body(draft) {
			const personalId = asPersonalId(draft.personalId);
			return {
				receiver_name: asText(draft.receiver),
				...(personalId ? { receiver_personal_id: personalId } : {}),
			};
		},
	},
	carrier: { check: (draft, wrong) => void (!draft.carrier && wrong('carrier', 'carrier')) },
	cash: {},
	days: {
		check(draft, wrong) {
			const days = Number(asNumber(draft.days) ?? 0);
			if (!(days >= 1 && days <= 60)) wrong('days', 'days');
		},
		body: (draft) => ({ days: Number(asNumber(draft.days)) }),
	},
	partner: {
		check: (draft, wrong) => void (!draft.partner && wrong('partner', 'partner')),
		body: (draft) => ({ partner: draft.partner, ...numberBody(draft) }),
	},
	answer: { body: numberBody },
} satisfies Record<string, Asked>;

export type Ask = keyof typeof ASKED;

const asked: Record<Ask, Asked> = ASKED;

export function mistakesOf(name: StepName, draft: Draft): Mistake[] {
	const found: Mistake[] = [];
	for (const ask of asksOf(name)) asked[ask].check?.(draft, (field, key) => found.push({ field, message: says(key) }));
	return found;
}

/** The body of POST actions; the steps that have an operation of their own (ship, take_cash) need none. */
export function actionOf(name: StepName, draft: Draft, myId: string): Action {
	// what the steps ask for is what the contract's schema of each takes: the service checks it
	return Object.assign({ action: name }, ...asksOf(name).map((ask) => asked[ask].body?.(draft, myId) ?? {})) as Action;
}

/** Where a mistake that the service found belongs in the dialog. */
export function fieldOf(pointer: string): keyof Draft | null {
	const known: Record<string, keyof Draft> = {
		reason_code: 'reasonCode',
		reason: 'reason',
		note: 'note',
		components: 'components',
		fields: 'fields',
		unit_code: 'unit',
		officer_id: 'toMe',
		receiver_name: 'receiver',
		receiver_personal_id: 'personalId',
		upload_ids: 'uploads',
		carrier: 'carrier',
		days: 'days',
		partner: 'partner',
		external_id: 'externalId',
	};
	const first = pointer.split('/')[1] ?? '';
	return Object.hasOwn(known, first) ? known[first]! : null;
}

/** A draft to begin with: what the dossier already tells is not typed again. */
export function draftFor(dossier: Dossier): Draft {
	return {
		...EMPTY,
		receiver: dossier.applicant.full_name,
		personalId: dossier.applicant.personal_id ?? '',
	};
}
