// A draft between the page and the service: what is typed and is no answer goes to it and comes back from it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as dossiers from '../api/dossiers.ts';
import * as procedures from '../api/procedures.ts';
import type { Dossier, DossierUpdate, Procedure } from '../api/types.ts';
import { ProblemError } from '../api/problem.ts';
import { store } from '../device/store.ts';
import type { Field } from '../form/model.ts';
import { Draft } from './draft.ts';

vi.mock('../api/dossiers.ts');
vi.mock('../api/procedures.ts');

const BORN: Field = { name: 'born', label: 'Ngày sinh', widget: 'date' };
const COPIES: Field = { name: 'copies', label: 'Số bản', widget: 'number' };
const FORM = {
	version: 1,
	schema: { type: 'object', properties: { born: { type: 'string', format: 'date' }, copies: { type: 'integer' } } },
	ui: { pages: [{ id: 'p', title: 'Trang', fields: [BORN, COPIES] }] },
};

/** What the service has of the draft. */
let kept: Dossier;
let version = 1;
const etag = () => `"${version}"`;
const found = () => ({ value: structuredClone(kept), etag: etag() });

beforeEach(() => {
	vi.useFakeTimers();
	vi.clearAllMocks();
	for (const key of store.keys('')) store.remove(key);
	kept = {
		id: 'd1', state: 'draft', procedure: { code: '1.1', title: 'Thủ tục', version: 1 }, case_code: 'default', answers: {},
		return_channel: 'counter', components: [],
	} as unknown as Dossier;
	vi.mocked(procedures.getForm).mockResolvedValue(FORM as never);
	const procedure = { cases: [{ code: 'default', components: [] }] } as unknown as Procedure;
	vi.mocked(procedures.getProcedure).mockResolvedValue(procedure);
	vi.mocked(dossiers.getDossier).mockImplementation(async () => found());
	vi.mocked(dossiers.updateDossier).mockImplementation(async (_, at, change: DossierUpdate) => {
		if (at !== etag()) throw new ProblemError('stale', 412, '');
		const { answers = {}, ...rest } = change;
		const merged = Object.entries({ ...kept.answers, ...answers }).filter(([, value]) => value !== null);
		kept = { ...kept, ...rest, answers: Object.fromEntries(merged) } as Dossier;
		version++;
		return found();
	});
});
afterEach(() => {
	vi.useRealTimers();
});

const saved = () => vi.advanceTimersByTimeAsync(1000);

test('half a date is saved, and is in its boxes on another device with what is wrong with it', async () => {
	const draft = await Draft.open('d1', 'me');
	draft.filling.type(BORN, { day: '31', month: '2', year: '' });
	draft.filling.leave(BORN);
	await saved();
	expect(kept.typed).toEqual({ '/answers/born/day': '31', '/answers/born/month': '2' });
	expect(draft.autosave.state.value.kind).toBe('saved');

	const elsewhere = await Draft.open('d1', 'me');
	expect(elsewhere.filling.box(BORN)).toEqual({ day: '31', month: '2' });
	expect(elsewhere.unfinished.value).toEqual(['Ngày sinh']);
	elsewhere.filling.type(BORN, { day: '28', month: '2', year: '1990' });
	elsewhere.filling.leave(BORN);
	await saved();
	expect([kept.answers, kept.typed]).toEqual([{ born: '1990-02-28' }, {}]);
});

test('an answer that is taken back goes, and what stands in its place is kept', async () => {
	kept.answers = { copies: 2 } as never;
	const draft = await Draft.open('d1', 'me');
	draft.filling.type(COPIES, 'hai');
	await saved();
	expect([kept.answers, kept.typed]).toEqual([{}, { '/answers/copies': 'hai' }]);
});

test('what is an answer is not sent twice', async () => {
	const draft = await Draft.open('d1', 'me');
	draft.filling.type(COPIES, '2');
	draft.filling.leave(COPIES);
	await saved();
	expect(vi.mocked(dossiers.updateDossier).mock.calls.map(([, , change]) => change)).toEqual([{ answers: { copies: 2 } }]);
});

test('half an address is saved apart from the whole one, which it replaces', async () => {
	const draft = await Draft.open('d1', 'me');
	draft.setReturn('post', { recipient_name: 'Nguyễn An', phone: '09' });
	await saved();
	expect(kept).toMatchObject({
		return_channel: 'post', return_address: null,
		typed: { '/return_address/recipient_name': 'Nguyễn An', '/return_address/phone': '09' },
	});
	expect((await Draft.open('d1', 'me')).returnAddress.value).toEqual({ recipient_name: 'Nguyễn An', phone: '09' });
	draft.setReturn('counter', null);
	await saved();
	expect(kept.typed).toEqual({});
});

test('what was begun on two devices is kept of both', async () => {
	const here = await Draft.open('d1', 'me');
	const there = await Draft.open('d1', 'me');
	here.filling.type(BORN, { day: '31', month: '', year: '' });
	await saved();
	there.filling.type(COPIES, 'hai');
	await saved();
	expect(kept.typed).toEqual({ '/answers/born/day': '31', '/answers/copies': 'hai' });
	expect(there.filling.box(BORN)).toEqual({ day: '31' });
});
