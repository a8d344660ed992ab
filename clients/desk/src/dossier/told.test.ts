import type { DossierEvent, DossierNotice } from '@motcua/shared/api/types.ts';
import { expect, test } from 'vitest';
import { historyOf, nobodyReached } from './told.tsx';

const event = (id: string, at: string) => ({ id, at, kind: 'accept' }) as unknown as DossierEvent;
const notice = (id: string, event_id: string | null, told_at: string, more: Partial<DossierNotice> = {}): DossierNotice => ({
	id, event_id, told_at, title: id, full_name: 'Một', read_at: null, state: 'sent', messages: [], ...more,
});

test('what was told stands beside its step, what had none between the steps', () => {
	const lines = historyOf(
		[event('a', '2026-11-23T03:00:00.000Z'), event('b', '2026-11-25T03:00:00.000Z')],
		[
			notice('4', 'b', '2026-11-25T03:00:00.400Z'),
			notice('3', null, '2026-11-24T03:00:00.000Z'),
			notice('2', null, '2026-11-24T03:00:00.000Z'),
			notice('1', 'a', '2026-11-23T03:00:00.100Z'),
			notice('0', 'a', '2026-11-23T03:00:00.100Z'),
		],
	);
	expect(lines.map((line) => [line.event?.id ?? null, line.notices.map(({ id }) => id)])).toEqual([
		['a', ['0', '1']],
		[null, ['2', '3']],
		['b', ['4']],
	]);
	expect(historyOf([], [])).toEqual([]);
});

test('nobody was reached when the last word got to none of its readers and none has read it', () => {
	const early = notice('0', 'a', '1', { state: 'failed' });
	const last = (more: Partial<DossierNotice>) => notice('9', 'b', '2', more);
	expect(nobodyReached([])).toBe(false);
	expect(nobodyReached([last({}), early])).toBe(false);
	expect(nobodyReached([last({ state: 'waiting' })])).toBe(false);
	expect(nobodyReached([last({ state: 'failed' })])).toBe(true);
	expect(nobodyReached([last({ state: 'none' })])).toBe(true);
	expect(nobodyReached([last({ state: 'none', read_at: '3' })])).toBe(false);
	expect(nobodyReached([last({ state: 'failed' }), last({ state: 'sent' })])).toBe(false);
});
