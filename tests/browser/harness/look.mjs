// Looks at a page as different people do: on a phone and on a desk's screen, in the light and the dark scheme, in Vietnamese
// and English. What is found is kept by the page's name and judged at the end, so that one page's fault does not hide the
// next one's; the pictures are for people's eyes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AXE, PHONE, WIDE } from './browser.mjs';
import { ROOT } from './system.mjs';

const PICTURES = join(ROOT, 'build/screenshots');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const BOTH = [PHONE, WIDE];
/** Between and below them a page must fit as well: a small phone or text at 400 %, and a tablet. */
const OTHERS = [{ width: 320, height: 640 }, { width: 768, height: 1024 }];

const sessions = new WeakMap();

/** name of page -> what is wrong with it, each told once */
export const findings = new Map();

mkdirSync(PICTURES, { recursive: true });

/** Waits a little for it; Playwright's own way would need the pages to allow eval. */
async function until(page, condition) {
	for (let i = 0; i < 20 && !(await page.evaluate(condition)); i++) await page.waitForTimeout(25);
}

/** Inside the page: rule, element and reason of each violation. */
async function violations(page) {
	if (!(await page.evaluate('typeof axe === "object"'))) {
		await page.evaluate(AXE);
		// colours on their way from one scheme to the other are nobody's choice
		await page.evaluate(() => {
			const still = new CSSStyleSheet();
			still.replaceSync('*, *::before, *::after { transition: none !important }');
			document.adoptedStyleSheets.push(still);
		});
	}
	return page.evaluate(async (tags) => {
		const result = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false });
		return result.violations.flatMap((violation) => violation.nodes.map((node) =>
			`${violation.id} at ${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? violation.help}`));
	}, RULES);
}

/** How far the page reaches over the right edge, and what sticks out; empty when it fits. */
function overflow(page) {
	return page.evaluate(() => {
		const room = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= room) return [];
		const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > room + 0.5);
		const names = wide.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
		return [`scrolls sideways: ${document.documentElement.scrollWidth} > ${room} px (${names.join(', ')})`];
	});
}

async function speak(page, language) {
	if ((await page.evaluate('document.documentElement.lang')) === language) return;
	const button = page.getByRole('button', { name: language === 'en' ? 'English' : 'Tiếng Việt', exact: true });
	// at the desk the switch is folded away under the person's name
	const folded = page.locator('details:has(button[lang])');
	const open = (await folded.count()) > 0 && !(await button.isVisible());
	if (open) await folded.locator('summary').first().click();
	await button.click();
	if (open) await folded.locator('summary').first().click();
	await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
}

/** A phone lays its scroll bars over the page; a desk's screen gives them room. */
async function scrollBars(page, shown) {
	// what a session orders ends with it
	if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
	await sessions.get(page).send('Emulation.setScrollbarsHidden', { hidden: !shown });
}

/** Of the whole page from its top, without scroll bars; of what is seen when a dialog lies over it. */
async function picture(page, path, whole) {
	const size = page.viewportSize();
	await scrollBars(page, false);
	// where the page scrolls inside its frame, the window grows until all of it is seen
	const hidden = whole ? await page.evaluate(() => {
		scrollTo(0, 0);
		const inner = document.querySelector('main');
		inner.scrollTop = 0;
		return getComputedStyle(inner).overflowY === 'visible' ? 0 : Math.max(0, inner.scrollHeight - inner.clientHeight);
	}) : 0;
	// the bars go away with the next layout, which another height brings about
	await page.setViewportSize({ width: size.width, height: size.height + hidden + 1 });
	await page.screenshot({ path: join(PICTURES, path), fullPage: whole, animations: 'disabled' });
	await resize(page, size);
}

/** Done when the page is laid out anew: a click meanwhile would hit what has just moved away. */
async function resize(page, size) {
	await scrollBars(page, size.width >= 600);
	await page.setViewportSize(size);
	await until(page, `innerWidth === ${size.width} && innerHeight === ${size.height}`);
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/**
 * name: "<client>-<page>". dialog: a dialog is open; the language cannot be switched under it.
 * The page is left as it was found.
 */
export async function look(page, name, { widths = BOTH, dialog = false } = {}) {
	const before = page.viewportSize();
	const found = findings.get(name) ?? new Set();
	findings.set(name, found);
	const languages = dialog ? ['vi'] : ['vi', 'en'];
	for (const size of widths) {
		await resize(page, size);
		for (const fault of await overflow(page)) found.add(`${size.width} px: ${fault}`);
		await picture(page, `${name}-${size.width}.png`, !dialog);
		for (const language of languages) {
			if (!dialog) await speak(page, language);
			for (const colorScheme of ['light', 'dark']) {
				await page.emulateMedia({ colorScheme });
				for (const fault of await violations(page)) found.add(`${size.width} px, ${language}, ${colorScheme}: ${fault}`);
			}
			await page.emulateMedia({ colorScheme: 'light' });
			if (language === 'en') for (const fault of await overflow(page)) found.add(`${size.width} px, en: ${fault}`);
		}
		if (!dialog) await speak(page, 'vi');
	}
	for (const size of OTHERS) {
		await resize(page, size);
		for (const fault of await overflow(page)) found.add(`${size.width} px: ${fault}`);
	}
	await resize(page, before);
}

/** One more picture in the dark scheme. */
export async function pictureInTheDark(page, name) {
	await page.emulateMedia({ colorScheme: 'dark' });
	await picture(page, `${name}-dark-${page.viewportSize().width}.png`, true);
	await page.emulateMedia({ colorScheme: 'light' });
}
