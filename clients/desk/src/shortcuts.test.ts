import { expect, test } from 'vitest';
import { shortcutOf, takesKeys } from './shortcuts.ts';

const pressed = (more: object) => ({
	key: 'j',
	altKey: false,
	ctrlKey: false,
	metaKey: false,
	isComposing: false,
	target: null,
	...more,
});

test('a plain key is a shortcut, whatever its case', () => {
	expect(shortcutOf(pressed({}))).toBe('j');
	expect(shortcutOf(pressed({ key: 'J' }))).toBe('j');
	expect(shortcutOf(pressed({ key: '?' }))).toBe('?');
	expect(shortcutOf(pressed({ key: 'Escape' }))).toBe('Escape');
});

test('a held modifier or an input method leaves the key alone', () => {
	expect(shortcutOf(pressed({ ctrlKey: true }))).toBeNull();
	expect(shortcutOf(pressed({ altKey: true }))).toBeNull();
	expect(shortcutOf(pressed({ metaKey: true }))).toBeNull();
	expect(shortcutOf(pressed({ isComposing: true }))).toBeNull();
});

test('what is typed into a box stays there', () => {
	expect(shortcutOf(pressed({ target: { tagName: 'INPUT', type: 'search' } }))).toBeNull();
	expect(takesKeys({ tagName: 'TEXTAREA' })).toBe(true);
	expect(takesKeys({ tagName: 'SELECT' })).toBe(true);
	expect(takesKeys({ tagName: 'DIV', isContentEditable: true })).toBe(true);
	expect(takesKeys({ tagName: 'INPUT', type: 'checkbox' })).toBe(false);
	expect(takesKeys({ tagName: 'A' })).toBe(false);
});
