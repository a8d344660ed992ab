// Who looks after the system.
import { look } from '../harness/look.mjs';

export class Admin {
	constructor(window) {
		this.window = window;
		this.page = window.page;
	}

	look(name, options) {
		return look(this.page, `desk-${name}`, options);
	}

	async signIn({ login, password }) {
		await this.page.goto('/desk/');
		await this.page.getByRole('textbox', { name: 'Số điện thoại hoặc thư điện tử' }).fill(login);
		await this.page.getByLabel('Mật khẩu', { exact: true }).fill(password);
		await this.page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
		await this.page.getByRole('navigation', { name: 'Quản trị' }).waitFor();
	}

	/** Opens one of the pages that stand in the head. */
	async open(name) {
		await this.page.getByRole('navigation', { name: 'Quản trị' }).getByRole('link', { name, exact: true }).click();
		await this.page.getByRole('heading', { level: 1, name }).waitFor();
	}

	/** Presses the button that loads the page anew until it says so; the figures are read every fifteen seconds. */
	async waitFor(text) {
		const found = this.page.getByText(text, { exact: true }).first();
		for (let i = 0; i < 90 && !(await found.isVisible()); i++) {
			await this.page.getByRole('button', { name: 'Tải lại', exact: true }).click();
			await this.page.waitForTimeout(500);
		}
		await found.waitFor();
	}
}
