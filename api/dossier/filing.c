#include "api/dossier/filing.h"

#include <stdlib.h>
#include <string.h>

#include "api/core/app.h"
#include "api/files/store.h"
#include "gen/vocabulary/channels.h"
#include "gen/vocabulary/items.h"
#include "gen/vocabulary/printed.h"
#include "lib/base/clock.h"
#include "lib/calendar/rule.h"
#include "lib/dossier/receipt.h"
#include "lib/dossier/submission.h"
#include "lib/identity/phone.h"
#include "lib/json/json.h"
#include "lib/trust/signature.h"
#include "lib/trust/signer.h"

void
mc_filing_done(struct mc_filing *filing)
{
	mc_form_releasep(&filing->form);
	json_decref(filing->answers);
	json_decref(filing->said);
}

static enum mc_rc
parse_column(struct mc_ctx *ctx, const struct mc_rows *rows, const char *column, json_t **ret_json)
{
	const char *text = mc_rows_get(rows, 0, column);

	if (text == NULL)
		text = "[]";
	return mc_json_parse(ctx, text, strlen(text), ret_json);
}

/* The applicant is who the form says, not who signed in: what it asks of him is its answer. What it
 * does not ask stays as the account or the desk has it, if that is the same person. */
static void
name_applicant(const struct mc_filing *filing)
{
	static const char *const items[] = {"personal_id", "phone", "email", "full_name"};
	json_t *applicant = json_object_get(filing->said, "applicant");
	const char *named = mc_form_applicant_answer(filing->form, "full_name");
	const json_t *name = named == NULL ? NULL : json_object_get(filing->answers, named);
	bool same = name == NULL || json_equal(name, json_object_get(applicant, "full_name"));
	char phone[MC_PHONE_SIZE];
	const char *typed;

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		const char *answer = mc_form_applicant_answer(filing->form, items[i]);
		json_t *value = answer == NULL ? NULL : json_object_get(filing->answers, answer);

		if (json_is_string(value))
			json_object_set(applicant, items[i], value);
		else if (!same)
			json_object_set_new(applicant, items[i], json_null());
	}
	typed = json_string_value(json_object_get(applicant, "phone"));
	if (typed != NULL && mc_phone_normalise(typed, phone))
		json_object_set_new(applicant, "phone", json_string(phone));
}

static enum mc_rc
check_answers(struct mc_request *rq, const struct mc_filing *filing)
{
	TRY(mc_submission_check_size(
	    &rq->ctx, filing->answers, json_object_get(filing->said, "files")));
	TRY(mc_schema_check(
	    &rq->ctx, mc_form_schema(filing->form), filing->answers, MC_PROBLEM_ANSWERS_INVALID));
	name_applicant(filing);
	return MC_OK;
}

static bool
has_paper(const json_t *files, const json_t *code)
{
	size_t i;
	json_t *file;

	json_array_foreach(files, i,
	    file) if (json_equal(json_object_get(file, "component_code"), code)) return true;
	return false;
}

static enum mc_rc
check_papers(struct mc_request *rq, const struct mc_filing *filing)
{
	const json_t *papers = mc_form_papers(
	    filing->form, json_string_value(json_object_get(filing->said, "case_code")));
	bool all = true;
	size_t i;
	json_t *code;

	json_array_foreach(papers, i, code)
	{
		if (has_paper(json_object_get(filing->said, "files"), code))
			continue;
		all = false;
		mc_problem_add(&rq->ctx,
		    mc_sprintf(rq->ctx.arena, "/components/%s", json_string_value(code)),
		    MC_ITEM_PAPER_REQUIRED);
	}
	return all ? MC_OK : mc_fail(&rq->ctx, MC_PROBLEM_COMPONENT_MISSING, NULL);
}

/* A receipt names each file by its SHA-256: what it names is there, byte for byte. */
static enum mc_rc
check_files(struct mc_request *rq, const struct mc_filing *filing)
{
	bool all = true;
	size_t i;
	json_t *file;

	json_array_foreach(json_object_get(filing->said, "files"), i, file)
	{
		const char *component = json_string_value(json_object_get(file, "component_code"));
		const char *name = json_string_value(json_object_get(file, "name"));
		bool whole = false;

		TRY(mc_files_verify(
		    rq, json_string_value(json_object_get(file, "sha256")), &whole));
		if (whole)
			continue;
		all = false;
		mc_problem_add(&rq->ctx, mc_sprintf(rq->ctx.arena, "/components/%s", component),
		    MC_ITEM_PAPER_LOST(rq->ctx.arena, name));
	}
	return all ? MC_OK : mc_fail(&rq->ctx, MC_PROBLEM_PAPER_LOST, NULL);
}

static enum mc_rc
check_address(struct mc_request *rq, const struct mc_filing *filing)
{
	const char *channel = json_string_value(json_object_get(filing->said, "return_channel"));

	if (strcmp(channel, MC_CHANNEL_POST) != 0 ||
	    json_is_object(json_object_get(filing->said, "return_address")))
		return MC_OK;
	mc_problem_add(&rq->ctx, "/return_address", MC_ITEM_ADDRESS_REQUIRED);
	return mc_fail(&rq->ctx, MC_PROBLEM_ANSWERS_INVALID, NULL);
}

static enum mc_rc
quote_fees(struct mc_request *rq, struct mc_filing *filing)
{
	MC_CLEANUP(mc_json_freep) json_t *fees = NULL;

	TRY(parse_column(&rq->ctx, filing->facts, "fees", &fees));
	return mc_fees_quote(&rq->ctx, fees, filing->answers, &filing->quote);
}

