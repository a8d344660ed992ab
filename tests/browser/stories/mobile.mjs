// The same from the mobile app at the width of a phone: file, lose the network on the way, submit, pay, follow.
import assert from 'node:assert/strict';
import { Api } from '../harness/api.mjs';
import { PHONE, WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { pictureInTheDark } from '../harness/look.mjs';
import { pdf, png, sha256 } from '../harness/samples.mjs';
import { pagesOf, shown } from '../people/answers.mjs';
import { Citizen, newPerson } from '../people/citizen.mjs';
import { Officer } from '../people/officer.mjs';
import { COPIES, payByQr } from './paid_and_posted.mjs';

const TITLE = 'Cấp bản sao trích lục hộ tịch';
const PAPER = 'Ảnh chụp giấy tờ cũ';
const photo = { name: 'giấy cũ.png', mimeType: 'image/png', bytes: png(4) };
const result = { name: 'trích lục.pdf', mimeType: 'application/pdf', bytes: pdf('TRICH LUC (mau)') };

export function mobile(stage) {
	journey('the mobile app files, survives without a network, pays and follows', stage, async ({ step, open }) => {
		const { api, system } = stage;
		const window = await open(PHONE);
		const { page, context } = window;
		const citizen = new Citizen(window, new Api(system.base), 'mobile');
		const person = newPerson('Phạm Văn Nam');
		const form = await api.get(`/v1/procedures/${COPIES}/form`);
		const asked = pagesOf(form);
		const answers = { ...form.example, applicant_name: person.full_name, applicant_id: person.personal_id, applicant_phone: person.login };
		const officer = new Officer(await open(WIDE));
		let filed;

		await step('finds the procedure and makes an account', async () => {
			await citizen.open('/');
			await citizen.at('Bạn cần làm việc gì?');
			await citizen.look('home');
			await pictureInTheDark(page, 'mobile-home');
			await citizen.find('ban sao khai sinh', TITLE);
			await citizen.look('procedure');
			await citizen.follow('Nộp hồ sơ trực tuyến');
			await citizen.makeAccount(person);
			await citizen.chooseUnit();
			await citizen.api.signIn(person);
			await citizen.answer(asked[0], answers);
			await citizen.look('form-page');
			await citizen.saved();
			await citizen.press('Tiếp tục');
		});

		await step('goes on without a network; back online everything is saved', async () => {
			await citizen.at(asked[1].title);
			await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
			await window.expecting(/ERR_INTERNET_DISCONNECTED|Failed to fetch/, async () => {
				await context.setOffline(true);
				await citizen.sees(/^Máy đang mất mạng/);
				await citizen.answer(asked[1], answers);
				await citizen.press('Tiếp tục');
				await citizen.answer(asked[2], answers);
				await citizen.sees(/Nội dung còn trên máy này/);
				await citizen.look('form-offline');
				await context.setOffline(false);
				await citizen.saved();
			});
			const { items } = await citizen.api.get('/v1/dossiers');
			const { answers: stored } = await citizen.api.get(`/v1/dossiers/${items[0].id}`);
			for (const field of [...asked[1].fields, ...asked[2].fields]) assert.equal(stored[field.name], answers[field.name], field.name);
			await page.reload();
			await citizen.at(asked[2].title);
			const text = asked[2].fields.find((field) => field.widget === 'text');
			assert.equal(await shown(page, text), answers[text.name]);
			await citizen.press('Tiếp tục');
		});

		await step('attaches a photo, checks and submits', async () => {
			for (const formPage of asked.slice(3)) {
				await citizen.answer(formPage, answers);
				await citizen.press('Tiếp tục');
			}
			await citizen.at('Gửi kèm giấy tờ');
			await citizen.attach(PAPER, [photo]);
			await citizen.attached(PAPER, [photo.name]);
			await citizen.look('papers');
			await citizen.press('Tiếp tục');
			await citizen.returnBy('Đến quầy Một cửa lấy');
			await citizen.look('return');
			await citizen.press('Tiếp tục');
			await citizen.at('Kiểm tra lại trước khi nộp');
			await citizen.look('check');
		});

		await step('submits without a network; it is filed once when the network is back', async () => {
			await window.expecting(/ERR_INTERNET_DISCONNECTED|Failed to fetch/, async () => {
				await context.setOffline(true);
				await citizen.sees(/^Máy đang mất mạng/);
				await citizen.press('Tự nộp khi có mạng lại');
				await citizen.at('Hồ sơ chưa được nộp');
				await citizen.look('queued');
				await context.setOffline(false);
				await citizen.at('Đã nộp hồ sơ');
			});
			filed = await citizen.filed();
			const { items } = await citizen.api.get('/v1/dossiers');
			assert.deepEqual(items.map((item) => item.code), [filed.code], 'one dossier, not two');
			assert.ok((await page.getByRole('main').textContent()).includes(sha256(photo.bytes)));
			await citizen.look('submitted');
		});

		await step('pays by VietQR', async () => {
			await citizen.follow('Trả phí bây giờ');
			await citizen.at('Trả phí, lệ phí');
			await page.getByRole('img', { name: 'Mã VietQR để chuyển khoản' }).waitFor();
			await citizen.look('pay');
			await payByQr(citizen, system, filed.id, 8000 * answers.copies);
			await citizen.look('paid');
		});

		await step('follows it to the end', async () => {
			await officer.signIn(system.logins.officer);
			await officer.open(filed.code);
			await officer.accept(filed.code);
			await officer.takeOn(filed.code);
			await citizen.open('/ho-so');
			await citizen.at('Hồ sơ của tôi');
			await citizen.look('my-dossiers');
			await citizen.follow(TITLE);
			await citizen.at(TITLE);
			await citizen.sees('Đang xử lý');
			await citizen.look('dossier');
			await officer.finish(filed.code, result);
			await page.reload();
			const got = await window.download(() => citizen.press(result.name));
			assert.equal(sha256(got.bytes), sha256(result.bytes));
			await officer.handOver(filed.code, person.full_name);
			await citizen.open('/thong-bao');
			await citizen.sees(`Đã trả kết quả hồ sơ ${filed.code}`);
			await citizen.look('notices');
			await citizen.open('/tai-khoan');
			await citizen.at('Tài khoản của bạn');
			await citizen.look('account');
		});

		await step('signing out erases what the device holds of him', async () => {
			await citizen.press('Đăng xuất');
			await citizen.at('Bạn cần làm việc gì?');
			// everything that a page of ours can keep, as text
			const kept = await page.evaluate(async () => {
				const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
				for (const { name } of await indexedDB.databases()) {
					const db = await new Promise((done, failed) => {
						const asked = indexedDB.open(name);
						asked.onsuccess = () => done(asked.result);
						asked.onerror = () => failed(asked.error);
					});
					for (const store of db.objectStoreNames) {
						const rows = await new Promise((done) => {
							const asked = db.transaction(store).objectStore(store).getAll();
							asked.onsuccess = () => done(asked.result);
						});
						found.push(JSON.stringify(rows));
					}
					db.close();
				}
				return found.join('\n');
			});
			for (const own of [person.full_name, person.login, person.personal_id, person.email, filed.code]) {
				assert.ok(!kept.includes(own), `the device still holds ${own}`);
			}
		});
	});
}
