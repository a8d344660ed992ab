// The steps in words: what the dialog says. The steps' own words are the vocabulary's, those that the citizen will read the
// service's.
import { catalogue, pick } from '@motcua/shared/i18n/index.ts';
import { steps } from '@motcua/shared/vocabulary/steps.ts';
import type { StepName } from './catalogue.ts';

export const stepName = (name: StepName): string => pick(steps[name].vi, steps[name].en);

/** A step's name inside a sentence. */
const lower = (text: string): string => text.charAt(0).toLocaleLowerCase() + text.slice(1);

export const d = catalogue(
	{
		dossierLine: (code: string, name: string) => `Hồ sơ ${code} của ${name}`,
		reasonCode: 'Lý do',
		basis: (source: string) => `Căn cứ: ${source}`,
		reason: 'Nói rõ thêm',
		days: 'Chậm bao nhiêu ngày làm việc',
		daysHint: (promised: string) => `Ngày đã hẹn: ${promised}. Chỉ được hẹn lại một lần.`,
		reasonHint: 'Viết cho người dân đọc: điều gì chưa được và cần làm gì.',
		note: 'Ghi chú',
		noteHint: 'Người dân xem được ghi chú này trong diễn biến hồ sơ.',
		internalHint: 'Viết cho đồng nghiệp; người dân không thấy.',
		askedPapers: 'Giấy tờ cần bổ sung',
		askedFields: 'Mục của tờ khai cần sửa',
		askedHint: 'Mỗi hồ sơ chỉ nên yêu cầu bổ sung một lần. Hãy chọn đủ mọi thứ còn thiếu.',
		fieldsChosen: (count: number) => (count ? `Đã chọn ${count} mục` : 'Chọn mục của tờ khai'),
		unit: 'Chuyển đến đơn vị',
		unitHint: 'Gõ vài chữ để tìm, không cần dấu.',
		otherUnitReason: 'Lý do, nếu nơi nhận không giải quyết thủ tục này',
		otherUnitReasonHint: 'Lãnh đạo được trình và nơi nhận đọc được; người dân không đọc.',
		toMe: 'Tôi trực tiếp xử lý',
		resultFiles: 'Tệp kết quả',
		receiver: 'Họ tên người nhận',
		receiverHint: 'Ghi đúng người đến nhận, có thể khác chủ hồ sơ.',
		personalId: 'Số định danh người nhận',
		carrier: 'Đơn vị bưu chính',
		partner: 'Chờ cơ quan nào',
		externalId: 'Số của cơ quan đó',
		externalIdHint: 'Mã hồ sơ hoặc số văn bản mà cơ quan đó cấp, nếu có.',
		noCarrier: 'Chưa kết nối đơn vị bưu chính nào. Hãy báo quản trị, hoặc trả kết quả tại quầy.',
		sendTo: 'Gửi đến',
		cashAmount: (amount: string) => `Thu ${amount} tiền mặt và in biên lai cho người nộp.`,
		citizenTold: 'Người dân sẽ nhận thông báo',
		citizenNothing: 'Người dân không nhận thông báo, nhưng thấy bước này trong diễn biến hồ sơ.',
		byMessage: (text: string) => `Tin nhắn: ${text}`,
		previewIncomplete: 'Điền đủ các mục trên để xem trước thông báo cho người dân.',
		previewWaiting: 'Đang xem trước…',
		previewFailed: (why: string) => `Chưa xem trước được: ${why}. Bạn vẫn có thể tiếp tục.`,
		willBe: (state: string) => `Hồ sơ chuyển sang: ${state}.`,
		willBePromised: (day: string) => `Ngày hẹn trả kết quả mới: ${day}.`,
		willBeCharged: (amount: string, state: string) => `Khoản ${amount}: ${lower(state)}.`,
		staleHint: 'Hồ sơ đã được xử lý ở nơi khác. Hãy tải lại để xem tình trạng mới nhất; những gì bạn đã viết vẫn còn.',
		reload: 'Tải lại hồ sơ',
		heldBy: (who: string, step: string) => `Hồ sơ đang do ${who} giữ. Bạn vẫn muốn ${lower(step)}?`,
		notNow: (step: string, state: string) => `Hồ sơ nay ở trạng thái "${state}", không còn ${lower(step)} được.`,
		working: 'Đang ghi nhận…',
		undo: 'Thu hồi',
		openReceipt: 'Mở biên lai',
		openLabel: 'Mở nhãn bưu gửi',
	},
	{
		dossierLine: (code, name) => `Dossier ${code} of ${name}`,
		reasonCode: 'Reason',
		basis: (source) => `Legal basis: ${source}`,
		reason: 'More about it',
		days: 'How many working days late',
		daysHint: (promised) => `Promised for ${promised}. The day can be moved only once.`,
		reasonHint: 'Write it for the citizen: what is wrong and what to do.',
		note: 'Note',
		noteHint: 'The citizen sees this note in the history.',
		internalHint: 'For colleagues; the citizen does not see it.',
		askedPapers: 'Papers to supply',
		askedFields: 'Items of the form to correct',
		askedHint: 'Ask once for each dossier. Choose everything that is missing.',
		fieldsChosen: (count) => (count ? `${count} chosen` : 'Choose items of the form'),
		unit: 'Pass on to the unit',
		unitHint: 'Type a few letters; marks are not needed.',
		otherUnitReason: 'Reason, if the unit does not handle this procedure',
		otherUnitReasonHint: 'A leader is asked and reads it, as does the new holder; the citizen does not.',
		toMe: 'I work on it myself',
		resultFiles: 'Result files',
		receiver: 'Name of the receiver',
		receiverHint: 'The person who came, who may not be the applicant.',
		personalId: 'Identification number of the receiver',
		partner: 'Which one is waited for',
		externalId: 'Its number',
		externalIdHint: 'What it calls this dossier, or the number of its paper, if there is one.',
		carrier: 'Carrier',
		noCarrier: 'No carrier is connected. Tell the administrator, or return the result at the desk.',
		sendTo: 'Goes to',
		cashAmount: (amount) => `Take ${amount} in cash and print the receipt.`,
		citizenTold: 'The citizen will be told',
		citizenNothing: 'The citizen is not notified, but sees this step in the history.',
		byMessage: (text) => `Text message: ${text}`,
		previewIncomplete: 'Fill in the items above to see what the citizen will be told.',
		previewWaiting: 'Looking ahead…',
		previewFailed: (why) => `It cannot be shown beforehand: ${why}. You may go on.`,
		willBe: (state) => `The dossier becomes: ${state}.`,
		willBePromised: (day) => `The result is promised anew for ${day}.`,
		willBeCharged: (amount, state) => `${amount}: ${lower(state)}.`,
		staleHint: 'The dossier was changed elsewhere. Reload it to see where it stands; what you wrote stays.',
		reload: 'Reload the dossier',
		heldBy: (who, step) => `${who} has this dossier in hand. Do you still want to: ${lower(step)}?`,
		notNow: (step, state) => `The dossier is now "${state}": this step is not possible any more (${lower(step)}).`,
		working: 'Working…',
		undo: 'Take back',
		openReceipt: 'Open the receipt',
		openLabel: 'Open the label',
	},
);

const filled = (text: string, values: Record<string, string>): string =>
	text.replace(/\{(\w+)(?::\w+)?\}/g, (_, name: string) => values[name] ?? '');

/** What the officer reads after it worked. */
export function doneText(name: StepName, code: string): string {
	const { done } = steps[name];
	return filled(pick(done.vi, done.en), { code });
}
