// Keys that work while no text is being typed. They can be switched off, because some people speak or chord their input
// and would set them off by accident.
import { signal } from '@preact/signals';
import { store } from '@motcua/shared/device/store.ts';
import { useEffect } from 'preact/hooks';

const KEY = 'motcua.desk.shortcuts';

export const shortcutsOn = signal(store.get(KEY) !== 'off');

export function setShortcuts(on: boolean): void {
	store.set(KEY, on ? 'on' : 'off');
	shortcutsOn.value = on;
}

export type Shortcuts = Record<string, () => void>;

interface Pressed {
	key: string;
	altKey: boolean;
	ctrlKey: boolean;
	metaKey: boolean;
	isComposing: boolean;
	target: unknown;
}

/** The element takes letters itself: a text box, a list, anything editable. */
export function takesKeys(target: unknown): boolean {
	const element = target as { tagName?: string; type?: string; isContentEditable?: boolean } | null;
	switch (element?.tagName) {
		case 'TEXTAREA':
		case 'SELECT':
			return true;
		case 'INPUT':
			return !['checkbox', 'radio', 'button', 'submit', 'file'].includes(element.type ?? 'text');
		default:
			return element?.isContentEditable ?? false;
	}
}

/** The name under which a key is looked up, or null when it is not ours: a modifier is held, or text is being typed. */
export function shortcutOf(event: Pressed): string | null {
	if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || takesKeys(event.target)) return null;
	return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** While the component is shown; an open dialog has the keyboard to itself. */
export function useShortcuts(shortcuts: Shortcuts): void {
	useEffect(() => {
		const press = (event: KeyboardEvent) => {
			if (!shortcutsOn.value || document.querySelector('dialog[open]')) return;
			const name = shortcutOf(event);
			const run = name !== null && Object.hasOwn(shortcuts, name) ? shortcuts[name] : null;
			if (!run) return;
			event.preventDefault();
			run();
		};
		addEventListener('keydown', press);
		return () => removeEventListener('keydown', press);
	});
}
