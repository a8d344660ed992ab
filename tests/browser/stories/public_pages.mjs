// Pages that no journey passes: the search with and without a find, help, an address that is none, the desk for a citizen.
import { PHONE, WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { Citizen } from '../people/citizen.mjs';
import { Officer } from '../people/officer.mjs';

export function publicPages(stage) {
	for (const [client, viewport] of [['portal', WIDE], ['mobile', PHONE]]) {
		journey(`the public pages of the ${client}`, stage, async ({ step, open }) => {
			const window = await open(viewport);
			const citizen = new Citizen(window, stage.api, client);
			const { page } = window;

			await step('search, help, tracking and verifying', async () => {
				await citizen.open('/thu-tuc?q=dat%20dai');
				await citizen.sees(/thủ tục/);
				await page.getByRole('main').getByRole('listitem').nth(2).waitFor();
				await citizen.look('search');
				await citizen.open('/thu-tuc?q=zzzzqqqq');
				await citizen.sees('Chưa tìm thấy thủ tục nào.');
				await citizen.look('search-nothing');
				await citizen.open('/tro-giup');
				await citizen.at('Trợ giúp');
				await citizen.look('help');
				await page.getByRole('link', { name: 'Xem từng loại dữ liệu và thời hạn' }).click();
				await citizen.at('Dữ liệu của bạn được giữ bao lâu');
				await citizen.look('kept');
				await citizen.open('/tra-cuu');
				await citizen.at('Tra cứu hồ sơ');
				await citizen.press('Tra cứu');
				await page.getByRole('alert').getByRole('link').first().waitFor();
				await citizen.look('track-errors');
				await citizen.open('/kiem-tra-bien-nhan');
				await citizen.at('Kiểm tra biên nhận');
				await citizen.look('verify');
				await citizen.open('/dang-ky');
				await citizen.at('Tạo tài khoản');
				await citizen.press('Tiếp tục');
				await page.getByRole('alert').getByRole('link').first().waitFor();
				await citizen.look('sign-up-errors');
			});

			await step('an address that leads nowhere, and wrong words at the door', async () => {
				// no client knows it, so that the edge says so itself
				await window.expecting(/status of 404/, async () => {
					await citizen.open('/khong-co-trang-nay');
					await citizen.at('Không tìm thấy trang này');
				});
				await window.expecting(/status of 404/, async () => {
					await citizen.open('/thu-tuc/9.999999');
					await citizen.sees(/^Không có thủ tục này/);
				});
				await citizen.look('procedure-unknown');
				await citizen.open('/dang-nhap');
				await page.getByRole('textbox', { name: 'Số điện thoại hoặc thư điện tử' }).fill('0999999999');
				await page.getByLabel('Mật khẩu', { exact: true }).fill('không phải mật khẩu');
				await window.expecting(/status of 401/, async () => {
					await citizen.press('Đăng nhập');
					await page.getByRole('alert').waitFor();
				});
				await citizen.look('sign-in-wrong');
			});
		});
	}

	journey('the desk turns a citizen away', stage, async ({ step, open }) => {
		const { logins } = stage.system;
		await step('a citizen is led to the portal', async () => {
			const officer = new Officer(await open(WIDE));
			await officer.page.goto('/desk/');
			await officer.page.getByRole('textbox', { name: 'Số điện thoại hoặc thư điện tử' }).fill(logins.citizen.login);
			await officer.page.getByLabel('Mật khẩu', { exact: true }).fill(logins.citizen.password);
			await officer.press('Đăng nhập');
			await officer.page.getByRole('heading', { level: 1, name: 'Tài khoản này không dùng được ở bàn làm việc' }).waitFor();
			await officer.look('wrong-role', { dialog: true });
		});
	});
}
