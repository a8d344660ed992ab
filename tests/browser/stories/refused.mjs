// A dossier filed on a phone is refused with a reason, and the citizen learns what to do.
import assert from 'node:assert/strict';
import { PHONE, WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { huge, png } from '../harness/samples.mjs';
import { Citizen, newPerson } from '../people/citizen.mjs';
import { Officer } from '../people/officer.mjs';

const CODE = '1.001193';
const TITLE = 'Đăng ký khai sinh';
const REASON = 'Cha mẹ trẻ cư trú ở xã khác. Hãy nộp lại tại Ủy ban nhân dân xã nơi mẹ cư trú.';
const paper = { name: 'giấy chứng sinh.png', mimeType: 'image/png', bytes: png(3) };

export function refused(stage) {
	journey('a birth registration from a phone is refused with a reason', stage, async ({ step, open }) => {
		const { api, system } = stage;
		const window = await open(PHONE);
		const citizen = new Citizen(window, api, 'portal');
		const person = newPerson('Lê Thị Hoa');
		const form = await api.get(`/v1/procedures/${CODE}/form`);
		const officer = new Officer(await open(WIDE));
		let filed;

		await step('at 360 px a scan that is too large is refused, with the limit and what to do', async () => {
			await citizen.open('/');
			await citizen.find('giay khai sinh', TITLE);
			await citizen.follow('Nộp hồ sơ trực tuyến');
			await citizen.makeAccount(person);
			await citizen.chooseUnit();
			await citizen.answerAll(form);
			await citizen.at('Gửi kèm giấy tờ');
			await citizen.attachFrom('Giấy chứng sinh', huge('bản quét cả hồ sơ.pdf', 150));
			await citizen.sees('“bản quét cả hồ sơ.pdf” quá lớn: mỗi tệp không quá 100 MB.');
			assert.equal(await citizen.filesOf('Giấy chứng sinh').count(), 0);
			await citizen.look('papers-too-large');
		});

		await step('files', async () => {
			await citizen.attach('Giấy chứng sinh', [paper]);
			await citizen.attached('Giấy chứng sinh', [paper.name]);
			await citizen.press('Tiếp tục');
			await citizen.returnBy('Nhận bản điện tử trên trang này');
			await citizen.press('Tiếp tục');
			filed = await citizen.submit();
		});

		await step('a leader sees it in the queue of all his units', async () => {
			const leader = new Officer(await open(WIDE));
			await leader.signIn(system.logins.leader);
			await leader.row(filed.code).waitFor();
			await leader.look('queue-leader');
			await leader.page.keyboard.press('?');
			await leader.page.getByRole('dialog', { name: 'Phím tắt' }).waitFor();
			await leader.look('keys', { dialog: true });
			await leader.page.keyboard.press('Escape');
			await leader.page.getByRole('dialog', { name: 'Phím tắt' }).waitFor({ state: 'hidden' });
		});

		await step('the officer finds it by a part of its code, and by the whole code as it is read aloud or copied', async () => {
			await officer.signIn(system.logins.officer);
			const [unit, day, number] = filed.code.split('-');
			for (const typed of [number, `${day}-${number}`, ` ${day} ${number}`, `${unit}–${day}`, form.example.applicant_name.toUpperCase()]) {
				await officer.search(typed);
				await officer.row(filed.code).waitFor();
			}
			for (const typed of [`${unit}–${day}–${number}`, filed.code.toLowerCase(), `\u200b${unit} ${day} ${number}`]) {
				await officer.search(typed);
				await officer.page.getByRole('link', { name: '← Về danh sách' }).waitFor();
				await officer.page.getByText(filed.code, { exact: true }).first().waitFor();
			}
		});

		await step('words that are no words find nothing, and the list says so; blanks look for nothing', async () => {
			for (const typed of ['%%%', 'សុខា', '…', '_']) {
				await officer.search(typed);
				await officer.page.getByRole('heading', { level: 1, name: `Kết quả tìm “${typed}”` }).waitFor();
				await officer.page.getByText(/^Không tìm thấy hồ sơ nào/).waitFor();
				assert.equal(await officer.page.getByRole('row').count(), 0, typed);
			}
			await officer.search('  ');
			await officer.queue();
			await officer.row(filed.code).waitFor();
		});

		await step('before acceptance the desk has the receipt of the submission alone, and it opens', async () => {
			await officer.open(filed.code);
			await officer.opensPaper('Giấy biên nhận nộp hồ sơ (PDF)', 'receipt');
			assert.equal(await officer.page.getByRole('button', { name: /^Giấy tiếp nhận/ }).count(), 0);
		});

		await step('the officer refuses it, with a reason that the citizen reads', async () => {
			const dialog = await officer.begin('Từ chối tiếp nhận');
			await dialog.getByRole('button', { name: 'Từ chối tiếp nhận', exact: true }).click();
			await dialog.getByRole('link', { name: 'Hãy chọn lý do' }).waitFor();
			await officer.look('dialog-refuse', { dialog: true });
			await dialog.getByRole('button', { name: 'Hủy' }).click();
			await officer.refuse(filed.code, REASON);
			await officer.inState('Không được tiếp nhận');
		});

		await step('the citizen reads why and can file again', async () => {
			await citizen.open('/ho-so');
			await citizen.follow(TITLE);
			await citizen.at(TITLE);
			await citizen.sees(REASON);
			await citizen.sees('Hồ sơ không được nhận. Xem lý do để nộp lại cho đúng.');
			await citizen.look('dossier-refused');
			await citizen.follow('Nộp lại thủ tục này');
			await citizen.at('Bạn nộp ở đâu?');
			await citizen.open('/thong-bao');
			await citizen.sees(`Hồ sơ ${filed.code} không được tiếp nhận`);
		});
	});
}
