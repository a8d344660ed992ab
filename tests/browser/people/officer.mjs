// An officer at the one-stop desk.
import assert from 'node:assert/strict';
import { look } from '../harness/look.mjs';
import { asFile } from '../harness/samples.mjs';

export class Officer {
	constructor(window) {
		this.window = window;
		this.page = window.page;
	}

	look(name, options) {
		return look(this.page, `desk-${name}`, options);
	}

	press(name) {
		return this.page.getByRole('button', { name, exact: true }).click();
	}

	async signIn({ login, password }) {
		await this.page.goto('/desk/');
		await this.page.getByRole('heading', { level: 1, name: 'Đăng nhập bàn làm việc' }).waitFor();
		await this.page.getByRole('textbox', { name: 'Số điện thoại hoặc thư điện tử' }).fill(login);
		await this.page.getByLabel('Mật khẩu', { exact: true }).fill(password);
		await this.press('Đăng nhập');
		await this.queue();
	}

	queue() {
		return this.page.getByRole('heading', { level: 1, name: 'Hồ sơ cần xử lý' }).waitFor();
	}

	/** The row of a dossier in the queue. */
	row(code) {
		return this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name: code }) });
	}

	/** Looks for words among all that the units hold or held, from the queue. */
	async search(words) {
		await this.page.goto('/desk/');
		await this.queue();
		const box = this.page.getByRole('searchbox', { name: 'Tìm hồ sơ' });
		await box.fill(words);
		await box.press('Enter');
	}

	/** Opens a dossier as it stands now, by its code from the search box. */
	async open(code) {
		await this.page.keyboard.press('g');
		await this.queue();
		const box = this.page.getByRole('searchbox', { name: 'Tìm hồ sơ' });
		await box.fill(code);
		await box.press('Enter');
		await this.page.getByRole('link', { name: '← Về danh sách' }).waitFor();
		await this.page.getByText(code, { exact: true }).first().waitFor();
	}

	/** The dialog of a step. */
	dialog(step) {
		return this.page.getByRole('dialog', { name: step });
	}

	async begin(step) {
		await this.page.getByRole('group', { name: 'Việc có thể làm' }).getByRole('button', { name: step, exact: true }).click();
		const dialog = this.dialog(step);
		await dialog.waitFor();
		return dialog;
	}

	/** Confirms the open dialog and waits for the word that it is done. */
	async confirm(step, done) {
		const dialog = this.dialog(step);
		await dialog.getByRole('button', { name: step, exact: true }).click();
		await dialog.waitFor({ state: 'hidden' });
		await this.told(done);
	}

	/** The word that something is done. */
	told(done) {
		return this.page.getByText(`✓ ${done}`).waitFor();
	}

	async accept(code) {
		await this.begin('Tiếp nhận');
		await this.confirm('Tiếp nhận', `Đã tiếp nhận hồ sơ ${code}`);
		await this.inState('Được tiếp nhận');
	}

	async refuse(code, reason) {
		const dialog = await this.begin('Từ chối tiếp nhận');
		await dialog.getByRole('combobox', { name: 'Lý do' }).selectOption({ index: 1 });
		await dialog.getByRole('textbox', { name: 'Nói rõ thêm' }).fill(reason);
		await this.confirm('Từ chối tiếp nhận', `Đã từ chối hồ sơ ${code}`);
	}

	async askForMore(code, { papers, answers, reason }) {
		const dialog = await this.begin('Yêu cầu bổ sung');
		for (const paper of papers) await dialog.getByRole('checkbox', { name: paper }).check();
		await dialog.getByText(/^Mục của tờ khai cần sửa/).click();
		for (const answer of answers) await dialog.getByRole('checkbox', { name: new RegExp(`^${answer}`) }).check();
		await dialog.getByRole('combobox', { name: 'Lý do' }).selectOption({ index: 1 });
		await dialog.getByRole('textbox', { name: 'Nói rõ thêm' }).fill(reason);
		await this.confirm('Yêu cầu bổ sung', `Đã gửi yêu cầu bổ sung hồ sơ ${code}`);
	}

	/** Takes the dossier on himself. */
	async takeOn(code) {
		const dialog = await this.begin('Chuyển xử lý');
		await dialog.getByRole('checkbox', { name: 'Tôi trực tiếp xử lý' }).check();
		await this.confirm('Chuyển xử lý', `Đã chuyển hồ sơ ${code}`);
	}

	async forward(code, unit) {
		const dialog = await this.begin('Chuyển xử lý');
		const box = dialog.getByRole('combobox', { name: 'Chuyển đến đơn vị' });
		await box.fill(unit);
		await dialog.getByRole('option', { name: unit }).first().click();
		await this.confirm('Chuyển xử lý', `Đã chuyển hồ sơ ${code}`);
	}

	async finish(code, file) {
		const dialog = await this.begin('Hoàn tất với kết quả');
		await dialog.getByLabel('Chọn tệp: Tệp kết quả').setInputFiles([asFile(file.name, file.mimeType, file.bytes)]);
		await dialog.getByRole('listitem').filter({ hasText: file.name }).filter({ hasText: 'Đã gửi xong' }).waitFor();
		await this.confirm('Hoàn tất với kết quả', `Hồ sơ ${code} đã có kết quả`);
	}

	async handOver(code, receiver) {
		const dialog = await this.begin('Trao kết quả tại quầy');
		await dialog.getByRole('textbox', { name: 'Họ tên người nhận' }).fill(receiver);
		await this.confirm('Trao kết quả tại quầy', `Đã trao kết quả hồ sơ ${code}`);
	}

	/** Gives the tracking number, which the dialog has told before. */
	async ship(code, carrier) {
		const dialog = await this.begin('Gửi qua bưu chính');
		await dialog.getByRole('combobox', { name: 'Đơn vị bưu chính' }).selectOption({ label: carrier });
		const foretold = await dialog.getByText(/Số hiệu bưu gửi: /).innerText();
		await this.look('dialog-ship', { dialog: true });
		await this.confirm('Gửi qua bưu chính', `Đã lập bưu gửi cho hồ sơ ${code}`);
		const number = await this.page.getByText(/^[A-Z]{2}\d{9}VN$/).first().innerText();
		assert.ok(foretold.includes(number), `${foretold}, and then ${number}`);
		return number;
	}

	/** Opens a paper, which the service has. */
	async opensPaper(name, form) {
		const [answer] = await Promise.all([
			this.page.context().waitForEvent('response', (response) => response.url().endsWith(`/papers/${form}.pdf`)),
			this.page.getByRole('button', { name, exact: true }).click(),
		]);
		assert.deepEqual([answer.status(), answer.headers()['content-type']], [200, 'application/pdf']);
	}

	inState(name) {
		return this.page.getByText(name, { exact: true }).first().waitFor();
	}
}
