// The steps in words: the button, the dialog, and what the citizen will be told. The latter repeats the service's own
// messages (schema/functions), so that an officer sees before what somebody else will read after.
import type { Dossier } from '@motcua/shared/api/types.ts';
import { catalogue } from '@motcua/shared/i18n/index.ts';
import type { Draft, StepName } from './catalogue.ts';

const vi = {
	accept: 'Tiếp nhận',
	refuse: 'Từ chối tiếp nhận',
	request_supplement: 'Yêu cầu bổ sung',
	expire_supplement: 'Kết thúc vì quá hạn bổ sung',
	forward: 'Chuyển xử lý',
	finish: 'Hoàn tất với kết quả',
	stop: 'Dừng xử lý',
	recall: 'Thu hồi để xử lý lại',
	return: 'Trao kết quả tại quầy',
	request_payment: 'Yêu cầu nộp phí',
	accept_withdrawal: 'Đồng ý cho rút',
	decline_withdrawal: 'Không cho rút',
	ship: 'Gửi qua bưu chính',
	take_cash: 'Thu tiền mặt',
};

const en: { [K in keyof typeof vi]: string } = {
	accept: 'Accept',
	refuse: 'Refuse',
	request_supplement: 'Ask for more',
	expire_supplement: 'Close: not supplied in time',
	forward: 'Pass on',
	finish: 'Finish with a result',
	stop: 'Stop',
	recall: 'Take back',
	return: 'Hand over at the counter',
	request_payment: 'Ask for payment',
	accept_withdrawal: 'Agree to withdrawal',
	decline_withdrawal: 'Decline withdrawal',
	ship: 'Send by post',
	take_cash: 'Take cash',
};

export const stepName = catalogue(vi, en) as (name: StepName) => string;

export const d = catalogue(
	{
		dossierLine: (code: string, name: string) => `Hồ sơ ${code} của ${name}`,
		reason: 'Lý do',
		reasonHint: 'Viết cho người dân đọc: điều gì chưa được và cần làm gì.',
		note: 'Ghi chú',
		noteHint: 'Người dân xem được ghi chú này trong diễn biến hồ sơ.',
		askedPapers: 'Giấy tờ cần bổ sung',
		askedFields: 'Mục của tờ khai cần sửa',
		askedHint: 'Mỗi hồ sơ chỉ nên yêu cầu bổ sung một lần. Hãy chọn đủ mọi thứ còn thiếu.',
		fieldsChosen: (count: number) => (count ? `Đã chọn ${count} mục` : 'Chọn mục của tờ khai'),
		days: 'Số ngày làm việc để bổ sung',
		unit: 'Chuyển đến đơn vị',
		unitHint: 'Gõ vài chữ để tìm, không cần dấu.',
		toMe: 'Tôi trực tiếp xử lý',
		resultFiles: 'Tệp kết quả',
		receiver: 'Họ tên người nhận',
		receiverHint: 'Ghi đúng người đến nhận, có thể khác chủ hồ sơ.',
		personalId: 'Số định danh người nhận',
		carrier: 'Đơn vị bưu chính',
		noCarrier: 'Chưa kết nối đơn vị bưu chính nào. Hãy báo quản trị, hoặc trả kết quả tại quầy.',
		sendTo: 'Gửi đến',
		cashAmount: (amount: string) => `Thu ${amount} tiền mặt và in biên lai cho người nộp.`,
		citizenTold: 'Người dân sẽ nhận thông báo',
		citizenNothing: 'Người dân không nhận thông báo, nhưng thấy bước này trong diễn biến hồ sơ.',
		staleHint: 'Hồ sơ đã được xử lý ở nơi khác. Hãy tải lại để xem tình trạng mới nhất.',
		reload: 'Tải lại hồ sơ',
		working: 'Đang ghi nhận…',
		undo: 'Thu hồi',
		openReceipt: 'Mở biên lai',
		openLabel: 'Mở nhãn bưu gửi',
	},
	{
		dossierLine: (code, name) => `Dossier ${code} of ${name}`,
		reason: 'Reason',
		reasonHint: 'Write it for the citizen: what is wrong and what to do.',
		note: 'Note',
		noteHint: 'The citizen sees this note in the history.',
		askedPapers: 'Papers to supply',
		askedFields: 'Items of the form to correct',
		askedHint: 'Ask once for each dossier. Choose everything that is missing.',
		fieldsChosen: (count) => (count ? `${count} chosen` : 'Choose items of the form'),
		days: 'Working days to supply',
		unit: 'Pass on to the unit',
		unitHint: 'Type a few letters; marks are not needed.',
		toMe: 'I work on it myself',
		resultFiles: 'Result files',
		receiver: 'Name of the receiver',
		receiverHint: 'The person who came, who may not be the applicant.',
		personalId: 'Identification number of the receiver',
		carrier: 'Carrier',
		noCarrier: 'No carrier is connected. Tell the administrator, or return the result at the desk.',
		sendTo: 'Goes to',
		cashAmount: (amount) => `Take ${amount} in cash and print the receipt.`,
		citizenTold: 'The citizen will be told',
		citizenNothing: 'The citizen is not notified, but sees this step in the history.',
		staleHint: 'The dossier was changed elsewhere. Reload it to see where it stands.',
		reload: 'Reload the dossier',
		working: 'Working…',
		undo: 'Take back',
		openReceipt: 'Open the receipt',
		openLabel: 'Open the label',
	},
);

