// The administrator sees how the system is: when all is well, and with three things that are not; and which messages did not get
// there. Whoever works on a dossier sees so of its own.
import assert from 'node:assert/strict';
import { Api } from '../harness/api.mjs';
import { WIDE } from '../harness/browser.mjs';
import { journey } from '../harness/journey.mjs';
import { Admin } from '../people/admin.mjs';
import { Officer } from '../people/officer.mjs';

const WIDTHS = [{ width: 360, height: 740 }, { width: 1280, height: 800 }, { width: 1920, height: 1080 }];
const JOB = `insert into outbox (id, topic, subject_id, channel, created_at, available_at, failed_at)`;

// Three messages to somebody of the sample, each for another reason.
const STUCK = `with told as (
	insert into notification (id, account_id, template_id, told)
	select gen_random_uuid(), a.id, t.id, jsonb_build_object('code', 'H99.31-261126-000' || x, 'receiver', 'Nguyễn Thị Mẫu')
	from generate_series(1, 3) x, (select id from account where email is not null or phone is not null order by id limit 1) a,
		(select id from notice_template where notice = 'delivered' order by id desc limit 1) t
	returning id)
insert into outbox (id, topic, subject_id, channel, created_at, available_at, attempts, failed_at, refused, cause)
select gen_random_uuid(), 'message', id, case when n = 3 then 'mail' else 'sms' end, now(), now(), n, now(), n < 3,
	(array['phone_off', 'number_unknown', 'mailbox_full'])[n]
from (select id, row_number() over (order by id) as n from told) x`;

// Of a dossier's two notices one waits for another try by mail, and the last one got there by no way.
const missed = (code) => `
create temporary table told as select n.id, t.notice like 'accept%' as last
from notification n join notice_template t on t.id = n.template_id
where n.dossier_id = (select dossier_id from dossier_code where code = '${code}');
delete from message where notification_id in (select id from told);
insert into outbox (id, topic, subject_id, channel, available_at, attempts, failed_at, refused, cause)
select gen_random_uuid(), 'message', id, x.channel, now() + interval '1 day', 3, case when last then now() end, last,
	case when last then x.cause end
from told, (values ('sms', 'number_unknown'), ('mail', 'mailbox_full')) x (channel, cause) where last or x.channel = 'mail'`;
const over = (code) => `delete from outbox where topic = 'message' and subject_id in (select id from notification
	where dossier_id = (select dossier_id from dossier_code where code = '${code}'))`;

/** Somebody of the sample files for herself; the code. */
async function filed(base, login) {
	const citizen = await new Api(base).signIn(login);
	const form = await citizen.get('/v1/procedures/2.000635/form');
	const me = await citizen.get('/v1/me');
	const own = form.ui.pages.flatMap((page) => page.fields).filter(({ prefill }) => prefill && me[prefill.replace('me.', '')])
		.map(({ name, prefill }) => [name, me[prefill.replace('me.', '')]]);
	const { id } = await citizen.post('/v1/dossiers', {
		procedure_code: '2.000635', unit_code: 'H99.31', return_channel: 'counter', answers: { ...form.example, ...Object.fromEntries(own) },
	});
	return (await citizen.post(`/v1/dossiers/${id}/submission`, {})).code;
}

