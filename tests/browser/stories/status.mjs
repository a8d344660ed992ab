// The administrator sees how the system is: when all is well, and with three things that are not; and which messages did not get
// there.
import assert from 'node:assert/strict';
import { journey } from '../harness/journey.mjs';
import { Admin } from '../people/admin.mjs';

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
