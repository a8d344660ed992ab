// Somebody filed at a counter without an account. Later she makes one, shows that she has the phone and gives her number, and
// follows her dossiers there.
import assert from 'node:assert/strict';
import { Api } from '../harness/api.mjs';
import { PHONE, WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { Citizen, newPerson } from '../people/citizen.mjs';
import { Officer } from '../people/officer.mjs';

const COPIES = '2.000635';
const UNIT = 'H99.31';

/** The desk types a dossier for who stands at the counter; its code. */
async function atCounter(officer, person) {
	const form = await officer.get(`/v1/procedures/${COPIES}/form`);
	const draft = await officer.post('/v1/dossiers', {
		procedure_code: COPIES,
		unit_code: UNIT,
		answers: form.example,
		return_channel: 'counter',
		channel: 'counter',
		applicant: { full_name: person.full_name, phone: person.login, personal_id: person.personal_id, evidence: 'Thẻ căn cước' },
	});
	return (await officer.post(`/v1/dossiers/${draft.id}/submission`, {})).code;
}

export function foundLater(stage) {
	journey('what was filed at a counter is found in the account made later', stage, async ({ step, open }) => {
		const { api, system } = stage;
		const window = await open(PHONE);
		const citizen = new Citizen(window, api, 'portal');
		const { page } = window;
		const person = newPerson('Lý Thị Mẫu');
		const box = (name) => page.getByRole('textbox', { name });
		const codes = [];

		await step('an officer files twice for her at the counter', async () => {
			const officer = await new Api(system.base).signIn(system.logins.officer);
			codes.push(await atCounter(officer, person), await atCounter(officer, person));
		});

		await step('the desk says that nobody was told of them, so that somebody calls', async () => {
			const officer = new Officer(await open(WIDE));
			await officer.signIn(system.logins.officer);
			await officer.open(codes[0]);
			await officer.page.getByText('Chưa ai được báo về hồ sơ này qua mạng, thư hay tin nhắn. Khi cần, hãy gọi điện.').waitFor();
			await officer.look('dossier-nobody-told');
		});

		await step('with a new account of her own she has nothing, and a quiet way to look', async () => {
			await citizen.open('/ho-so');
			await citizen.makeAccount({ ...person, personal_id: '' });
			await citizen.at('Hồ sơ của tôi');
			await citizen.sees('Bạn chưa có hồ sơ nào.');
			await citizen.look('dossiers-none');
			await citizen.follow('Tìm hồ sơ đã nộp tại quầy');
			await citizen.at('Tìm hồ sơ đã nộp tại quầy');
			await citizen.look('claim-phone');
		});

		await step('a code goes to the phone; a wrong one is told at its box', async () => {
			await citizen.press('Gửi mã');
			await citizen.sees(/^Mã đã được gửi đến 0917 00/);
			const code = await system.code(person.login);
			await box('Mã trong tin nhắn').fill(code === '111111' ? '222222' : '111111');
			await box('Số định danh cá nhân').fill(person.personal_id);
			await window.expecting(/status of 422/, async () => {
				await citizen.press('Tìm hồ sơ');
				await page.getByRole('alert').getByRole('link', { name: /^Mã xác nhận không đúng|Mã trong tin nhắn: Mã xác nhận/ }).waitFor();
			});
			await citizen.look('claim-wrong');
			await box('Mã trong tin nhắn').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
		});

		await step('with the code and her number both dossiers are hers', async () => {
			await citizen.press('Tìm hồ sơ');
			await citizen.sees('2 hồ sơ nộp tại quầy đã được đưa vào tài khoản của bạn');
			await citizen.look('claim-found');
			await citizen.follow('Xem hồ sơ của tôi');
			await citizen.at('Hồ sơ của tôi');
			for (const code of codes) await citizen.sees(code);
			await citizen.follow((await page.getByRole('main').getByRole('heading', { level: 3 }).first().innerText()).trim());
			await citizen.sees('Đưa vào tài khoản của người nộp');
		});

		await step('who gives another number finds nothing, in the same words as when there is nothing', async () => {
			const other = new Citizen(await open(PHONE), api, 'mobile');
			const stranger = newPerson('Trần Văn Lạ');
			await other.open('/ho-so-tai-quay');
			await other.makeAccount(stranger);
			await other.at('Tìm hồ sơ đã nộp tại quầy');
			const phone = other.page.getByRole('textbox', { name: 'Số điện thoại' });
			assert.equal((await phone.inputValue()).replaceAll(' ', ''), stranger.login);
			await other.press('Gửi mã');
			await other.sees(/^Mã đã được gửi đến/);
			await other.page.getByRole('textbox', { name: 'Mã trong tin nhắn' }).fill(await system.code(stranger.login));
			await other.press('Tìm hồ sơ');
			await other.sees('Không tìm thấy hồ sơ nào');
			await other.look('claim-none');
		});
	});
}
