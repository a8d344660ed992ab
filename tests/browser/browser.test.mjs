// The journeys of a citizen and an officer, in headless Chromium, against the whole system as scripts/run starts it. Then one
// test for each page that was visited. Pictures of all pages: build/screenshots.
//   node --test tests/browser/browser.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Api } from './harness/api.mjs';
import { openBrowser } from './harness/browser.mjs';
import { findings } from './harness/look.mjs';
import { System } from './harness/system.mjs';
import { asTyped } from './stories/as_typed.mjs';
import { birthRegistration } from './stories/birth_registration.mjs';
import { foundLater } from './stories/found_later.mjs';
import { keyboardAlone } from './stories/keyboard_alone.mjs';
import { mobile } from './stories/mobile.mjs';
import { paidAndPosted } from './stories/paid_and_posted.mjs';
import { publicPages } from './stories/public_pages.mjs';
import { refused } from './stories/refused.mjs';
import { status } from './stories/status.mjs';
import { without } from './stories/without.mjs';

const stage = {};

before(async () => {
	stage.system = await System.start();
	stage.api = new Api(stage.system.base);
	stage.browser = await openBrowser();
}, { timeout: 600_000 });

after(async () => {
	await stage.browser?.close();
	await stage.system?.stop();
}, { timeout: 120_000 });

// two at a time: each waits a good part of its time for autosaves, polls and the other side
describe('journeys', { concurrency: 2 }, () => {
	birthRegistration(stage);
	paidAndPosted(stage);
	mobile(stage);
	refused(stage);
	foundLater(stage);
	keyboardAlone(stage);
	publicPages(stage);
	asTyped(stage);
	status(stage);
});

describe('browsers as they are', { concurrency: 2 }, () => {
	without(stage);
});

test('pages: accessible and fitting the screen in both languages, both schemes and every width', async (t) => {
	assert.ok(findings.size > 0, 'no page was looked at');
	for (const [name, found] of findings) await t.test(name, () => assert.deepEqual([...found], []));
});
