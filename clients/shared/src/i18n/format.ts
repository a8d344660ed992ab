// How dates, money, sizes and names are written: 23/11/2026, 10:32, 15.000 đồng, always in the time of Việt Nam,
// whatever the device's own zone and language are.
import { serverNow } from '../base/clock.ts';
import { language } from './index.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const parts = new Intl.DateTimeFormat('en-GB', {
	timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});

function split(time: string | Date): Record<string, string> {
	const date = typeof time === 'string' ? new Date(time) : time;
	if (Number.isNaN(date.getTime())) return {};
	return Object.fromEntries(parts.formatToParts(date).map((part) => [part.type, part.value]));
}

/** 23/11/2026. Takes an RFC 3339 time, a Date, or a bare date (yyyy-mm-dd), which knows no zone. */
export function formatDate(time: string | Date): string {
	const bare = typeof time === 'string' ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(time) : null;
	if (bare) return `${bare[3]}/${bare[2]}/${bare[1]}`;
	const p = split(time);
	return p['day'] ? `${p['day']}/${p['month']}/${p['year']}` : '';
}

/** 10:32 */
export function formatClock(time: string | Date): string {
	const p = split(time);
	return p['hour'] ? `${p['hour']}:${p['minute']}` : '';
}

/** 10:32 ngày 23/11/2026 */
export function formatTime(time: string | Date): string {
	const date = formatDate(time);
	if (!date) return '';
	return language.value === 'en' ? `${date}, ${formatClock(time)}` : `${formatClock(time)} ngày ${date}`;
}

/** Today in Việt Nam as yyyy-mm-dd. */
export function today(now: Date = serverNow()): string {
	const p = split(now);
	return `${p['year']}-${p['month']}-${p['day']}`;
}

/** 15.000; whole numbers only. */
export function formatNumber(value: number): string {
	const digits = Math.trunc(Math.abs(value)).toString();
	return (value < 0 ? '-' : '') + digits.replace(/\B(?=(\d{3})+$)/g, '.');
}

/** 15.000 đồng; nothing to pay is said in words. */
export function formatMoney(amount: number): string {
	if (amount === 0) return language.value === 'en' ? 'Free' : 'Không mất phí';
	return `${formatNumber(amount)} đồng`;
}

/** 812 byte, 15 KB, 2,3 MB: in steps of 1024, as a computer's list of files and the printed receipt say it. */
export function formatSize(bytes: number): string {
	if (bytes < 1024) return `${bytes} byte`;
	let tenths = bytes * 10;
	let unit = '';
	for (const larger of ['KB', 'MB', 'GB']) {
		if (tenths < 10240) break;
		tenths = Math.floor((tenths + 512) / 1024);
		unit = larger;
	}
	return `${formatTenths(tenths)} ${unit}`;
}

/** 23 tenths as 2,3; 150 as 15. */
function formatTenths(tenths: number): string {
	const text = String(tenths / 10);
	return language.value === 'en' ? text : text.replace('.', ',');
}

/** 09:59; for countdowns. */
export function formatCountdown(seconds: number): string {
	const rest = Math.max(0, Math.floor(seconds));
	return `${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`;
}

/** 0912 345 678 for mobiles, 0299 0000 120 for desks, 024 3825 5555 where the area code is short (Hà Nội, TP Hồ Chí Minh). */
export function formatPhone(phone: string): string {
	const digits = phone.replace(/^\+84/, '0').replace(/\D/g, '');
	if (digits.length !== 10 && digits.length !== 11) return phone;
	const area = /^02[48]/.test(digits) ? 3 : 4;
	const cut = area + digits.length - 7;
	return `${digits.slice(0, area)} ${digits.slice(area, cut)} ${digits.slice(cut)}`;
}

/** The first and last four places of a fingerprint, enough for the eye; the full one stands behind it. */
export function shortHash(hash: string): string {
	return hash.length > 12 ? `${hash.slice(0, 6)}…${hash.slice(-6)}` : hash;
}

/** Lower case without Vietnamese marks, for looking things up as people type them. */
export function fold(text: string): string {
	return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
}
