/* Proof of a phone by a code. The worker makes the code when it sends it and keeps a slow hash of
 * it alone, so that nobody who reads the database can try all codes while one is good. */
#include <string.h>

#include "api/core/job.h"
#include "api/identity/passwords.h"
#include "api/identity/typed.h"
#include "api/notice/notice.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/items.h"
#include "gen/vocabulary/limits.h"
#include "gen/vocabulary/message_channels.h"
#include "lib/base/as_typed.h"
#include "lib/base/clock.h"
#include "lib/base/id.h"
#include "lib/base/log.h"
#include "lib/identity/phone.h"
#include "lib/notice/channel.h"
#include "lib/site/site.h"
#include "lib/wire/sms_text.h"
#include "lib/trust/secret.h"

enum { CODE_DIGITS = MC_SECRET_CODE_SIZE - 1 };

static const char *
member(const struct mc_request *rq, const char *name)
{
	return json_string_value(json_object_get(rq->body, name));
}

enum mc_rc
mc_op_create_contact_proof(struct mc_request *rq)
{
	const struct mc_rows *rows;

	mc_typed_phone(rq, rq->body, "phone", "/phone");
	TRY(mc_typed_end(rq));
	if (!mc_phone_is_mobile(member(rq, "phone")))
		mc_problem_add(&rq->ctx, "/phone", MC_ITEM_PHONE_NO_MESSAGES);
	TRY(mc_typed_end(rq));
	TRY(mc_request_query(rq, &mc_sql_contact_proof_begin,
	    (const char *const[]){mc_id_new(rq->ctx.arena), member(rq, "phone")}, &rows));
	TRY(mc_reply_wait(rq, MC_PROBLEM_TOO_MANY_CODES, rows));
	return mc_reply_rows(rq, 202, rows);
}

/* The digits of a code as typed; NULL if it is none. */
static const char *
read_code(struct mc_request *rq)
{
	const char *typed = mc_as_typed(rq->ctx.arena, member(rq, "code"));
	char *code = mc_alloc(rq->ctx.arena, MC_SECRET_CODE_SIZE);
	size_t length = 0;

	for (; typed != NULL && *typed != '\0'; typed++) {
		if (strchr(" .-", *typed) != NULL)
			continue;
		if (*typed < '0' || *typed > '9' || length == CODE_DIGITS)
			return NULL;
		code[length++] = *typed;
	}
	code[length] = '\0';
	return length == CODE_DIGITS ? code : NULL;
}

/* Why a code can no longer be entered; MC_PROBLEM_NONE if it can. */
static enum mc_problem_id
closed(const char *outcome)
{
	if (strcmp(outcome, "spent") == 0)
		return MC_PROBLEM_CODE_SPENT;
	return strcmp(outcome, "expired") == 0 ? MC_PROBLEM_CODE_EXPIRED : MC_PROBLEM_NONE;
}

enum mc_rc
mc_op_confirm_contact_proof(struct mc_request *rq)
{
	const struct mc_confirm_contact_proof_params *p = rq->params;
	const char *code = read_code(rq);
	const struct mc_rows *rows;
	const char *hash;
	bool matches;
	bool needs_rehash;

	if (code == NULL) {
		mc_problem_add(&rq->ctx, "/code", MC_ITEM_CODE);
		return mc_typed_end(rq);
	}
	TRY(mc_request_query(rq, &mc_sql_contact_proof_try, (const char *const[]){p->id}, &rows));
	if (closed(mc_rows_get(rows, 0, "outcome")) != MC_PROBLEM_NONE)
		return mc_fail(&rq->ctx, closed(mc_rows_get(rows, 0, "outcome")), NULL);
	hash = mc_rows_get(rows, 0, "code_hash");
	if (strcmp(mc_rows_get(rows, 0, "outcome"), "open") == 0) {
		TRY(mc_password_verify(
		    &rq->ctx, mc_passwords(rq), hash, code, strlen(code), &matches, &needs_rehash));
		if (!matches)
			return mc_fail(&rq->ctx, MC_PROBLEM_CODE_WRONG, NULL);
	}
	return mc_reply_query(
	    rq, 200, &mc_sql_contact_proof_confirm, (const char *const[]){p->id, hash});
}

/* Nothing but the code and the service's name, by an address that nobody has shown to be his. */
static enum mc_rc
send_code(struct mc_job *job, const struct mc_notice *notice, const char *code)
{
	const char *text = MC_MESSAGE_CODE_SMS(
	    job->ctx.arena, notice->language, notice->sender, code, MC_LIMIT_CODE_MINUTES);

	if (mc_site_sms(job->site) != NULL && mc_site_sms(job->site)->plain_letters)
		text = mc_sms_cheapest(job->ctx.arena, text);
	return mc_notice_send(job, notice, text);
}

static enum mc_rc
hash_code(struct mc_job *job, const char *code, char **ret_hash)
{
	struct mc_password_hasher *hasher;
	enum mc_rc rc;

	TRY(mc_password_hasher_new(&job->ctx, &mc_password_defaults, &hasher));
	rc = mc_password_hash(&job->ctx, hasher, code, strlen(code), ret_hash);
	mc_password_hasher_free(hasher);
	return rc;
}

/* A job that is tried again sends another code, which takes the place of the one before. */
static enum mc_rc
run(struct mc_job *job)
{
	const char *code = mc_secret_code(job->ctx.arena);
	const char *id = mc_id_new(job->ctx.arena); /* another code: it repeats none before */
	const struct mc_rows *rows;
	char *hash;

	TRY(hash_code(job, code, &hash));
	TRY(mc_job_query(
	    job, &mc_sql_contact_proof_send, (const char *const[]){job->subject_id, hash}, &rows));
	if (mc_rows_count(rows) == 0)
		return MC_OK;
	return send_code(job,
	    &(struct mc_notice){
		.id = id,
		.key = id,
		.language = mc_rows_get(rows, 0, "language"),
		.sender = mc_site_name(job->site),
		.date = mc_clock_now(),
		.phone = mc_rows_get(rows, 0, "phone"),
	    },
	    code);
}

static const struct mc_topic contact_proof = {"contact-proof", 0, run};

MC_TABLE_ADD(topics, mc_topic, contact_proof);
