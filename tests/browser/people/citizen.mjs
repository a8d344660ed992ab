// A citizen in front of the portal or of the mobile app: both show the same pages of a journey, under another address.
import assert from 'node:assert/strict';
import { PHONE, WIDE } from '../harness/browser.mjs';
import { look } from '../harness/look.mjs';
import { asFile } from '../harness/samples.mjs';
import { fillAddress, fillPage, pagesOf } from './answers.mjs';

export const UNIT = 'Ủy ban nhân dân phường Mẫu An';

let phones = 0;
/** Somebody new each time. */
export function newPerson(full_name) {
	const number = String(++phones).padStart(4, '0');
	return { full_name, login: `091700${number}`, password: 'bảy con vịt qua cầu tre', personal_id: `00119000${number}`, email: `nguoidan${number}@hopthu.example` };
}

export class Citizen {
	/** client: 'portal' or 'mobile' */
	constructor(window, api, client) {
		this.window = window;
		this.page = window.page;
		this.api = api;
		this.client = client;
		this.root = client === 'mobile' ? '/m' : '';
	}

	open(path) {
		return this.page.goto(this.root + path);
	}

	/** Waits until the page with this heading is there. */
	at(title) {
		return this.page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
	}

	sees(text) {
		return this.page.getByText(text).first().waitFor();
	}

	press(name) {
		return this.page.getByRole('button', { name, exact: true }).click();
	}

	follow(name) {
		return this.page.getByRole('link', { name, exact: true }).first().click();
	}

	/** The mobile app is made for phones alone. */
	look(name, options) {
		return look(this.page, `${this.client}-${name}`, { widths: this.client === 'mobile' ? [PHONE] : [PHONE, WIDE], ...options });
	}

	async find(words, title) {
		await this.page.getByRole('searchbox', { name: 'Tìm thủ tục' }).fill(words);
		await this.press('Tìm');
		await this.page.getByRole('status').filter({ hasText: 'thủ tục' }).waitFor();
		await this.follow(title);
		await this.at(title);
	}

	/** From a page that asks to sign in; ends where the person wanted to go. */
	async makeAccount(person) {
		await this.at('Đăng nhập');
		await this.follow('Tạo tài khoản');
		await this.at('Tạo tài khoản');
		await this.page.getByRole('textbox', { name: 'Họ, chữ đệm, tên' }).fill(person.full_name);
		await this.page.getByRole('textbox', { name: 'Số điện thoại' }).fill(person.login);
		await this.page.getByLabel('Mật khẩu', { exact: true }).fill(person.password);
		await this.press('Tiếp tục');
		await this.at('Thêm thông tin để điền sẵn tờ khai');
		await this.page.getByRole('textbox', { name: /^Số định danh cá nhân/ }).fill(person.personal_id);
		await this.page.getByRole('textbox', { name: /^Thư điện tử/ }).fill(person.email);
		await this.press('Tạo tài khoản');
	}

	async signIn(person) {
		await this.at('Đăng nhập');
		await this.page.getByRole('textbox', { name: 'Số điện thoại hoặc thư điện tử' }).fill(person.login);
		await this.page.getByLabel('Mật khẩu', { exact: true }).fill(person.password);
		await this.press('Đăng nhập');
	}

	async chooseUnit(name = UNIT) {
		await this.at('Bạn nộp ở đâu?');
		const box = this.page.getByRole('combobox', { name: 'Cơ quan giải quyết' });
		// as people type: without marks
		await box.fill(name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase());
		await this.page.getByRole('option', { name }).first().click();
		assert.equal(await box.inputValue(), name);
		await this.press('Bắt đầu khai');
	}

	/** Waits until what was typed is on the service. */
	saved() {
		return this.page.getByText(/^Đã lưu lúc \d{2}:\d{2}$/).waitFor();
	}

	/** One page of the form: answers it as `answers` say; the button is pressed by the caller. */
	async answer(formPage, answers) {
		await this.at(formPage.title);
		await fillPage(this.page, formPage, answers, this.api);
	}

	/** All pages of the form, one after the other. */
	async answerAll(form, answers = form.example) {
		for (const formPage of pagesOf(form)) {
			await this.answer(formPage, answers);
			await this.press('Tiếp tục');
		}
	}

	/** files: {name, mimeType, bytes}[] */
	async attach(paper, files) {
		await this.page.getByLabel(`Chọn tệp: ${paper}`).setInputFiles(files.map((file) => asFile(file.name, file.mimeType, file.bytes)));
	}

	/** From the disk, as only a small file can be handed over by its bytes. */
	async attachFrom(paper, path) {
		await this.page.getByLabel(`Chọn tệp: ${paper}`).setInputFiles(path);
	}

	/** The list of the files of one paper. */
	filesOf(paper) {
		return this.page.getByRole('list', { name: paper }).getByRole('listitem');
	}

	async attached(paper, names) {
		for (const name of names) {
			await this.filesOf(paper).filter({ hasText: name }).filter({ hasText: 'Đã gửi xong' }).waitFor();
		}
	}

	async returnBy(way, address) {
		await this.at('Bạn muốn nhận kết quả thế nào?');
		await this.page.getByRole('radio', { name: new RegExp(`^${way}`) }).check();
		if (!address) return;
		await fillAddress(this.page.getByRole('group', { name: 'Địa chỉ nhận' }), address, this.api);
	}

	/** From the last check to the confirmation; gives the code and the dossier's id. */
	async submit() {
		await this.at('Kiểm tra lại trước khi nộp');
		await this.press('Nộp hồ sơ');
		return this.filed();
	}

	/** What the confirmation tells. */
	async filed() {
		await this.at('Đã nộp hồ sơ');
		const code = (await this.page.getByText(/^H99\.31-\d{6}-\d{4}$/).first().innerText()).trim();
		return { code, id: this.page.url().match(/ho-so\/([0-9a-f-]{36})\//)[1] };
	}

	/** The value beside a name in a list of facts. */
	fact(name) {
		return this.page.locator('dl > div').filter({ has: this.page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).locator('dd').first();
	}
}
