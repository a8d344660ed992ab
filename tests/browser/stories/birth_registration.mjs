// A birth is registered: a citizen finds the procedure, files it, is asked for a better copy, and gets the certificate at the
// counter; on the other side an officer works on it.
import assert from 'node:assert/strict';
import { WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { pictureInTheDark } from '../harness/look.mjs';
import { pdf, png, sha256 } from '../harness/samples.mjs';
import { pagesOf, shown } from '../people/answers.mjs';
import { Citizen, newPerson, UNIT } from '../people/citizen.mjs';
import { Officer } from '../people/officer.mjs';

const CODE = '1.001193';
const TITLE = 'Đăng ký khai sinh';
const CENTRE = 'Trung tâm Phục vụ hành chính công phường Mẫu An';
const PAPER = 'Giấy chứng sinh';
const REASON = 'Bản chụp giấy chứng sinh bị mờ, không đọc được ngày sinh. Hãy chụp lại cho rõ.';

const front = { name: 'giấy chứng sinh mặt trước.png', mimeType: 'image/png', bytes: png(1) };
const back = { name: 'giấy chứng sinh mặt sau.pdf', mimeType: 'application/pdf', bytes: pdf('Giay chung sinh, mat sau') };
const better = { name: 'giấy chứng sinh chụp lại.png', mimeType: 'image/png', bytes: png(2) };
const result = { name: 'giấy khai sinh.pdf', mimeType: 'application/pdf', bytes: pdf('GIAY KHAI SINH (mau)') };

export function birthRegistration(stage) {
	journey('a birth is registered on the portal and handed over at the counter', stage, async ({ step, open }) => {
		const { api, system } = stage;
		const window = await open(WIDE);
		const { page } = window;
		const citizen = new Citizen(window, api, 'portal');
		const person = newPerson('Trần Văn Hùng');
		const form = await api.get(`/v1/procedures/${CODE}/form`);
		const asked = pagesOf(form);
		const answers = { ...form.example, applicant_name: person.full_name, applicant_id: person.personal_id, applicant_phone: person.login };
		let filed, receipt, paper;
		const officer = new Officer(await open(WIDE));

		await step('finds the procedure without diacritics and reads what it takes', async () => {
			await citizen.open('/');
			await citizen.look('home');
			await pictureInTheDark(page, 'portal-home');
			await citizen.find('giay khai sinh', TITLE);
			for (const heading of ['Giấy tờ cần có', 'Thời gian và chi phí', 'Ai giải quyết', 'Căn cứ pháp lý', 'Nơi nộp và hỏi']) {
				await page.getByRole('heading', { level: 2, name: heading }).waitFor();
			}
			await citizen.sees(PAPER);
			await citizen.sees('Luật Hộ tịch');
			await citizen.sees('Không mất phí');
			await citizen.sees('Ủy ban nhân dân cấp xã');
			await citizen.sees(UNIT);
			await citizen.look('procedure');
		});

		await step('makes an account', async () => {
			await citizen.follow('Nộp hồ sơ trực tuyến');
			await citizen.at('Đăng nhập');
			await citizen.look('sign-in');
			await citizen.makeAccount(person);
			await citizen.at('Bạn nộp ở đâu?');
			await citizen.look('start');
			await citizen.chooseUnit();
		});

		await step('is told what is missing, and where', async () => {
			await citizen.at(asked[0].title);
			await page.getByRole('textbox', { name: asked[0].fields[0].label }).fill('');
			await citizen.press('Tiếp tục');
			const summary = page.getByRole('alert');
			await summary.getByRole('heading', { name: /mục cần sửa/ }).waitFor();
			assert.equal(await summary.evaluate((box) => box === document.activeElement), true, 'the summary has the focus');
			await summary.getByRole('link').first().click();
			const focused = page.getByRole('textbox', { name: asked[0].fields[0].label });
			assert.equal(await focused.evaluate((box) => box === document.activeElement), true, 'its link leads to the field');
			await citizen.look('form-errors');
		});

		await step('answers page by page; reload and Back lose nothing', async () => {
			await citizen.answer(asked[0], answers);
			assert.equal(await shown(page, asked[0].fields[0]), person.full_name);
			await citizen.saved();
			await citizen.press('Tiếp tục');
			await citizen.answer(asked[1], answers);
			await citizen.saved();
			await citizen.look('form-page');
			const name = asked[1].fields.find((field) => field.widget === 'text');
			await page.reload();
			await citizen.at(asked[1].title);
			assert.equal(await shown(page, name), answers[name.name], 'kept over a reload');
			// what is typed right before going back is kept as well
			await page.getByRole('textbox', { name: name.label }).fill('Trần Minh Anh');
			await page.goBack();
			await citizen.at(asked[0].title);
			assert.equal(await shown(page, asked[0].fields[0]), person.full_name, 'kept over the browser\'s Back');
			await page.goForward();
			await citizen.at(asked[1].title);
			assert.equal(await shown(page, name), 'Trần Minh Anh', 'kept over Back and forward');
			await citizen.press('Quay lại');
			await citizen.at(asked[0].title);
			for (const formPage of asked) {
				await citizen.answer(formPage, answers);
				if (formPage.fields.some((field) => field.widget === 'address')) await citizen.look(`form-${formPage.id}`);
				await citizen.press('Tiếp tục');
			}
		});

		await step('attaches papers; a file of a wrong kind is refused in clear words', async () => {
			await citizen.at('Gửi kèm giấy tờ');
			await citizen.press('Tiếp tục');
			await page.getByRole('alert').getByRole('link', { name: `Hãy gửi kèm: ${PAPER}` }).waitFor();
			await citizen.attach(PAPER, [{ name: 'ảnh.pdf', mimeType: 'application/pdf', bytes: Buffer.from('MZ not a PDF at all') }]);
			await citizen.sees('Tệp “ảnh.pdf” không đúng loại. Hãy dùng PDF, JPG, PNG.');
			await citizen.attach(PAPER, [{ name: 'trống.pdf', mimeType: 'application/pdf', bytes: Buffer.alloc(0) }]);
			await citizen.sees('Tệp “trống.pdf” rỗng. Hãy chọn tệp khác.');
			await citizen.attach(PAPER, [front, back]);
			await citizen.attached(PAPER, [front.name, back.name]);
			await page.reload();
			await citizen.attached(PAPER, [front.name, back.name]);
			await citizen.look('papers');
			await citizen.press('Tiếp tục');
		});

		await step('checks the answers, files, and gets a code and a receipt of every file', async () => {
			await citizen.returnBy('Đến quầy Một cửa lấy');
			await citizen.look('return');
			await citizen.press('Tiếp tục');
			await citizen.at('Kiểm tra lại trước khi nộp');
			await citizen.sees(answers.child_name);
			await citizen.sees(front.name);
			await citizen.look('check');
			filed = await citizen.submit();
			assert.match(filed.code, /^H99\.31-\d{6}-\d{4}$/);
			for (const file of [front, back]) {
				const entry = page.getByRole('listitem').filter({ hasText: file.name });
				const text = await entry.textContent();
				assert.ok(text.includes(sha256(file.bytes)), `the fingerprint of ${file.name}`);
				assert.match(text, file.bytes.length < 1024 ? new RegExp(`${file.bytes.length} byte`) : /\d KB/);
			}
			await citizen.look('submitted');
			receipt = await window.download(() => citizen.press('Tải biên nhận điện tử'));
			assert.equal(receipt.name, `bien-nhan-${filed.code}.jws`);
			paper = await window.download(() => citizen.press('Tải biên nhận (PDF)'));
			assert.equal(paper.bytes.subarray(0, 5).toString(), '%PDF-');
		});

		await step('anybody can verify the receipt; one changed character is found', async () => {
			const stranger = await open(WIDE);
			const there = new Citizen(stranger, api, 'portal');
			await there.open('/kiem-tra-bien-nhan');
			await there.at('Kiểm tra biên nhận');
			const text = receipt.bytes.toString();
			// it is verified here: the keys are fetched, the receipt goes nowhere
			const sent = [];
			stranger.page.on('request', (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`));
			await stranger.page.getByLabel('Chọn tệp biên nhận').setInputFiles([{ name: paper.name, mimeType: 'application/pdf', buffer: paper.bytes }]);
			await there.sees('Biên nhận thật');
			await there.sees(filed.code);
			await there.open('/kiem-tra-bien-nhan');
			await there.at('Kiểm tra biên nhận');
			const box = stranger.page.getByRole('textbox', { name: 'Nội dung biên nhận' });
			await box.fill(text);
			await there.press('Kiểm tra');
			await there.sees('Biên nhận thật');
			await there.sees(filed.code);
			await stranger.page.getByLabel('Chọn tệp để so').setInputFiles([{ name: front.name, mimeType: front.mimeType, buffer: front.bytes }]);
			await there.sees(`Tệp “${front.name}” giống hệt tệp “${front.name}” trong biên nhận.`);
			await there.look('verify-genuine');
			const at = text.indexOf('.') + 40;
			await box.fill(text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1));
			await there.press('Kiểm tra');
			await there.sees('Biên nhận không đúng');
			await there.look('verify-forged');
			const parts = text.trim().split('.');
			assert.deepEqual(sent.filter((one) => !one.startsWith('GET ') || parts.some((part) => one.includes(part.slice(0, 60)))), []);
		});

		await step('the officer finds it in the queue with its due date and opens its files', async () => {
			await officer.page.goto('/desk/');
			await officer.page.getByRole('heading', { level: 1 }).waitFor();
			await officer.look('sign-in');
			await officer.signIn(system.logins.officer);
			const row = officer.row(filed.code);
			await row.waitFor();
			await row.getByText(/^Còn \d+ (ngày|giờ|phút) làm việc$/).waitFor();
			const text = await row.innerText();
			assert.ok(text.includes(person.full_name) && text.includes(TITLE));
			await officer.look('queue');
			await officer.open(filed.code);
			await officer.page.getByRole('button', { name: front.name, exact: true }).click();
			await officer.page.getByRole('img', { name: front.name }).waitFor();
			await officer.look('dossier-viewing');
			await officer.page.keyboard.press(']');
			await officer.page.getByRole('heading', { name: back.name }).waitFor();
			await officer.page.keyboard.press('Escape');
			const same = await officer.window.download(() => officer.page.getByRole('button', { name: `Tải về ${back.name}` }).click());
			assert.equal(sha256(same.bytes), sha256(back.bytes));
			await officer.look('dossier');
		});

		await step('the officer asks for a better copy, and the citizen supplies it', async () => {
			await officer.askForMore(filed.code, { papers: [PAPER], answers: ['Dân tộc của mẹ'], reason: REASON });
			await citizen.open('/ho-so');
			await citizen.at('Hồ sơ của tôi');
			await page.getByRole('heading', { level: 2, name: 'Cần bạn làm' }).waitFor();
			await citizen.look('my-dossiers');
			await citizen.follow('Bổ sung giấy tờ');
			await citizen.at('Bổ sung hồ sơ');
			await citizen.sees(REASON);
			await page.getByRole('button', { name: `Bỏ tệp ${front.name}` }).click();
			await citizen.filesOf(PAPER).filter({ hasText: front.name }).waitFor({ state: 'detached' });
			await citizen.attach(PAPER, [better]);
			await citizen.attached(PAPER, [better.name]);
			await page.getByRole('textbox', { name: 'Dân tộc của mẹ' }).fill('Tày');
			await citizen.look('supplement');
			await citizen.press('Gửi bổ sung');
			await citizen.at(TITLE);
		});

		await step('the officer accepts it and passes it on', async () => {
			await officer.open(filed.code);
			await officer.page.getByRole('button', { name: better.name, exact: true }).first().waitFor();
			await officer.page.getByText('Tày', { exact: true }).waitFor();
			await officer.accept(filed.code);
			await officer.opensPaper('Giấy tiếp nhận và hẹn trả kết quả (PDF)', 'appointment');
			await officer.forward(filed.code, CENTRE);
			await officer.inState('Đang xử lý');
			await officer.takeOn(filed.code);
		});

		await step('the citizen sees who holds it and until when; who holds the link of the receipt sees it masked, a stranger with the code the state', async () => {
			await citizen.open(`/ho-so/${filed.id}`);
			await citizen.at(TITLE);
			assert.equal(await citizen.fact('Nơi đang giữ').innerText(), CENTRE);
			assert.equal(await citizen.fact('Người phụ trách').innerText(), 'Trần Văn Một');
			assert.match(await citizen.fact('Phải xong trước').innerText(), /^\d{2}:\d{2} ngày \d{2}\/\d{2}\/\d{4}$/);
			assert.match(await citizen.fact('Ngày hẹn trả kết quả').innerText(), /^\d{2}:\d{2} ngày/);
			for (const event of ['Nộp hồ sơ', 'Yêu cầu bổ sung', 'Đã bổ sung', 'Tiếp nhận hồ sơ', 'Chuyển xử lý']) await citizen.sees(event);
			await citizen.look('dossier-processing');

			const stranger = await open(WIDE);
			const there = new Citizen(stranger, api, 'portal');
			await there.open('/tra-cuu');
			await there.at('Tra cứu hồ sơ');
			const digits = stranger.page.getByRole('textbox', { name: 'Bốn số cuối điện thoại của chủ hồ sơ' });
			await stranger.page.getByRole('textbox', { name: 'Mã hồ sơ' }).fill(` ${filed.code.toLowerCase()} `);
			await stranger.expecting(/status of 404/, async () => {
				await digits.fill(person.login.endsWith('1111') ? '2222' : '1111');
				await there.press('Tra cứu');
				await there.sees('Không có hồ sơ nào khớp');
			});
			await digits.fill(person.login.slice(-4));
			await there.press('Tra cứu');
			await there.sees(/quét mã QR trên biên nhận/);
			assert.equal(await stranger.page.getByText('Chủ hồ sơ', { exact: true }).count(), 0, 'a code tells the state alone');
			await there.look('track-state');
			await citizen.api.signIn(person);
			const { link } = await citizen.api.get(`/v1/dossiers/${filed.id}/tracking-link`);
			await there.open(new URL(link).pathname);
			await there.at('Theo dõi hồ sơ');
			await there.sees('Tên và thông tin riêng được che.');
			assert.match(await there.fact('Chủ hồ sơ').innerText(), /^T\*+ V\*+ H\*+$/);
			const seen = await stranger.page.getByRole('main').innerText();
			for (const secret of [person.full_name, person.login, answers.child_name, answers.mother_name]) {
				assert.ok(!seen.includes(secret), `${secret} is hidden`);
			}
			await there.look('track');
		});

		await step('the officer finishes it with a result, and it is handed back at the counter', async () => {
			await officer.finish(filed.code, result);
			await officer.inState('Đã xử lý xong');
			await citizen.open(`/ho-so/${filed.id}`);
			const got = await window.download(() => citizen.press(result.name));
			assert.equal(sha256(got.bytes), sha256(result.bytes));
			await citizen.look('dossier-finished');
			await officer.handOver(filed.code, person.full_name);
			await officer.inState('Đã trả kết quả');
			await officer.look('dossier-returned');
			await page.reload();
			await citizen.sees('Bạn đã nhận kết quả. Hồ sơ kết thúc.');
			await citizen.open('/thong-bao');
			await citizen.at('Thông báo');
			await citizen.sees(`Đã trả kết quả hồ sơ ${filed.code}`);
			await citizen.look('notices');
			await citizen.open('/tai-khoan');
			await citizen.at('Tài khoản của bạn');
			await citizen.look('account');
		});
	});
}