enum mc_rc
mc_filing_check(struct mc_request *rq, const struct mc_rows *facts, struct mc_filing *filing)
{
	filing->facts = facts;
	filing->now = strtoll(mc_rows_get(facts, 0, "now_epoch"), NULL, 10);
	TRY(parse_column(&rq->ctx, facts, "answers", &filing->answers));
	TRY(parse_column(&rq->ctx, facts, "facts", &filing->said));
	TRY(mc_rule_time_limit(&rq->ctx, MC_RULE_INTAKE, mc_rows_get(facts, 0, "law"),
	    json_string_value(json_object_get(filing->said, "channel")), filing->now,
	    &filing->intake));
	TRY(mc_forms_get(rq, mc_rows_get(facts, 0, "version_id"), &filing->form));
	TRY(check_answers(rq, filing));
	TRY(check_papers(rq, filing));
	TRY(check_address(rq, filing));
	TRY(check_files(rq, filing));
	return quote_fees(rq, filing);
}

/* What happens next, in the applicant's words. */
static json_t *
next_steps(struct mc_arena *arena, const struct mc_filing *filing, bool supplied)
{
	const char *channel = json_string_value(json_object_get(filing->said, "return_channel"));
	json_t *steps = json_array();

	json_array_append_new(
	    steps, json_string(supplied ? MC_PRINTED_NEXT_SUPPLIED
					: MC_PRINTED_NEXT_CHECK(arena,
					      mc_time_limit_text(arena, &filing->intake, "vi"))));
	if (filing->quote.total > 0)
		json_array_append_new(steps, json_string(MC_PRINTED_NEXT_PAY));
	json_array_append_new(steps, json_string(mc_channel_of(channel)->printed_next));
	return steps;
}

static json_t *
person(const json_t *from, bool with_id)
{
	json_t *personal_id = json_object_get(from, "personal_id");
	json_t *to = json_object();

	json_object_set(to, "name", json_object_get(from, "full_name"));
	if (with_id)
		json_object_set(to, "personal_id", personal_id != NULL ? personal_id : json_null());
	return to;
}

/* The files without their ids, which say nothing to whoever holds the receipt. */
static json_t *
listed_files(const json_t *files)
{
	json_t *list = json_deep_copy(files);
	size_t i;
	json_t *file;

	json_array_foreach(list, i, file) json_object_del(file, "id");
	return list;
}

/* The facts of the receipt. */
static json_t *
receipt_of(struct mc_request *rq, const struct mc_filing *filing,
    const struct mc_submission *submission, int number)
{
	static const char *const same[] = {"dossier_id", "procedure", "channel", "return_channel"};
	const json_t *said = filing->said;
	const json_t *unit = json_object_get(said, "unit");
	json_t *receipt = json_pack("{s:i, s:s, s:{s:i, s:s, s:s}, s:{s:O, s:O}, s:o, s:o}",
	    "version", MC_RECEIPT_VERSION, "iss", rq->app->config->base_url, "submission", "number",
	    number, "at", mc_clock_rfc3339(rq->ctx.arena, filing->now * 1000), "sha256",
	    submission->sha256, "unit", "code", json_object_get(unit, "code"), "name",
	    json_object_get(unit, "name"), "fees", mc_fees_json(&filing->quote), "next",
	    next_steps(rq->ctx.arena, filing, number > 1));

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		json_object_set(receipt, same[i], json_object_get(said, same[i]));
	json_object_set_new(receipt, "applicant", person(json_object_get(said, "applicant"), true));
	json_object_set_new(
	    receipt, "submitter", person(json_object_get(said, "submitter"), false));
	json_object_set_new(receipt, "files", listed_files(json_object_get(said, "files")));
	return receipt;
}

enum mc_rc
mc_filing_seal(struct mc_request *rq, const struct mc_filing *filing, const char *code,
    int64_t submitted_at, const char *expected_by, bool estimated, struct mc_sealed *ret_sealed)
{
	MC_CLEANUP(mc_json_freep) json_t *receipt = NULL;
	int number = (int)strtol(mc_rows_get(filing->facts, 0, "number"), NULL, 10);
	struct mc_arena *arena = rq->ctx.arena;
	struct mc_submission submission;
	const char *payload;
	char *encoded, *seal, *jws;

	TRY(mc_submission_seal(&rq->ctx, filing->said, number, filing->now, filing->answers,
	    &filing->quote, &submission));
	receipt = receipt_of(rq, filing, &submission, number);
	json_object_set_new(receipt, "code", json_string(code));
	json_object_set_new(
	    receipt, "submitted_at", json_string(mc_clock_rfc3339(arena, submitted_at * 1000)));
	json_object_set_new(
	    receipt, "expected_by", expected_by == NULL ? json_null() : json_string(expected_by));
	json_object_set_new(receipt, "expected_estimated", json_boolean(estimated));
	TRY(mc_receipt_text(&rq->ctx, receipt, &payload));
	TRY(mc_jws_payload(&rq->ctx, payload, strlen(payload), &encoded));
	TRY(mc_signer_seal(&rq->ctx, rq->app->signer, encoded, strlen(encoded), &seal));
	TRY(mc_jws_join(&rq->ctx, seal, encoded, &jws));
	*ret_sealed =
	    (struct mc_sealed){.content = submission.content, .payload = payload, .jws = jws};
	return MC_OK;
}
