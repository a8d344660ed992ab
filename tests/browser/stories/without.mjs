// Browsers as they are: every capability that a browser may lack, forbid, or break in use, tried with every client. The page
// must stand there, with a heading and without a script's error.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { openPersistent, PHONE, Window } from '../harness/browser.mjs';

/** Runs in the page before anything else. */
const BROKEN = {
	'site data blocked': () => {
		const refuse = { configurable: true, get: () => { throw new DOMException('Access is denied for this document.', 'SecurityError'); } };
		for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(globalThis, name, refuse);
	},
	'storage full': () => {
		Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
	},
	'storage that answers nothing': () => {
		for (const name of ['getItem', 'setItem', 'removeItem', 'key']) Storage.prototype[name] = () => { throw new DOMException('no', 'InvalidStateError'); };
	},
	'no localStorage': () => {
		Object.defineProperty(globalThis, 'localStorage', { value: null });
	},
	'databases that do not open': () => {
		IDBFactory.prototype.open = () => { throw new DOMException('no', 'UnknownError'); };
	},
	'no service worker': () => {
		Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => { throw new DOMException('no', 'SecurityError'); } });
	},
	'a service worker that is refused': () => {
		ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('no', 'SecurityError'));
	},
	'plain http': () => {
		Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
		Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
		Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });
	},
	'no random numbers': () => {
		Crypto.prototype.getRandomValues = () => { throw new DOMException('no', 'OperationError'); };
	},
	'an address bar that does not change': () => {
		for (const name of ['pushState', 'replaceState']) History.prototype[name] = () => { throw new DOMException('too many', 'SecurityError'); };
	},
	'no media queries': () => {
		globalThis.matchMedia = undefined;
	},
	'no style sheets by script': () => {
		globalThis.CSSStyleSheet = undefined;
	},
	'an onLine that throws': () => {
		Object.defineProperty(Navigator.prototype, 'onLine', { get: () => { throw new Error('no'); } });
	},
};

const CLIENTS = [
	{ name: 'portal', path: '/thu-tuc/1.001193', heading: 'Đăng ký khai sinh' },
	{ name: 'mobile', path: '/m/thu-tuc/1.001193', heading: 'Đăng ký khai sinh' },
	{ name: 'desk', path: '/desk/', heading: 'Đăng nhập bàn làm việc' },
];

/** A test whose failure can stand in a report, which holds no colours of Playwright's messages. */
function check(name, work) {
	test(name, { timeout: 120_000 }, async () => {
		try {
			await work();
		} catch (error) {
			error.stack = stripVTControlCharacters(error.stack ?? '');
			error.message = stripVTControlCharacters(error.message);
			throw error;
		}
	});
}

const headed = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

export function without(stage) {
	for (const [what, breakIt] of Object.entries(BROKEN)) {
		check(`a browser with ${what}`, async () => {
			for (const client of CLIENTS) {
				const window = await Window.open(stage.browser, stage.system.base, PHONE);
				try {
					await window.context.addInitScript(breakIt);
					await window.page.goto(client.path);
					await headed(window.page, client.heading);
					if (client.name !== 'desk') {
						await window.page.getByRole('link', { name: 'Nộp hồ sơ trực tuyến' }).click();
						await headed(window.page, 'Đăng nhập');
					}
					assert.deepEqual(window.wrong, [], client.name);
				} finally {
					await window.close();
				}
			}
		});
	}

	check('Chromium told to block all site data shows the guide', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'motcua-chromium-'));
		mkdirSync(join(folder, 'Default'));
		const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
		writeFileSync(join(folder, 'Default/Preferences'), JSON.stringify(settings));
		const context = await openPersistent(folder, stage.system.base);
		try {
			for (const client of CLIENTS) {
				const page = await context.newPage();
				await page.goto(client.path);
				assert.equal(await page.evaluate(() => { try { return Boolean(localStorage); } catch { return 'refused'; } }), 'refused');
				await headed(page, client.heading);
				await page.close();
			}
		} finally {
			await context.close();
			rmSync(folder, { recursive: true, force: true });
		}
	});

	check('without JavaScript every client says what it is and where else to go', async () => {
		const context = await stage.browser.newContext({ baseURL: stage.system.base, javaScriptEnabled: false });
		for (const path of ['/', '/m/', '/desk/', '/thu-tuc/1.001193']) {
			const page = await context.newPage();
			await page.goto(path);
			await page.getByRole('heading', { level: 1, name: /Một cửa/ }).waitFor();
			await page.getByText(/^Trang này cần JavaScript/).waitFor();
			if (!path.startsWith('/desk')) await page.getByText(/Bộ phận Một cửa của xã, phường/).waitFor();
			await page.close();
		}
		await context.close();
	});

	check('a script that does not arrive leaves words, not a white page', async () => {
		const window = await Window.open(stage.browser, stage.system.base, PHONE);
		await window.page.route('**/assets/*.js', (route) => route.abort());
		await window.page.goto('/');
		await window.page.getByText(/Nếu chờ lâu mà chưa thấy gì, hãy tải lại trang/).waitFor();
		await window.close();
	});

	check('a page that breaks says so, with the number to call', async () => {
		const window = await Window.open(stage.browser, stage.system.base, PHONE);
		const { page } = window;
		await page.route('**/v1/procedures/1.001193', async (route) => {
			const answer = await route.fetch();
			await route.fulfill({ response: answer, json: { ...(await answer.json()), cases: 'broken' } });
		});
		await page.goto('/');
		await headed(page, 'Bạn cần làm việc gì?');
		await page.goto('/thu-tuc/1.001193');
		await headed(page, 'Trang này bị lỗi');
		const { contacts } = await stage.api.get('/v1/site');
		await page.getByRole('link', { name: contacts.hotline }).waitFor();
		await window.close();
	});
}
