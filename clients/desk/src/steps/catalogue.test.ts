import type { Dossier } from '@motcua/shared/api/types.ts';
import { expect, test } from 'vitest';
import { actionOf, draftFor, EMPTY, fieldOf, mistakesOf, reasonsOf, stepsOf, type StepName } from './catalogue.ts';

test('shows what the service allows, in the order of everyday use, with one main button', () => {
	expect(stepsOf(['request_supplement', 'refuse', 'accept'])).toEqual([
		{ name: 'accept', kind: 'primary' },
		{ name: 'request_supplement', kind: 'secondary' },
		{ name: 'refuse', kind: 'danger' },
	]);
	expect(stepsOf(['return', 'ship', 'recall']).map((step) => step.kind)).toEqual(['primary', 'secondary', 'secondary']);
});

test('leaves out what it does not know and what belongs to the citizen', () => {
	expect(stepsOf(['supply', 'request_withdrawal', 'teleport', 'toString'])).toEqual([]);
	expect(stepsOf(undefined)).toEqual([]);
});

test.each<StepName>(['refuse', 'stop', 'recall', 'request_payment', 'decline_withdrawal'])('%s needs a reason', (name) => {
	const reasonCode = reasonsOf(name)[0]!;
	expect(mistakesOf(name, EMPTY).map((mistake) => mistake.field)).toEqual(['reasonCode']);
	for (const reason of ['abcde', '.....', ' a '])
		expect(mistakesOf(name, { ...EMPTY, reasonCode, reason }).map((mistake) => mistake.field)).toEqual(['reason']);
	expect(mistakesOf(name, { ...EMPTY, reasonCode, reason: 'thiếu chữ ký' })).toEqual([]);
});

test('a reason is explained where its words alone do not say it', () => {
	expect(mistakesOf('refuse', { ...EMPTY, reasonCode: 'not_competent' }).map((mistake) => mistake.field)).toEqual(['reason']);
	expect(mistakesOf('stop', { ...EMPTY, reasonCode: 'applicant_gone' })).toEqual([]);
	expect(actionOf('stop', { ...EMPTY, reasonCode: 'applicant_gone' }, 'me')).toEqual({
		action: 'stop',
		reason_code: 'applicant_gone',
	});
});

test('a supplement names what is missing, once and completely', () => {
	const draft = { ...EMPTY, reasonCode: 'paper_unreadable' as const, reason: 'Bản chụp bị mờ' };
	expect(mistakesOf('request_supplement', draft).map((mistake) => mistake.field)).toEqual(['components']);
	const full = { ...draft, components: ['GCS'], fields: ['child_name'] };
	expect(mistakesOf('request_supplement', full)).toEqual([]);
	expect(actionOf('request_supplement', full, 'me')).toEqual({
		action: 'request_supplement',
		reason_code: 'paper_unreadable',
		reason: 'Bản chụp bị mờ',
		components: ['GCS'],
		fields: ['child_name'],
	});
});

test('another day for the result has a reason and a number of days', () => {
	expect(mistakesOf('extend', { ...EMPTY, days: '61' }).map((mistake) => mistake.field)).toEqual(['reasonCode', 'days']);
	const draft = { ...EMPTY, reasonCode: 'verification_pending' as const, days: ' 5 ' };
	expect(mistakesOf('extend', draft)).toEqual([]);
	expect(actionOf('extend', draft, 'me')).toEqual({ action: 'extend', reason_code: 'verification_pending', days: 5 });
});

test('a partner is named, with its number if it gave one', () => {
	expect(mistakesOf('await_partner', EMPTY).map((mistake) => mistake.field)).toEqual(['partner']);
	const draft = { ...EMPTY, partner: 'thue', externalId: ' TB  12 ' };
	expect(actionOf('await_partner', draft, 'me')).toEqual({ action: 'await_partner', partner: 'thue', external_id: 'TB 12' });
	expect(mistakesOf('partner_answered', EMPTY)).toEqual([]);
	expect(actionOf('partner_answered', EMPTY, 'me')).toEqual({ action: 'partner_answered' });
	expect(fieldOf('/external_id')).toBe('externalId');
});

test('forwards to a unit, or to oneself', () => {
	expect(mistakesOf('forward', EMPTY)).toHaveLength(1);
	expect(actionOf('forward', { ...EMPTY, unit: 'H99.01', note: ' gấp ' }, 'me')).toEqual({
		action: 'forward',
		unit_code: 'H99.01',
		note: 'gấp',
	});
	expect(actionOf('forward', { ...EMPTY, toMe: true }, 'me')).toEqual({ action: 'forward', officer_id: 'me' });
});

test('a result needs a file, a hand-over a person', () => {
	expect(mistakesOf('finish', EMPTY)[0]?.field).toBe('uploads');
	expect(mistakesOf('return', { ...EMPTY, receiver: 'A', personalId: '12' }).map((mistake) => mistake.field)).toEqual([
		'receiver',
		'personalId',
	]);
	expect(actionOf('return', { ...EMPTY, receiver: ' Lê Văn Ất ' }, 'me')).toEqual({
		action: 'return',
		receiver_name: 'Lê Văn Ất',
	});
});

test('a result goes by a carrier that was chosen', () => {
	expect(mistakesOf('ship', EMPTY).map((mistake) => mistake.field)).toEqual(['carrier']);
	expect(mistakesOf('ship', { ...EMPTY, carrier: 'buu-dien' })).toEqual([]);
});

test('plain steps need nothing', () => {
	for (const name of ['accept', 'accept_withdrawal', 'expire_supplement', 'take_cash'] as const)
		expect(mistakesOf(name, EMPTY)).toEqual([]);
	expect(actionOf('accept', EMPTY, 'me')).toEqual({ action: 'accept' });
});

test('puts the service’s findings at their fields', () => {
	expect(fieldOf('/reason')).toBe('reason');
	expect(fieldOf('/components/0')).toBe('components');
	expect(fieldOf('/officer_id')).toBe('toMe');
	expect(fieldOf('/constructor')).toBeNull();
	expect(fieldOf('')).toBeNull();
});

const dossier = {
	code: 'H99.31-261123-0001',
	return_channel: 'post',
	applicant: { full_name: 'Lê Văn Ất', personal_id: '001190000001' },
	payment: { state: 'due', total: 16000, paid: 0, to_refund: 0 },
} as Dossier;

test('begins with what the dossier tells', () => {
	expect(draftFor(dossier)).toMatchObject({ receiver: 'Lê Văn Ất', personalId: '001190000001' });
});
