import { afterEach, expect, test, vi } from 'vitest';

const KNOWN = {
	name: { vi: 'Cửa chung', en: 'Shared door' }, mark: { vi: 'Cửa', en: 'Door' }, province: { vi: 'Tỉnh A', en: 'A Province' },
	sample: { notice: { vi: 'Tưởng tượng.', en: 'Imagined.' }, paper_mark: 'MẪU' }, languages: ['vi'],
	hours: { vi: 'Sáng', en: 'Mornings' }, contacts: { hotline: '1022', email: 'a@b.example' },
};

/** The module as a page with this meta element loads it. */
async function load(content: string | undefined) {
	vi.resetModules();
	vi.stubGlobal('document', {
		querySelector: () => (content === undefined ? null : { content }),
		documentElement: { lang: '' },
	});
	const [site, i18n] = await Promise.all([import('./site.ts'), import('../i18n/index.ts')]);
	return { ...site, ...i18n };
}

afterEach(() => vi.unstubAllGlobals());

test('what stands in the page is known at once, in the language chosen', async () => {
	const page = await load(JSON.stringify(KNOWN));
	page.startSite();
	expect([page.site('name'), page.sampleNotice(), page.contacts().hotline]).toEqual(['Cửa chung', 'Tưởng tượng.', '1022']);
	page.setLanguage('en');
	expect([page.site('province'), page.sampleNotice()]).toEqual(['A Province', 'Imagined.']);
});

test('only the languages of the site are offered', async () => {
	const page = await load(JSON.stringify(KNOWN));
	page.startSite();
	expect(page.languages.value).toEqual(['vi']);
	expect(page.language.value).toBe('vi');
	page.offerLanguages(['en', 'vi']);
	expect(page.language.value).toBe('en');
});

test('a real service has no notice of a sample', async () => {
	const page = await load(JSON.stringify({ ...KNOWN, sample: null }));
	expect(page.sampleNotice()).toBe('');
});

test('a page without the names asks the service', async () => {
	for (const content of [undefined, '', '{{site.known}}']) {
		const page = await load(content);
		vi.stubGlobal('fetch', vi.fn(async () => Response.json(KNOWN)));
		expect(page.site('name')).toBe('');
		page.startSite();
		await vi.waitFor(() => expect(page.site('name')).toBe('Cửa chung'));
	}
});
