// Whose service this is. What is shown at once stands in the page, put there by the web server from the site folder; the
// rest the service tells, and all of it where a page comes from another server (vite's own).
import { signal } from '@preact/signals';
import { offerLanguages, pick } from '../i18n/index.ts';
import { api, body } from './client.ts';
import type { Site, Words } from './types.ts';

type Known = Pick<Site, 'name' | 'mark' | 'province' | 'sample' | 'languages' | 'hours' | 'contacts'>;

const NAMELESS: Words = { vi: '', en: '' };

function inPage(): Known | null {
	try {
		return JSON.parse(document.querySelector<HTMLMetaElement>('meta[name="site"]')!.content) as Known;
	} catch {
		return null;
	}
}

const known = signal<Known>(
	inPage() ?? {
		name: NAMELESS, mark: NAMELESS, province: NAMELESS, sample: null, languages: ['vi', 'en'], hours: NAMELESS,
		contacts: { hotline: '', email: '' },
	},
);

let loading: Promise<Site> | null = null;

/** All that the service tells of itself, asked for once. */
export function loadSite(): Promise<Site> {
	loading ??= body(api.GET('/v1/site'));
	loading.catch(() => (loading = null));
	return loading;
}

/** To be called once, before the first page is drawn. */
export function startSite(): void {
	offerLanguages(known.value.languages);
	if (inPage()) return;
	loadSite().then(
		(site) => {
			known.value = site;
			offerLanguages(site.languages);
		},
		() => undefined,
	);
}

export const inWords = (words: Words): string => pick(words.vi, words.en);

export const site = (key: 'name' | 'mark' | 'province' | 'hours'): string => inWords(known.value[key]);

/** What every page of a sample says; empty where the service is a real one. */
export const sampleNotice = (): string => (known.value.sample ? inWords(known.value.sample.notice) : '');

export const contacts = (): Site['contacts'] => known.value.contacts;
