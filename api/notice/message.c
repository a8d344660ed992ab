/* Topic message: sends a notification on by e-mail and SMS. The text names no personal data beyond
 * the dossier's code; the rest is read after signing in. */
#include <stdlib.h>

#include "api/core/job.h"
#include "gen/queries.h"
#include "lib/base/log.h"
#include "lib/site/site.h"
#include "lib/wire/mail.h"
#include "lib/wire/sms.h"
#include "lib/identity/phone.h"

/* The configured mail server, else files in a folder. */
static const char *
mail_transport(struct mc_job *job)
{
	if (*job->config->smtp_url != '\0')
		return job->config->smtp_url;
	return mc_sprintf(job->ctx.arena, "file://%s", job->config->outbox_dir);
}

static const char *
link_to(struct mc_job *job, const struct mc_rows *rows)
{
	const char *dossier_id = mc_rows_get(rows, 0, "dossier_id");

	if (dossier_id == NULL)
		return job->config->base_url;
	return mc_sprintf(job->ctx.arena, "%s/ho-so/%s", job->config->base_url, dossier_id);
}

static enum mc_rc
send_mail(struct mc_job *job, const struct mc_rows *rows)
{
	const struct mc_mail mail = {
	    .id = mc_rows_get(rows, 0, "id"),
	    .from_name = mc_site_name(job->site),
	    .from = job->config->mail_from,
	    .to = mc_rows_get(rows, 0, "email"),
	    .subject = mc_rows_get(rows, 0, "title"),
	    .text = mc_sprintf(job->ctx.arena,
		"Kính gửi %s,\n\n%s\n%s\n\nXem hồ sơ: %s\n\n"
		"Thư này được gửi tự động. Chúng tôi không bao giờ hỏi mật khẩu hay mã xác thực "
		"của bạn.\n",
		mc_rows_get(rows, 0, "full_name"), mc_rows_get(rows, 0, "title"),
		mc_rows_get(rows, 0, "body"), link_to(job, rows)),
	    .date = strtoll(mc_rows_get(rows, 0, "created_epoch"), NULL, 10),
	};
	enum mc_delivery delivery;

	TRY(mc_mail_send(&job->ctx, mail_transport(job), &mail, &delivery));
	if (delivery == MC_DELIVERY_REFUSED)
		mc_log(MC_LOG_WARNING, "mail-refused", "%s", job->id);
	return MC_OK;
}

static enum mc_rc
send_sms(struct mc_job *job, const struct mc_rows *rows)
{
	const struct mc_sms sms = {
	    .id = mc_rows_get(rows, 0, "id"),
	    .to = mc_rows_get(rows, 0, "phone"),
	    .text = mc_sprintf(job->ctx.arena, "%s: %s. %s", mc_site_name(job->site),
		mc_rows_get(rows, 0, "title"), mc_rows_get(rows, 0, "body")),
	    .date = strtoll(mc_rows_get(rows, 0, "created_epoch"), NULL, 10),
	};

	return mc_sms_send(
	    &job->ctx, mc_sprintf(job->ctx.arena, "file://%s", job->config->outbox_dir), &sms);
}

static enum mc_rc
run(struct mc_job *job)
{
	const struct mc_rows *rows;

	TRY(mc_job_query(job, &mc_sql_message_get, (const char *const[]){job->subject_id}, &rows));
	if (mc_rows_count(rows) == 0)
		return MC_OK; /* its dossier or account is gone: there is nobody to tell */
	if (mc_rows_get(rows, 0, "email") != NULL)
		TRY(send_mail(job, rows));
	if (mc_rows_get(rows, 0, "phone") != NULL &&
	    mc_phone_is_mobile(mc_rows_get(rows, 0, "phone")))
		TRY(send_sms(job, rows));
	return MC_OK;
}

static const struct mc_topic message = {"message", run};

MC_TABLE_ADD(topics, mc_topic, message);
