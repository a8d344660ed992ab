// Chromium, and one window of it for each person. A window listens for everything that a page says is wrong.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ROOT } from './system.mjs';

const fromClients = createRequire(`${ROOT}/clients/package.json`);
const { chromium } = fromClients('playwright-core');
export const AXE = readFileSync(fromClients.resolve('axe-core/axe.min.js'), 'utf8');

const FLAGS = [
	'--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

export const openBrowser = () => chromium.launch({ executablePath: '/usr/bin/chromium', headless: false, args: ['--headless=new', ...FLAGS] });

/** A browser of its own that keeps its settings in a folder. */
export const openPersistent = (folder, baseURL) => chromium.launchPersistentContext(folder, {
	executablePath: '/usr/bin/chromium', headless: false, args: ['--headless=new', ...FLAGS], baseURL, viewport: PHONE, locale: 'vi-VN',
});

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };

export class Window {
	/** What went wrong on a page although nobody asked for it: "where: what". */
	wrong = [];
	#expected = [];

	static async open(browser, base, viewport = WIDE) {
		const window = new Window();
		window.context = await browser.newContext({
			baseURL: base, viewport, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', reducedMotion: 'reduce',
			hasTouch: viewport.width < 600, acceptDownloads: true,
		});
		window.context.setDefaultTimeout(15_000);
		window.context.on('page', (page) => window.#listen(page));
		window.page = await window.context.newPage();
		return window;
	}

	#listen(page) {
		const note = (text) => {
			if (this.#expected.some((pattern) => pattern.test(text))) return;
			this.wrong.push(`${new URL(page.url(), 'about:blank').pathname}: ${text}`);
		};
		// violations of the content security policy are told on the console as errors
		page.on('console', (message) => message.type() === 'error' && note(`console: ${message.text()} ${message.location().url}`));
		page.on('pageerror', (error) => note(`script: ${error.stack ?? error.message}`));
		page.on('response', (response) => response.status() >= 500 && note(`${response.status()} of ${response.url()}`));
	}

	/** What happens meanwhile is meant to be refused: such errors are no fault of the page. */
	async expecting(pattern, work) {
		this.#expected.push(pattern);
		try {
			return await work();
		} finally {
			// the browser tells of a refused request a moment after the page has seen the answer
			await this.page.waitForTimeout(100);
			this.#expected.pop();
		}
	}

	/** The bytes of what `work` downloads, and the name that is suggested for it. */
	async download(work) {
		const [download] = await Promise.all([this.page.waitForEvent('download'), work()]);
		return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
	}

	close() {
		return this.context.close();
	}
}