export function status(stage) {
	journey('the administrator sees what is wrong, how bad it is and where it says what to do', stage, async ({ step, open }) => {
		const { system } = stage;
		const admin = new Admin(await open());
		const { page } = admin;
		const row = (name) => page.getByRole('listitem').filter({ hasText: name });

		await step('all is well, and somebody would be told by mail', async () => {
			await admin.signIn(system.logins.admin);
			await admin.open('Tình trạng hệ thống');
			await admin.waitFor('Mọi việc đang ổn');
			const silent = page.getByText('Không ai được báo qua thư khi có sự cố');
			for (let i = 0; i < 90 && (await silent.count()) > 0; i++) await page.waitForTimeout(500);
			assert.equal(await silent.count(), 0);
			await row('Tiến trình xử lý nền đang chạy').getByText('Ổn', { exact: true }).waitFor();
			await row('Bản sao lưu toàn bộ còn mới').getByText('Chưa có số đo').waitFor();
			await page.getByText('Phiên bản đang chạy').waitFor();
			await admin.look('system', { widths: WIDTHS });
		});

		await step('three things go wrong, and the worst stand first', async () => {
			system.sql(`${JOB} values (gen_random_uuid(), 'message', gen_random_uuid(), 'sms', now(), now(), now()),
				(gen_random_uuid(), 'stuck', gen_random_uuid(), null, now() - interval '1 hour', now() - interval '1 hour', null);
				insert into check_pass (name) values ('contents') on conflict do nothing;
				insert into check_loss (check_name, subject, what) values ('contents', 'mẫu', 'damaged')`);
			await admin.waitFor('Có 2 việc cần xử lý ngay');
			await page.getByText('runbook/alerts/outbox-late.md').waitFor();
			await page.getByText('runbook/alerts/losses.md').waitFor();
			await page.getByText('runbook/alerts/outbox-dead.md').waitFor();
			const states = await page.locator('.alerts .state').allInnerTexts();
			assert.deepEqual(states.slice(0, 3), ['Cần xử lý ngay', 'Cần xử lý ngay', 'Cần chú ý']);
			assert.match(await row('Việc gửi tin và xử lý nền bị chậm').innerText(), /60 phút \(ổn khi không quá 10 phút\)\s+Từ \d\d:\d\d ngày/);
			await admin.look('system-wrong', { widths: WIDTHS });
		});

		await step('it is over without a word from anybody', async () => {
			system.sql(`delete from check_loss where subject = 'mẫu'; delete from outbox where topic = 'stuck' or
				(topic = 'message' and failed_at is not null and last_error is null)`);
			await page.getByText('Mọi việc đang ổn', { exact: true }).waitFor({ timeout: 60_000 });
		});

		await step('no message is stuck, and the page says so', async () => {
			await page.getByRole('link', { name: 'Thư, tin chưa gửi được', exact: true }).click();
			await page.getByText('Không có thư hay tin nhắn nào bị kẹt').waitFor();
			await admin.look('undelivered-none', { widths: WIDTHS });
		});

		await step('messages that did not get there say why, to whom no more than is needed; one or all are tried again', async () => {
			system.sql(STUCK);
			await page.reload();
			const items = page.locator('.undelivered__item');
			await items.first().waitFor();
			assert.equal(await items.count(), 3);
			await page.getByText('Có 3 tin.', { exact: true }).waitFor();
			await page.getByText('hộp thư điện tử đã đầy').waitFor();
			const listed = (await items.allInnerTexts()).join('\n');
			assert.match(listed, /\*{6,}\d{3}/);
			assert.ok(!listed.includes(system.logins.citizen.login));
			await admin.look('undelivered', { widths: WIDTHS });
			await items.first().getByRole('button', { name: 'Thử lại', exact: true }).click();
			await page.getByText('Có 2 tin.', { exact: true }).waitFor();
			await page.getByRole('button', { name: 'Thử lại tất cả', exact: true }).click();
			await page.getByText('Không có thư hay tin nhắn nào bị kẹt').waitFor();
			await admin.open('Tình trạng hệ thống');
			await page.getByText('Phiên bản đang chạy').waitFor();
		});

		await step('beside each step the officer sees how its people were told of it, and that he has to call them', async () => {
			const code = await filed(system.base, system.logins.citizen);
			const officer = new Officer(await open(WIDE));
			const desk = officer.page;
			const line = (name) => desk.getByRole('list', { name: 'Diễn biến' }).getByRole('listitem').filter({ hasText: name });
			const call = desk.getByText('Thông báo gần nhất chưa đến được. Hãy gọi điện.');
			await officer.signIn(system.logins.officer);
			await officer.open(code);
			await officer.accept(code);
			for (const name of ['Nộp hồ sơ', 'Tiếp nhận hồ sơ']) {
				const sent = line(name).getByText(/^Đã gửi tin nhắn lúc /);
				for (let i = 0; i < 60 && (await sent.count()) === 0; i++) {
					await desk.keyboard.press('r');
					await desk.waitForTimeout(500);
				}
				await sent.waitFor();
			}
			assert.equal(await call.count(), 0);
			system.sql(missed(code));
			await desk.keyboard.press('r');
			await call.waitFor();
			await line('Nộp hồ sơ').getByText(/^Chưa gửi được thư điện tử, sẽ tự gửi lại chậm nhất lúc /).waitFor();
			for (const why of ['tin nhắn: số điện thoại không có hoặc không còn dùng', 'thư điện tử: hộp thư điện tử đã đầy']) {
				await line('Tiếp nhận hồ sơ').getByText(`Chưa gửi được ${why}`).waitFor();
			}
			await officer.look('dossier-untold', { widths: WIDTHS });
			system.sql(over(code));
		});

		await step('when the service does not answer, what is shown stays and says so', async () => {
			await page.route('**/v1/admin/status', (route) => route.abort());
			await admin.window.expecting(/./, async () => {
				await page.getByRole('button', { name: 'Tải lại', exact: true }).click();
				await page.getByRole('alert').waitFor();
				await page.getByText('Phiên bản đang chạy').waitFor();
			});
		});
	});
}
