import { afterEach, expect, test } from 'vitest';
import {
	fold,
	formatClock,
	formatCountdown,
	formatDate,
	formatMoney,
	formatNumber,
	formatPhone,
	formatSize,
	formatTime,
	shortHash,
	today,
} from './format.ts';
import { language } from './index.ts';

afterEach(() => {
	language.value = 'vi';
});

test('times are those of Việt Nam, whatever the zone of the device', () => {
	expect(formatDate('2026-11-23T17:30:00Z')).toBe('24/11/2026');
	expect(formatClock('2026-11-23T17:30:00Z')).toBe('00:30');
	expect(formatTime('2026-11-23T03:32:00Z')).toBe('10:32 ngày 23/11/2026');
	expect(today(new Date('2026-12-31T17:00:00Z'))).toBe('2027-01-01');
});

test('a bare date has no zone to shift it', () => {
	expect(formatDate('1990-01-01')).toBe('01/01/1990');
});

test('what is no time is not shown as one', () => {
	expect(formatDate('')).toBe('');
	expect(formatTime('soon')).toBe('');
});

test('money', () => {
	expect(formatMoney(15000)).toBe('15.000 đồng');
	expect(formatMoney(1234567890)).toBe('1.234.567.890 đồng');
	expect(formatMoney(0)).toBe('Không mất phí');
	expect(formatNumber(-1500)).toBe('-1.500');
	expect(formatNumber(999)).toBe('999');
	language.value = 'en';
	expect(formatMoney(0)).toBe('Free');
});

test('sizes', () => {
	expect(formatSize(812)).toBe('812 byte');
	expect(formatSize(1023)).toBe('1023 byte');
	expect(formatSize(1024)).toBe('1 KB');
	expect(formatSize(15_400)).toBe('15 KB');
	expect(formatSize(2_449_999)).toBe('2,3 MB');
	expect(formatSize(1024 ** 2 - 1)).toBe('1 MB');
	expect(formatSize(104_857_600)).toBe('100 MB');
	expect(formatSize(3 * 1024 ** 4)).toBe('3072 GB');
	language.value = 'en';
	expect(formatSize(2_449_999)).toBe('2.3 MB');
});

test('countdown, phone, fingerprint', () => {
	expect(formatCountdown(599.9)).toBe('09:59');
	expect(formatCountdown(-3)).toBe('00:00');
	expect(formatPhone('0912345678')).toBe('0912 345 678');
	expect(formatPhone('02990000120')).toBe('0299 0000 120');
	expect(formatPhone('02438255555')).toBe('024 3825 5555');
	expect(formatPhone('+84 912 345 678')).toBe('0912 345 678');
	expect(formatPhone('+84 28.3829.1234')).toBe('028 3829 1234');
	expect(formatPhone('113')).toBe('113');
	expect(shortHash('ab12cd34'.repeat(8))).toBe('ab12cd…12cd34');
});

test('folding takes the marks away and keeps the letters', () => {
	expect(fold('  Đường Lê Thị  HỒNG Gấm ')).toBe('duong le thi hong gam');
	expect(fold('Ưu Ơi ệ')).toBe('uu oi e');
});
