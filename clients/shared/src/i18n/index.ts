// Language and messages. A catalogue is a pair of objects with the same keys, Vietnamese first; a missing or extra key,
// or a message that takes other values in the two languages, does not compile. Reading a message inside a component
// subscribes it to the language.
import { signal } from '@preact/signals';
import { store } from '../device/store.ts';

export type Language = 'vi' | 'en';

const KEY = 'motcua.language';

/** Those a person can choose between. */
export const languages = signal<readonly Language[]>(['vi', 'en']);

/** The language in force; change it with setLanguage. */
export const language = signal<Language>(store.get(KEY) === 'en' ? 'en' : 'vi');

export function setLanguage(value: Language): void {
	store.set(KEY, value);
	language.value = value;
	showLanguage();
}

/** Says which languages there are; the first one holds unless another was chosen earlier. */
export function offerLanguages(offered: readonly Language[]): void {
	const kept = store.get(KEY);
	languages.value = offered;
	language.value = offered.find((one) => one === kept) ?? offered[0] ?? 'vi';
	showLanguage();
}

/** Tells assistive technology which language the page is in. */
function showLanguage(): void {
	if (typeof document !== 'undefined') document.documentElement.lang = language.value;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- messages take whatever they print
type Message = string | ((...values: any[]) => string);
type SameShape<V> = { [K in keyof V]: V[K] extends (...values: infer A) => string ? (...values: A) => string : string };
type Values<M> = M extends (...values: infer A) => string ? A : [];

export type Translate<V> = <K extends keyof V>(key: K, ...values: Values<V[K]>) => string;

export function catalogue<V extends Record<string, Message>>(vi: V, en: SameShape<V>): Translate<V> {
	return (key, ...values) => {
		const message = (language.value === 'en' ? en : vi)[key] as Message;
		return typeof message === 'function' ? message(...values) : message;
	};
}

/** Picks the label of data that carries both languages; Vietnamese when there is no English. */
export function pick(vi: string, en: string | null | undefined): string {
	return language.value === 'en' && en ? en : vi;
}
