// What happened to a dossier, in words. A kind that is not known here is named by the state it led to.
import type { DossierEvent } from '../api/types.ts';
import { pick } from '../i18n/index.ts';
import { roles } from '../vocabulary/roles.ts';
import { stepEvents } from '../vocabulary/step-events.ts';
import { stateName } from './states.ts';

/** What happens besides the steps. */
const others = {
	submit: { vi: 'Nộp hồ sơ', en: 'Dossier filed' },
	claim: { vi: 'Đưa vào tài khoản của người nộp', en: 'Came into the account of who filed it' },
	pay_cash: { vi: 'Nộp phí bằng tiền mặt', en: 'Fee paid in cash' },
	pay_bank: { vi: 'Nộp phí qua ngân hàng', en: 'Fee paid by bank transfer' },
	succeed: { vi: 'Chuyển cho cơ quan kế nhiệm', en: 'Went to the unit that goes on' },
	deliver: { vi: 'Bưu chính đã phát kết quả', en: 'Result delivered by post' },
	delivery_failed: { vi: 'Bưu chính phát chưa thành công', en: 'Delivery failed' },
	returned_to_sender: { vi: 'Bưu gửi chuyển hoàn về nơi gửi', en: 'The letter went back to the sender' },
	lost: { vi: 'Bưu gửi bị thất lạc', en: 'The letter was lost' },
};

const names: Record<string, { vi: string; en: string }> = { ...stepEvents, ...others };

export function eventName(event: Pick<DossierEvent, 'kind' | 'to_state'>): string {
	const name = Object.hasOwn(names, event.kind) ? names[event.kind] : undefined;
	return name ? pick(name.vi, name.en) : stateName(event.to_state);
}

/** Inside a line. */
const roleName = (role: keyof typeof roles): string => pick(roles[role].vi, roles[role].en).toLowerCase();

/** Who did it, for a line below the event's name; empty when the system did. */
export function eventActor(event: DossierEvent): string {
	if (!event.actor_name) return '';
	const role = event.actor_role;
	const known = typeof role === 'string' && Object.hasOwn(roles, role);
	const unit = event.unit ? `, ${event.unit.name}` : '';
	return `${event.actor_name}${known ? ` (${roleName(role as keyof typeof roles)})` : ''}${unit}`;
}
