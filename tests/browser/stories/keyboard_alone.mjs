// A whole journey without touching the mouse: the citizen files and the officer works with the keyboard alone.
import assert from 'node:assert/strict';
import { WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { pdf } from '../harness/samples.mjs';
import { pagesOf } from '../people/answers.mjs';
import { Citizen, newPerson, UNIT } from '../people/citizen.mjs';
import { Officer } from '../people/officer.mjs';
import { COPIES } from './paid_and_posted.mjs';

const TITLE = 'Cấp bản sao trích lục hộ tịch';
const FARTHEST = 120;

class Keyboard {
	constructor(page) {
		this.page = page;
		this.keys = page.keyboard;
	}

	/** Presses Tab until the focus is on this element, and sees that the focus is visible there. */
	async to(target) {
		await target.waitFor();
		for (let i = 0; i < FARTHEST; i++) {
			if (await target.evaluate((element) => element === document.activeElement)) {
				const seen = await target.evaluate((element) => {
					const style = getComputedStyle(element);
					return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.position === 'absolute';
				});
				assert.ok(seen, `the focus can be seen on ${target}`);
				return;
			}
			await this.keys.press('Tab');
		}
		throw new Error(`Tab does not lead to ${target}.`);
	}

	async press(name, role = 'button') {
		await this.to(this.page.getByRole(role, { name, exact: true }).first());
		await this.keys.press('Enter');
	}

	async type(target, text) {
		await this.to(target);
		await this.keys.press('Control+a');
		await this.keys.type(text);
	}

	/** A radio by the arrow keys, from the first of its group. */
	async choose(group, label) {
		const wanted = group.getByRole('radio', { name: new RegExp(`^${label}`) });
		const radios = group.getByRole('radio');
		const first = (await group.getByRole('radio', { checked: true }).count()) ? group.getByRole('radio', { checked: true }) : radios.first();
		await this.to(first);
		await this.keys.press('Space');
		for (let i = await radios.count(); i > 0 && !(await wanted.isChecked()); i--) await this.keys.press('ArrowDown');
		assert.ok(await wanted.isChecked());
	}
}

async function answer(keyboard, page, field, value) {
	const group = page.getByRole('group', { name: field.label });
	switch (field.widget) {
		case 'date':
			for (const [i, part] of ['Ngày', 'Tháng', 'Năm'].entries()) {
				await keyboard.type(group.getByLabel(part, { exact: true }), String(Number(value.split('-')[2 - i])));
			}
			return;
		case 'radio':
			return keyboard.choose(group, field.options.find((option) => option.value === value).label);
		case 'select': {
			const box = page.getByRole('combobox', { name: field.label });
			await keyboard.to(box);
			// typing letters chooses in a closed list
			await keyboard.keys.type(field.options.find((option) => option.value === value).label);
			assert.equal(await box.inputValue(), value);
			return;
		}
		default:
			return keyboard.type(page.getByRole('textbox', { name: field.label }), String(value));
	}
}

export function keyboardAlone(stage) {
	journey('by keyboard alone: a citizen files, an officer takes cash and hands over', stage, async ({ step, open }) => {
		const { api, system } = stage;
		const window = await open(WIDE);
		const { page } = window;
		const keyboard = new Keyboard(page);
		const citizen = new Citizen(window, api, 'portal');
		const person = newPerson('Đỗ Thị Hạnh');
		const form = await api.get(`/v1/procedures/${COPIES}/form`);
		const answers = { ...form.example, for_whom: 'self', copies: 1 };
		let filed;

		await step('the first stop of Tab leads past the head', async () => {
			await citizen.open('/');
			await citizen.at('Bạn cần làm việc gì?');
			await keyboard.keys.press('Tab');
			const skip = page.getByRole('link', { name: 'Đến nội dung chính' });
			assert.ok(await skip.evaluate((link) => link === document.activeElement));
			await keyboard.keys.press('Enter');
			await keyboard.type(page.getByRole('searchbox', { name: 'Tìm thủ tục' }), 'trich luc');
			await keyboard.keys.press('Enter');
			await keyboard.press(TITLE, 'link');
			await citizen.at(TITLE);
			await keyboard.press('Nộp hồ sơ trực tuyến', 'link');
		});

		await step('makes an account', async () => {
			await citizen.at('Đăng nhập');
			await keyboard.press('Tạo tài khoản', 'link');
			await citizen.at('Tạo tài khoản');
			await keyboard.type(page.getByRole('textbox', { name: 'Họ, chữ đệm, tên' }), person.full_name);
			await keyboard.type(page.getByRole('textbox', { name: 'Số điện thoại' }), person.login);
			await keyboard.type(page.getByLabel('Mật khẩu', { exact: true }), person.password);
			await keyboard.keys.press('Enter');
			await citizen.at('Thêm thông tin để điền sẵn tờ khai');
			await keyboard.type(page.getByRole('textbox', { name: /^Số định danh cá nhân/ }), person.personal_id);
			await keyboard.press('Tạo tài khoản');
		});

		await step('fills in and files', async () => {
			await citizen.at('Bạn nộp ở đâu?');
			await keyboard.type(page.getByRole('combobox', { name: 'Cơ quan giải quyết' }), 'phuong mau an');
			await keyboard.keys.press('ArrowDown');
			await keyboard.keys.press('ArrowUp');
			await keyboard.keys.press('Enter');
			assert.equal(await page.getByRole('combobox', { name: 'Cơ quan giải quyết' }).inputValue(), UNIT);
			await keyboard.press('Bắt đầu khai');
			for (const formPage of pagesOf({ ...form, example: answers })) {
				await citizen.at(formPage.title);
				for (const field of formPage.fields) {
					// what the account told already stands there
					if (!field.prefill) await answer(keyboard, page, field, answers[field.name]);
				}
				await keyboard.press('Tiếp tục');
			}
			await citizen.at('Gửi kèm giấy tờ');
			await keyboard.press('Tiếp tục');
			await citizen.at('Bạn muốn nhận kết quả thế nào?');
			await keyboard.choose(page.getByRole('group', { name: 'Cách nhận' }), 'Đến quầy Một cửa lấy');
			await keyboard.press('Tiếp tục');
			await citizen.at('Kiểm tra lại trước khi nộp');
			await keyboard.press('Nộp hồ sơ');
			filed = await citizen.filed();
		});

		const officer = new Officer(await open(WIDE));
		const desk = new Keyboard(officer.page);
		await step('the officer signs in and opens it by keys', async () => {
			await officer.page.goto('/desk/');
			await desk.type(officer.page.getByRole('textbox', { name: 'Số điện thoại hoặc thư điện tử' }), system.logins.officer.login);
			await desk.type(officer.page.getByLabel('Mật khẩu', { exact: true }), system.logins.officer.password);
			await desk.keys.press('Enter');
			await officer.queue();
			await officer.row(filed.code).waitFor();
			const link = officer.page.getByRole('link', { name: filed.code });
			for (let i = 0; i < 60 && !(await link.evaluate((element) => element === document.activeElement)); i++) await desk.keys.press('j');
			await desk.keys.press('Enter');
			await officer.page.getByRole('heading', { level: 1, name: person.full_name }).waitFor();
		});

		await step('accepts, takes cash, finishes and hands over by keys', async () => {
			const steps = officer.page.getByRole('group', { name: 'Việc có thể làm' });
			const begin = async (name) => {
				const names = await steps.getByRole('button').evaluateAll((buttons) => buttons.map((button) => button.textContent));
				const at = names.findIndex((text) => text.endsWith(name));
				assert.ok(at >= 0, `${name} is offered: ${names.join(', ')}`);
				await desk.keys.press(String(at + 1));
				await officer.dialog(name).waitFor();
			};
			const confirm = async (name, done) => {
				await desk.to(officer.dialog(name).getByRole('button', { name, exact: true }));
				await desk.keys.press('Enter');
				await officer.told(done);
			};
			await begin('Tiếp nhận');
			await confirm('Tiếp nhận', `Đã tiếp nhận hồ sơ ${filed.code}`);
			await officer.inState('Được tiếp nhận');
			await begin('Thu tiền mặt');
			await confirm('Thu tiền mặt', `Đã thu phí hồ sơ ${filed.code}`);
			await officer.page.getByText('Đã nộp 8.000 đồng').waitFor();
			await begin('Chuyển xử lý');
			await desk.to(officer.page.getByRole('checkbox', { name: 'Tôi trực tiếp xử lý' }));
			await desk.keys.press('Space');
			await confirm('Chuyển xử lý', `Đã chuyển hồ sơ ${filed.code}`);
			await officer.inState('Đang xử lý');
			await begin('Hoàn tất với kết quả');
			const input = officer.page.getByLabel('Chọn tệp: Tệp kết quả');
			// leaving the file chooser without a choice leaves the dialog as it was
			await input.dispatchEvent('cancel', { bubbles: true });
			await desk.to(input);
			const chooser = officer.page.waitForEvent('filechooser');
			await officer.page.evaluate('true'); // the browser has taken the order to hand us the chooser
			await desk.keys.press('Enter');
			await (await chooser).setFiles([{ name: 'trích lục.pdf', mimeType: 'application/pdf', buffer: pdf('TRICH LUC (mau)') }]);
			await officer.dialog('Hoàn tất với kết quả').getByText('Đã gửi xong').waitFor();
			await confirm('Hoàn tất với kết quả', `Hồ sơ ${filed.code} đã có kết quả`);
			await begin('Trao kết quả tại quầy');
			await desk.type(officer.page.getByRole('textbox', { name: 'Họ tên người nhận' }), person.full_name);
			await confirm('Trao kết quả tại quầy', `Đã trao kết quả hồ sơ ${filed.code}`);
			await officer.inState('Đã trả kết quả');
		});
	});
}
