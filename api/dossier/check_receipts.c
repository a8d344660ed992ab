/* Receipts: each submission has one, signed by us, that says what was filed; and what was filed is
 * what it was. */
#include <string.h>

#include "api/core/check.h"
#include "gen/queries.h"
#include "lib/dossier/receipt.h"
#include "lib/json/json.h"
#include "lib/trust/published.h"
#include "lib/trust/signature.h"

static bool
is_text(const json_t *value, const char *text)
{
	return text != NULL && json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

/* Whether a payload speaks of the submission of a row. Those of the first format do not name one.
 */
static bool
speaks_of(const json_t *payload, const struct mc_rows *rows, size_t row)
{
	const json_t *submission = json_object_get(payload, "submission");

	return is_text(
		   json_object_get(payload, "dossier_id"), mc_rows_get(rows, row, "dossier_id")) &&
	       is_text(json_object_get(payload, "code"), mc_rows_get(rows, row, "code")) &&
	       (submission == NULL || is_text(json_object_get(submission, "sha256"),
					  mc_rows_get(rows, row, "sha256")));
}

static const char *
judge_receipt(
    struct mc_job *job, const struct mc_keys *keys, const struct mc_rows *rows, size_t row)
{
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	struct mc_ctx ctx = {.arena = job->ctx.arena};
	const char *kept = mc_rows_get(rows, row, "payload");
	const char *jws = mc_rows_get(rows, row, "jws");
	const char *text;
	size_t length;

	if (mc_jws_verify(&ctx, keys, MC_RECEIPT_TYPE, jws, strlen(jws), &text, &length, NULL) !=
	    MC_OK)
		return "the receipt is not signed by us";
	if (length != strlen(kept) || memcmp(text, kept, length) != 0)
		return "the receipt is not what was signed";
	if (mc_receipt_read(&ctx, text, length, &payload) != MC_OK ||
	    !speaks_of(payload, rows, row))
		return "the receipt speaks of something else";
	return NULL;
}

/* What is wrong with a submission and its receipt; NULL if nothing. */
static const char *
judge(struct mc_job *job, const struct mc_keys *keys, const struct mc_rows *rows, size_t row)
{
	const char *sha256 = mc_rows_get(rows, row, "sha256");

	if (mc_rows_get(rows, row, "code") == NULL)
		return "of no dossier";
	if (sha256 == NULL)
		return "the submission is missing";
	if (strcmp(mc_rows_get(rows, row, "content_sha256"), sha256) != 0)
		return "the submission is not what was filed";
	if (mc_rows_get(rows, row, "jws") == NULL)
		return "the receipt is missing";
	if (strcmp(mc_rows_get(rows, row, "numbers_follow"), "t") != 0)
		return "a submission is missing";
	return judge_receipt(job, keys, rows, row);
}

static enum mc_rc
run(struct mc_job *job, struct mc_check_portion *portion)
{
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	const struct mc_rows *rows;

	TRY(mc_check_stretch(job, portion, &mc_sql_dossiers_stretch));
	TRY(mc_published_load(&job->ctx, job->config->published_dir, &keys));
	TRY(mc_job_query(job, &mc_sql_receipts_between,
	    (const char *const[]){portion->after, portion->until}, &rows));
	for (size_t row = 0; row < mc_rows_count(rows); row++) {
		const char *what = judge(job, keys, rows, row);

		if (what != NULL)
			mc_check_lost(portion, mc_rows_get(rows, row, "dossier_id"),
			    mc_sprintf(job->ctx.arena, "submission %s: %s",
				mc_rows_get(rows, row, "number") != NULL
				    ? mc_rows_get(rows, row, "number")
				    : "1",
				what));
	}
	return MC_OK;
}

static const struct mc_check receipts = {"receipts", "submissions and their receipts", run, NULL};

MC_TABLE_ADD(checks, mc_check, receipts);