/** What the officer reads after it worked. */
export const doneText = catalogue(
	{
		accept: (code: string) => `Đã tiếp nhận hồ sơ ${code}`,
		refuse: (code: string) => `Đã từ chối hồ sơ ${code}`,
		request_supplement: (code: string) => `Đã gửi yêu cầu bổ sung hồ sơ ${code}`,
		expire_supplement: (code: string) => `Đã kết thúc hồ sơ ${code} vì quá hạn bổ sung`,
		forward: (code: string) => `Đã chuyển hồ sơ ${code}`,
		finish: (code: string) => `Hồ sơ ${code} đã có kết quả`,
		stop: (code: string) => `Đã dừng xử lý hồ sơ ${code}`,
		recall: (code: string) => `Đã thu hồi hồ sơ ${code} để xử lý lại`,
		return: (code: string) => `Đã trao kết quả hồ sơ ${code}`,
		request_payment: (code: string) => `Đã yêu cầu nộp phí cho hồ sơ ${code}`,
		accept_withdrawal: (code: string) => `Đã cho rút hồ sơ ${code}`,
		decline_withdrawal: (code: string) => `Hồ sơ ${code} tiếp tục được xử lý`,
		ship: (code: string) => `Đã lập bưu gửi cho hồ sơ ${code}`,
		take_cash: (code: string) => `Đã thu phí hồ sơ ${code}`,
	},
	{
		accept: (code) => `Dossier ${code} is accepted`,
		refuse: (code) => `Dossier ${code} is refused`,
		request_supplement: (code) => `More was asked for in dossier ${code}`,
		expire_supplement: (code) => `Dossier ${code} is closed: not supplied in time`,
		forward: (code) => `Dossier ${code} is passed on`,
		finish: (code) => `Dossier ${code} has its result`,
		stop: (code) => `Dossier ${code} is stopped`,
		recall: (code) => `Dossier ${code} is taken back`,
		return: (code) => `The result of ${code} is handed over`,
		request_payment: (code) => `Payment is asked for in dossier ${code}`,
		accept_withdrawal: (code) => `Dossier ${code} is withdrawn`,
		decline_withdrawal: (code) => `Work on dossier ${code} goes on`,
		ship: (code) => `A shipment is made for dossier ${code}`,
		take_cash: (code) => `The fee of dossier ${code} is taken`,
	},
);

export interface Told {
	title: string;
	body: string;
}

/** The notification that the step causes, always in the citizen's language; null when there is none. */
export function citizenTold(name: StepName, dossier: Dossier, draft: Draft): Told | null {
	const code = dossier.code ?? '';
	const why = draft.reason.trim() || '…';
	const fee = dossier.payment?.state === 'due';
	switch (name) {
		case 'accept':
			return { title: `Hồ sơ ${code} đã được tiếp nhận`, body: 'Ngày hẹn trả kết quả: hệ thống tính theo giờ làm việc và ghi vào đây.' };
		case 'refuse': return { title: `Hồ sơ ${code} không được tiếp nhận`, body: `Lý do: ${why}` };
		case 'request_supplement': return { title: `Hồ sơ ${code} cần bổ sung`, body: `Cần bổ sung: ${why} Hạn bổ sung: sau ${draft.days} ngày làm việc.` };
		case 'expire_supplement':
			return {
				title: `Hồ sơ ${code} hết hạn bổ sung`,
				body: 'Hồ sơ không được bổ sung trong thời hạn nên không được tiếp nhận. Bạn có thể nộp hồ sơ mới.',
			};
		case 'forward': return { title: `Hồ sơ ${code} đang được giải quyết`, body: 'Hồ sơ đã chuyển đến bộ phận giải quyết.' };
		case 'finish':
			return {
				title: `Hồ sơ ${code} đã có kết quả`,
				body: fee
					? 'Vui lòng nộp phí, lệ phí để nhận kết quả.'
					: {
							post: 'Kết quả sẽ được gửi đến bạn qua bưu chính.',
							counter: 'Mời bạn đến Bộ phận Một cửa nhận kết quả.',
							online: 'Bạn có thể tải kết quả về.',
						}[dossier.return_channel],
			};
		case 'stop': return { title: `Hồ sơ ${code} dừng giải quyết`, body: `Lý do: ${why}` };
		case 'recall': return { title: `Hồ sơ ${code} được xem xét lại`, body: `Lý do: ${why}` };
		case 'return': return { title: `Đã trả kết quả hồ sơ ${code}`, body: `Người nhận: ${draft.receiver.trim() || '…'}.` };
		case 'request_payment': return { title: `Hồ sơ ${code} cần nộp phí, lệ phí`, body: `Lý do: ${why}` };
		case 'accept_withdrawal': return { title: `Đã rút hồ sơ ${code}`, body: 'Cơ quan đã đồng ý cho bạn rút hồ sơ.' };
		case 'decline_withdrawal': return { title: `Hồ sơ ${code} tiếp tục được giải quyết`, body: `Lý do: ${why}` };
		case 'ship': return { title: `Kết quả hồ sơ ${code} đang được gửi đến bạn`, body: 'Kèm số hiệu bưu gửi để theo dõi.' };
		case 'take_cash': return null;
	}
}
