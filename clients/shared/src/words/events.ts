// What happened to a dossier, in words. A kind that is not known here is named by the state it led to.
import type { DossierEvent } from '../api/types.ts';
import { catalogue } from '../i18n/index.ts';
import { stateName } from './states.ts';

const vi = {
	submit: 'Nộp hồ sơ',
	accept: 'Tiếp nhận hồ sơ',
	refuse: 'Không tiếp nhận hồ sơ',
	request_supplement: 'Yêu cầu bổ sung',
	supply: 'Đã bổ sung',
	expire_supplement: 'Hết hạn bổ sung',
	forward: 'Chuyển xử lý',
	finish: 'Có kết quả',
	stop: 'Dừng xử lý',
	recall: 'Thu hồi để xử lý lại',
	return: 'Trả kết quả',
	request_payment: 'Yêu cầu nộp phí, lệ phí',
	pay_cash: 'Nộp phí bằng tiền mặt',
	pay_bank: 'Nộp phí qua ngân hàng',
	request_withdrawal: 'Công dân xin rút hồ sơ',
	accept_withdrawal: 'Đồng ý cho rút hồ sơ',
	decline_withdrawal: 'Không đồng ý cho rút hồ sơ',
	ship: 'Gửi kết quả qua bưu chính',
	deliver: 'Bưu chính đã phát kết quả',
	delivery_failed: 'Bưu chính phát chưa thành công',
	returned_to_sender: 'Bưu gửi chuyển hoàn về nơi gửi',
	lost: 'Bưu gửi bị thất lạc',
};

const en: { [K in keyof typeof vi]: string } = {
	submit: 'Dossier filed',
	accept: 'Accepted',
	refuse: 'Not accepted',
	request_supplement: 'More papers asked for',
	supply: 'Papers supplied',
	expire_supplement: 'Papers not supplied in time',
	forward: 'Passed on',
	finish: 'Result ready',
	stop: 'Stopped',
	recall: 'Taken back to be worked on again',
	return: 'Result handed over',
	request_payment: 'Payment asked for',
	pay_cash: 'Fee paid in cash',
	pay_bank: 'Fee paid by bank transfer',
	request_withdrawal: 'The citizen asks to withdraw',
	accept_withdrawal: 'Withdrawal agreed to',
	decline_withdrawal: 'Withdrawal declined',
	ship: 'Result sent by post',
	deliver: 'Result delivered by post',
	delivery_failed: 'Delivery failed',
	returned_to_sender: 'The letter went back to the sender',
	lost: 'The letter was lost',
};

const words = catalogue(vi, en);

export function eventName(event: Pick<DossierEvent, 'kind' | 'to_state'>): string {
	return Object.hasOwn(vi, event.kind) ? words(event.kind as keyof typeof vi) : stateName(event.to_state);
}

const roles = catalogue(
	{ citizen: 'người dân', officer: 'cán bộ', leader: 'lãnh đạo', admin: 'quản trị' },
	{ citizen: 'citizen', officer: 'officer', leader: 'leader', admin: 'administrator' },
);

/** Who did it, for a line below the event's name; empty when the system did. */
export function eventActor(event: DossierEvent): string {
	if (!event.actor_name) return '';
	const role = event.actor_role;
	const known = role === 'citizen' || role === 'officer' || role === 'leader' || role === 'admin';
	const unit = event.unit ? `, ${event.unit.name}` : '';
	return `${event.actor_name}${known ? ` (${roles(role)})` : ''}${unit}`;
}
