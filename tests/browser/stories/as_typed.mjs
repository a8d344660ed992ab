// What people really do to a box: half a date, a paste, a keyboard with suggestions, a caret in the middle, text that is too
// long; and a clock that is wrong.
import assert from 'node:assert/strict';
import { PHONE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { labelled } from '../people/answers.mjs';
import { Citizen, newPerson } from '../people/citizen.mjs';

const CODE = '1.012787';
const NBSP = '\u00a0';
const HYPHEN = '\u2011';

/** Puts a text into the box that has the focus, as a paste does. */
async function paste(page, text) {
	await page.evaluate((pasted) => {
		const data = new DataTransfer();
		data.setData('text/plain', pasted);
		const taken = !document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
		if (!taken) document.execCommand('insertText', false, pasted);
	}, text);
}

/** Types as a keyboard with suggestions does: each letter changes a word that is not finished yet. */
async function compose(page, text) {
	const keyboard = await page.context().newCDPSession(page);
	for (let i = 1; i <= text.length; i++) {
		await keyboard.send('Input.imeSetComposition', { text: text.slice(0, i), selectionStart: i, selectionEnd: i });
	}
	await keyboard.send('Input.insertText', { text });
	await keyboard.detach();
}

export function asTyped(stage) {
	journey('what people really type', stage, async ({ step, open }) => {
		const window = await open(PHONE);
		const citizen = new Citizen(window, stage.api, 'portal');
		const { page } = window;
		const form = await stage.api.get(`/v1/procedures/${CODE}/form`);
		const field = (name) => form.ui.pages.flatMap((entry) => entry.fields).find((entry) => entry.name === name);
		const box = (name) => page.getByRole('textbox', { name: labelled(field(name).label) });
		const date = (name, part) => page.getByRole('group', { name: labelled(field(name).label) }).getByLabel(part, { exact: true });
		const value = (name) => box(name).inputValue();
		const leave = () => page.keyboard.press('Tab');
		const person = newPerson('Phạm Văn Gõ');
		let draft;

		await step('an account under a name with blanks that nobody sees, and a phone out of the contacts', async () => {
			await citizen.open(`/nop/${CODE}`);
			await citizen.makeAccount({ ...person, full_name: ` Phạm${NBSP}Văn \u200bGõ `, login: `\u202a+84${HYPHEN}${person.login.slice(1)}\u202c` });
			await citizen.at('Bạn nộp ở đâu?');
			await page.getByRole('radio').first().check();
			await citizen.press('Bắt đầu khai');
			await citizen.at(form.ui.pages[0].title);
			assert.equal(await value('applicant_name'), 'Phạm Văn Gõ');
			draft = page.url().replace(/\/khai\/.*$/, '/khai/');
		});

		await step('a phone composed by a keyboard with suggestions is not doubled, and the caret stays where it was', async () => {
			await box('applicant_phone').fill('');
			await box('applicant_phone').focus();
			await compose(page, '0912.345.678');
			assert.equal(await value('applicant_phone'), '0912.345.678');
			await leave();
			assert.equal(await value('applicant_phone'), '0912 345 678');
			await box('applicant_phone').fill('0912345678');
			await box('applicant_phone').evaluate((input) => input.setSelectionRange(4, 4));
			await page.keyboard.type(' ');
			assert.deepEqual(await box('applicant_phone').evaluate((input) => [input.value, input.selectionStart]), ['0912 345678', 5]);
			for (const typed of [`0912${HYPHEN}345${HYPHEN}678`, '84912345678', '0084912345678', '+84 (0)912 345 678']) {
				await box('applicant_phone').fill(typed);
				await leave();
				assert.equal(await value('applicant_phone'), '0912 345 678', typed);
			}
		});

		await step('a text that is too long is kept whole, and said to be', async () => {
			await page.goto(`${draft}project`);
			await citizen.at('Dự án');
			const long = 'Khu dân cư '.repeat(40).trim();
			await box('project_name').focus();
			await paste(page, long);
			assert.equal(await value('project_name'), long);
			await citizen.press('Tiếp tục');
			await page.getByRole('alert').getByRole('link', { name: /: Tối đa \d+ ký tự/ }).waitFor();
			assert.equal(await value('project_name'), long);
			await citizen.look('as-typed-too-long');
		});

		await step('areas and money as people write them', async () => {
			await page.goto(`${draft}unit`);
			await citizen.at('Căn nhà, thửa đất');
			for (const [typed, read] of [['1.250,5', '1250,5'], ['1 250,5', '1250,5'], ['85,5 m2', '85,5']]) {
				await box('area').fill(typed);
				await leave();
				assert.equal(await value('area'), read, typed);
			}
			await page.goto(`${draft}contract`);
			await citizen.at('Hợp đồng');
			for (const typed of ['500.000.000', '500,000,000', '500 000 000', '500.000.000 đồng']) {
				await box('price').fill('');
				await box('price').focus();
				await paste(page, typed);
				assert.equal(await value('price'), typed, 'stands as it was pasted');
				await leave();
				assert.equal(await value('price'), '500.000.000', typed);
			}
		});

		await step('a whole date pasted into the first box fills all three', async () => {
			await date('contract_date', 'Ngày').focus();
			await paste(page, '14/03/1996');
			assert.deepEqual(
				await Promise.all(['Ngày', 'Tháng', 'Năm'].map((part) => date('contract_date', part).inputValue())), ['14', '03', '1996']);
			await citizen.saved();
		});

		await step('half a date is saved as it stands, and said to be half', async () => {
			await date('handover_date', 'Năm').fill('1950');
			await leave();
			await citizen.sees(/^Đã lưu lúc \d{2}:\d{2}\. Còn ghi dở: “Ngày nhận nhà”\.$/);
			await page.getByText(/^Ngày chưa đúng/).waitFor();
			await citizen.look('as-typed-half');
			await page.reload();
			await citizen.at('Hợp đồng');
			assert.equal(await date('handover_date', 'Năm').inputValue(), '1950');
			assert.equal(await date('contract_date', 'Ngày').inputValue(), '14');
		});

		await step('on another device it is there too, with what is wrong with it', async () => {
			const elsewhere = new Citizen(await open(PHONE), stage.api, 'portal');
			await elsewhere.open(new URL(`${draft}contract`).pathname);
			await elsewhere.signIn(person);
			await elsewhere.at('Hợp đồng');
			const there = elsewhere.page.getByRole('group', { name: labelled(field('handover_date').label) });
			assert.equal(await there.getByLabel('Năm', { exact: true }).inputValue(), '1950');
			await there.getByText(/^Ngày chưa đúng/).waitFor();
			await elsewhere.sees(/Còn ghi dở: “Ngày nhận nhà”\.$/);
			await elsewhere.press('Tiếp tục');
			await elsewhere.page.getByRole('alert').getByRole('link', { name: /^Ngày nhận nhà: Ngày chưa đúng/ }).waitFor();
			await there.getByLabel('Ngày', { exact: true }).fill('2');
			await there.getByLabel('Tháng', { exact: true }).fill('9');
			await elsewhere.page.keyboard.press('Tab');
			await elsewhere.saved();
			await page.reload();
			await citizen.at('Hợp đồng');
			assert.equal(await date('handover_date', 'Tháng').inputValue(), '9');
		});

		await step('a code as it is read aloud or copied, and words that are no words', async () => {
			await citizen.open('/tra-cuu');
			for (const typed of ['H99.31 261125 0003', 'Mã hồ sơ: h99,31–261125–0003', 'H99312611250003', '\u200bH99.31-261125-0003']) {
				await page.getByRole('textbox', { name: 'Mã hồ sơ' }).fill(typed);
				await page.getByRole('textbox', { name: /^Bốn số cuối/ }).fill('9999');
				const asked = page.waitForRequest((request) => request.url().endsWith('/v1/tracking'));
				await window.expecting(/status of 404/, async () => {
					await citizen.press('Tra cứu');
					assert.equal((await asked).method(), 'POST');
					await citizen.sees(/^Không có hồ sơ nào khớp/);
				});
			}
			await citizen.open('/thu-tuc?q=%25%25%25');
			await citizen.sees('Chưa tìm thấy thủ tục nào.');
			assert.equal(await page.getByRole('main').getByRole('heading', { level: 2 }).filter({ hasText: 'Đăng ký' }).count(), 0);
		});
	});
}
