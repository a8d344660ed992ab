import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// what it has heard is the module's own: each test begins with a fresh one
let { deviceNow, hear, serverNow } = await import('./clock.ts');
beforeEach(async () => {
	vi.resetModules();
	({ deviceNow, hear, serverNow } = await import('./clock.ts'));
});
afterEach(() => {
	vi.useRealTimers();
});

function start(device: string): void {
	vi.useFakeTimers({ now: new Date(device), toFake: ['Date', 'performance', 'setTimeout'] });
}

test('before any answer it is the time of the device', () => {
	start('2026-11-25T08:00:00Z');
	expect(serverNow().toISOString()).toBe('2026-11-25T08:00:00.000Z');
});

test.each([
	['a day ahead', '2026-11-26T08:00:00Z'],
	['two hours ahead', '2026-11-25T10:00:00Z'],
	['a day behind', '2026-11-24T08:00:00Z'],
	['in 1970', '1970-01-01T00:00:00Z'],
])('a device that is %s tells the time of the service', (_, device) => {
	start(device);
	hear('Wed, 25 Nov 2026 08:00:00 GMT');
	vi.advanceTimersByTime(90_000);
	expect(serverNow().toISOString()).toBe('2026-11-25T08:01:30.000Z');
});

test('the time goes on by the stopwatch when the device’s clock is set anew', () => {
	start('2026-11-25T08:00:00Z');
	hear('Wed, 25 Nov 2026 08:00:00 GMT');
	vi.setSystemTime(new Date('2026-11-27T08:00:00Z'));
	expect(deviceNow()).toBe(Date.parse('2026-11-27T08:00:00Z'));
	expect(serverNow().toISOString()).toBe('2026-11-25T08:00:00.000Z');
});

test('an answer out of a cache does not set the time back; a later one sets it on', () => {
	start('2026-11-25T08:00:00Z');
	hear('Wed, 25 Nov 2026 08:00:00 GMT');
	hear('Wed, 25 Nov 2026 07:00:00 GMT');
	expect(serverNow().toISOString()).toBe('2026-11-25T08:00:00.000Z');
	hear('Wed, 25 Nov 2026 09:00:00 GMT');
	expect(serverNow().toISOString()).toBe('2026-11-25T09:00:00.000Z');
});

test.each([null, '', 'yesterday'])('%j says nothing', (header) => {
	start('2026-11-25T08:00:00Z');
	hear(header);
	expect(serverNow().toISOString()).toBe('2026-11-25T08:00:00.000Z');
});
