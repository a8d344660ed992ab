// Copies of a record, on a phone: the fee is paid by VietQR, the result comes by post.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { Api } from '../harness/api.mjs';
import { PHONE, WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { pdf } from '../harness/samples.mjs';
import { Citizen, newPerson } from '../people/citizen.mjs';
import { Officer } from '../people/officer.mjs';

export const COPIES = '2.000635';
const TITLE = 'Cấp bản sao trích lục hộ tịch';
const result = { name: 'trích lục khai sinh.pdf', mimeType: 'application/pdf', bytes: pdf('TRICH LUC KHAI SINH (mau)') };

/** What a phone's camera reads in the code on the screen. */
export async function scan(page) {
	const picture = await page.getByRole('img', { name: 'Mã VietQR để chuyển khoản' }).screenshot();
	return execFileSync('zbarimg', ['--quiet', '--raw', '-'], { input: picture, encoding: 'utf8' }).trim();
}

/** Pays the code on the screen as a banking app and its bank do, and waits until the page says so by itself. */
export async function payByQr(citizen, system, id, amount) {
	await citizen.at('Trả phí, lệ phí');
	const payload = await scan(citizen.page);
	const { items } = await citizen.api.get(`/v1/dossiers/${id}/payments`);
	const payment = items.find((item) => item.state === 'pending');
	assert.equal(payload, payment.qr_payload, 'the code on the screen is the payment\'s');
	assert.equal(payment.amount, amount);
	await citizen.sees(payment.transfer_content);
	assert.equal(system.bank(amount, payment.transfer_content), 'settled');
	await citizen.sees('Đã nhận được tiền');
	return payment;
}

export function paidAndPosted(stage) {
	journey('copies are asked for on a phone, paid by VietQR and delivered by post', stage, async ({ step, open }) => {
		const { api, system } = stage;
		const window = await open(PHONE);
		// a phone whose clock is a day and two hours ahead: what is due and what is still valid is the service's to say
		await window.context.addInitScript(() => {
			const ahead = 26 * 3_600_000;
			const Real = Date;
			globalThis.Date = class extends Real {
				constructor(...given) {
					super(...(given.length > 0 ? given : [Real.now() + ahead]));
				}

				static now() {
					return Real.now() + ahead;
				}
			};
		});
		const { page } = window;
		const citizen = new Citizen(window, new Api(system.base), 'portal');
		const person = newPerson('Nguyễn Thị Mai');
		const form = await api.get(`/v1/procedures/${COPIES}/form`);
		const answers = { ...form.example, applicant_name: person.full_name, applicant_id: person.personal_id, applicant_phone: person.login };
		const amount = 8000 * answers.copies;
		const officer = new Officer(await open(WIDE));
		let filed, tracking;

		await step('files with the result by post', async () => {
			await citizen.open('/');
			await citizen.find('ban sao khai sinh', TITLE);
			await citizen.follow('Nộp hồ sơ trực tuyến');
			await citizen.makeAccount(person);
			await citizen.chooseUnit();
			await citizen.api.signIn(person);
			await citizen.answerAll(form, answers);
			await citizen.at('Gửi kèm giấy tờ');
			await citizen.press('Tiếp tục');
			await citizen.at('Bạn muốn nhận kết quả thế nào?');
			await citizen.returnBy('Bưu điện đưa đến nhà');
			assert.equal(await page.getByRole('textbox', { name: 'Tên người nhận' }).inputValue(), person.full_name, 'nothing is asked twice');
			await citizen.press('Tiếp tục');
			await page.getByRole('alert').getByRole('link', { name: 'Hãy chọn: Tỉnh, thành phố' }).waitFor();
			await citizen.returnBy('Bưu điện đưa đến nhà', { province_code: '38', commune_code: '14797', detail: 'Số 12, phố Tân An' });
			await citizen.look('return-by-post');
			await citizen.press('Tiếp tục');
			await citizen.at('Kiểm tra lại trước khi nộp');
			await citizen.sees('24.000 đồng');
			filed = await citizen.submit();
		});

		await step('the officer, asked about cash, sees before what the citizen would be told', async () => {
			await officer.signIn(system.logins.officer);
			await officer.open(filed.code);
			const dialog = await officer.begin('Thu tiền mặt');
			await dialog.getByText(/Số tiền 24\.000 đồng\. Số biên lai BL-/).waitFor();
			await dialog.getByText('Khoản 24.000 đồng: đã nộp.').waitFor();
			await officer.look('dialog-cash', { dialog: true });
			await officer.press('Hủy');
		});

		await step('pays by VietQR; the page tells by itself when the money is there', async () => {
			await citizen.sees('Còn phải trả 24.000 đồng');
			await citizen.look('submitted-with-fee');
			await citizen.follow('Trả phí bây giờ');
			await citizen.at('Trả phí, lệ phí');
			await page.getByRole('img', { name: 'Mã VietQR để chuyển khoản' }).waitFor();
			await citizen.look('pay');
			await payByQr(citizen, system, filed.id, amount);
			await citizen.look('paid');
			await citizen.follow('Về hồ sơ');
			await citizen.at(TITLE);
			await citizen.sees('Đã trả 24.000 đồng.');
		});

		await step('the officer accepts, finishes and sends it with a number and a label', async () => {
			await officer.open(filed.code);
			await officer.accept(filed.code);
			await officer.takeOn(filed.code);
			await officer.finish(filed.code, result);
			tracking = await officer.ship(filed.code, 'Bưu chính mô phỏng (chạy thử)');
			await openLabel(officer);
			const desk = await new Api(system.base).signIn(system.logins.officer);
			const codes = codesOf(await desk.bytes(`/v1/shipments/${tracking}/label.pdf`));
			assert.match(codes, new RegExp(`^CODE-128:${tracking}$`, 'm'));
			assert.match(codes, /^QR-Code:/m);
			await officer.look('dossier-shipped');
		});

		await step('the carrier delivers it, and the dossier is returned', async () => {
			const told = system.carrier(tracking, '--receiver', person.full_name).split('\n');
			assert.deepEqual(told.filter((line) => !/: (recorded|settled)$/.test(line)), [], 'every event is taken');
			await citizen.open(`/ho-so/${filed.id}`);
			await citizen.at(TITLE);
			await citizen.sees('Đã phát');
			await citizen.sees(tracking);
			await citizen.sees('Đã trả kết quả');
			await citizen.look('dossier-delivered');
			await officer.page.reload();
			await officer.inState('Đã trả kết quả');
			await officer.page.getByText(`Người ký nhận: ${person.full_name}`).waitFor();
			await citizen.open('/tra-cuu');
			await page.getByRole('textbox', { name: 'Mã hồ sơ' }).fill(filed.code);
			await page.getByRole('textbox', { name: 'Bốn số cuối điện thoại của chủ hồ sơ' }).fill(person.login.slice(-4));
			await citizen.press('Tra cứu');
			await citizen.sees('Đã trả kết quả');
			const { link } = await citizen.api.get(`/v1/dossiers/${filed.id}/tracking-link`);
			await citizen.open(new URL(link).pathname);
			await citizen.at('Theo dõi hồ sơ');
			await citizen.sees(tracking);
		});
	});
}

/** It opens in a tab of its own, as the PDF that the service made. */
async function openLabel(officer) {
	const [tab, answer] = await Promise.all([
		officer.window.context.waitForEvent('page'),
		officer.page.waitForResponse(/\/label\.pdf$/),
		officer.press('In nhãn bưu gửi (PDF)'),
	]);
	assert.equal(answer.headers()['content-type'], 'application/pdf');
	await tab.waitForURL(/^blob:/);
	await tab.close();
}

/** What the bar code and the QR code of a printed label say. */
function codesOf(label) {
	const picture = execFileSync('pdftoppm', ['-png', '-r', '200', '-singlefile', '-'], { input: label });
	return execFileSync('zbarimg', ['--quiet', '-'], { input: picture, encoding: 'utf8' });
}
