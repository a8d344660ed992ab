import { ProblemError } from '@motcua/shared/api/problem.ts';
import { getSystemStatus } from '@motcua/shared/api/system.ts';
import type { AlertState, SystemStatus } from '@motcua/shared/api/types.ts';
import { serverNow } from '@motcua/shared/base/clock.ts';
import { language } from '@motcua/shared/i18n/index.ts';
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import SystemPage from './page.tsx';
import { alertName, figureText, partName, rowsOf, sorted, valueText } from './words.ts';

vi.mock('@motcua/shared/api/system.ts', () => ({ getSystemStatus: vi.fn() }));

const alert = (code: string, state: AlertState['state'], value: number | null = 0): AlertState => ({
	alert: code as AlertState['alert'], state, value, bound: 600, above: true, since: null, runbook: `runbook/alerts/${code}.md`,
});
const ago = (seconds: number): string => new Date(serverNow().getTime() - seconds * 1000).toISOString();
const told = (alerts: AlertState[], more: Partial<SystemStatus> = {}): SystemStatus => ({
	read_at: ago(3), watch_seen_at: ago(9), alerts, figures: [], ...more,
});

function show(status: SystemStatus): void {
	vi.mocked(getSystemStatus).mockResolvedValue(status);
	render(<SystemPage />);
}

afterEach(() => {
	cleanup();
	language.value = 'vi';
});

test('values are written in the unit of their figure', () => {
	expect(valueText('motcua_worker_heartbeat_age_seconds', 4.04)).toBe('4 giây');
	expect(valueText('motcua_worker_heartbeat_age_seconds', 0.25)).toBe('0,3 giây');
	expect(valueText('motcua_outbox_oldest_seconds', 934.2)).toBe('16 phút');
	expect(valueText('motcua_check_age_seconds', 5 * 3600)).toBe('5 giờ');
	expect(valueText('motcua_outbox_refused', 10_000)).toBe('10.000');
	expect(valueText('motcua_outbox_refused', 10_001)).toBe('hơn 10.000');
	expect(valueText('motcua_check_age_seconds', 691200)).toBe('8 ngày');
	expect(valueText('motcua_requests_failed_share', 0.02)).toBe('2 %');
	expect(valueText('motcua_disk_free_share', 0.0934)).toBe('9,3 %');
	expect(valueText('motcua_database_size_bytes', 2_449_999)).toBe('2,3 MB');
	expect(valueText('motcua_certificate_days_left', 89.4)).toBe('89 ngày');
	expect(valueText('up', 0)).toBe('Không');
	expect(valueText('motcua_database_connections', 12345)).toBe('12.345');
	language.value = 'en';
	expect(valueText('motcua_disk_free_share', 0.0934)).toBe('9.3 %');
});

test('a figure says up to where it is good', () => {
	expect(figureText(alert('outbox-late', 'act', 934))).toBe('Việc bị giữ lại lâu nhất: 16 phút (ổn khi không quá 10 phút)');
	expect(figureText({ ...alert('disk-low', 'act', 0.05), bound: 0.1, above: false })).toBe(
		'Ổ đĩa còn trống: 5 % (ổn khi không dưới 10 %)',
	);
	expect(figureText(alert('api-down', 'act', 0))).toBe('Trả lời yêu cầu: Không');
	expect(figureText({ ...alert('losses', 'act', 2), bound: 0 })).toBe('Bị hỏng hoặc bị mất: 2 (ổn khi không có)');
	expect(figureText(alert('outbox-late', 'unknown', null))).toBeNull();
});

test('what a value is of', () => {
	expect(['sms', 'work', 'contents', null].map(partName)).toEqual(['Tin nhắn', 'Việc nền', 'Nội dung tệp', '']);
	expect(partName('unix:/srv/motcua/.run/api-2-admin.sock')).toBe('api-2');
	expect(partName('127.0.0.1:9464')).toBe('127.0.0.1:9464');
});

test('the worst stands first, and what a newer service knows has its own name', () => {
	const states = [alert('a', 'good'), alert('b', 'attention'), alert('c', 'unknown'), alert('d', 'act')];
	expect(sorted(states).map((one) => one.alert)).toEqual(['d', 'b', 'c', 'a']);
	expect(alertName(alert('not-known-here', 'act'))).toBe('not-known-here');
	expect(alertName(alert('api-down', 'act'))).toBe('Cổng dịch vụ không trả lời');
	expect(alertName(alert('api-down', 'good'))).toBe('Cổng dịch vụ trả lời');
	expect(rowsOf('service', [{ figure: 'motcua_later' as 'up', part: null, value: 1 }])).toHaveLength(1);
});

test('all is well', async () => {
	show(told([alert('outbox-late', 'good'), alert('copies-old', 'unknown', null)]));
	await screen.findByText('Mọi việc đang ổn');
	expect(screen.getByText(/^1 mục chưa có số đo/)).toBeTruthy();
	expect(screen.queryByText('Không ai được báo qua thư khi có sự cố')).toBeNull();
});

test('what is urgent is counted apart', async () => {
	show(told([alert('outbox-late', 'act', 934), alert('outbox-dead', 'attention', 1), alert('disk-low', 'good')]));
	await screen.findByText('Có 1 việc cần xử lý ngay');
	expect(screen.getByText(/Ngoài ra có 1 việc cần chú ý/)).toBeTruthy();
	expect(screen.getByText('runbook/alerts/outbox-late.md')).toBeTruthy();
	expect(screen.queryByText('runbook/alerts/disk-low.md')).toBeNull();
});

test('it says so when nobody watches, when figures are old and when there are none yet', async () => {
	show(told([alert('outbox-late', 'good')], { read_at: ago(90), watch_seen_at: null }));
	await screen.findByText('Không ai được báo qua thư khi có sự cố');
	expect(screen.getByText(/Số đo trên trang này đã cũ/)).toBeTruthy();
	cleanup();
	show(told([], { read_at: null, watch_seen_at: null }));
	await screen.findByText(/chưa đọc được số đo nào/);
});

test('a failure is told', async () => {
	vi.mocked(getSystemStatus).mockRejectedValue(new ProblemError('overloaded', 503, 'Hệ thống đang bận'));
	render(<SystemPage />);
	expect((await screen.findByRole('alert')).textContent).toContain('Hệ thống đang bận');
});
