// A journey is a test of steps that build on one another: after one that failed the rest is not tried. At its end every window
// it opened must have stayed free of errors.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { Window } from './browser.mjs';
import { ROOT } from './system.mjs';

const LONGEST = 400_000;

/** stage: what all journeys share, complete when the first of them begins. play gets {step, open, stage}. */
export function journey(title, stage, play) {
	test(title, { timeout: LONGEST }, async (t) => {
		const windows = [];
		const open = async (viewport) => {
			const window = await Window.open(stage.browser, stage.system.base, viewport);
			windows.push(window);
			return window;
		};
		const step = async (name, work) => {
			let failed = false;
			await t.test(name, async () => {
				try {
					await work();
				} catch (error) {
					failed = true;
					// a report cannot hold the colours of Playwright's messages
					error.stack = stripVTControlCharacters(error.stack ?? '');
					error.message = stripVTControlCharacters(error.message);
					await pictures(windows, title);
					throw error;
				}
			});
			assert.ok(!failed, `stopped at "${name}"`);
		};
		try {
			await play({ step, open, stage });
			await t.test('no page reported an error', () => assert.deepEqual(windows.flatMap((window) => window.wrong), []));
		} finally {
			for (const window of windows) await window.close().catch(() => undefined);
		}
	});
}

/** How every window looked when a step failed. */
async function pictures(windows, title) {
	const name = title.normalize('NFD').replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();
	for (const [i, { page }] of windows.entries()) {
		const path = join(ROOT, `build/screenshots/failed-${name}-${i}.png`);
		await page.screenshot({ path, fullPage: true, timeout: 5000 }).catch(() => undefined);
	}
}
