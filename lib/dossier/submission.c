#include "lib/dossier/submission.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/json/json.h"

/* Taken over as the database gave them. */
static const char *const members[] = {"dossier_id", "procedure", "case_code", "applicant",
    "submitter", "channel", "return_channel", "return_address", "files"};

enum mc_rc
mc_submission_check_size(struct mc_ctx *ctx, const json_t *answers, const json_t *files)
{
	const char *text = mc_json_canonical(ctx->arena, answers);

	if (text == NULL || strlen(text) > MC_LIMIT_ANSWERS_BYTES ||
	    json_object_size(answers) > MC_LIMIT_ANSWERS)
		return mc_fail(ctx, MC_PROBLEM_ANSWERS_TOO_LARGE, NULL);
	if (json_array_size(files) > MC_SUBMISSION_FILES_MAX)
		return mc_fail(ctx, MC_PROBLEM_DOSSIER_TOO_MANY_FILES, NULL);
	return MC_OK;
}

enum mc_rc
mc_submission_seal(struct mc_ctx *ctx, const json_t *said, int number, int64_t now,
    const json_t *answers, const struct mc_fee_quote *quote, struct mc_submission *ret_submission)
{
	const json_t *unit = json_object_get(said, "unit");
	MC_CLEANUP(mc_json_freep)
	json_t *content = json_pack("{s:i, s:i, s:s, s:{s:O?, s:O?}, s:O, s:o}", "version",
	    MC_SUBMISSION_VERSION, "number", number, "at", mc_clock_rfc3339(ctx->arena, now * 1000),
	    "unit", "code", json_object_get(unit, "code"), "name", json_object_get(unit, "name"),
	    "answers", answers, "quote", mc_fees_json(quote));

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (json_object_set(content, members[i], json_object_get(said, members[i])) != 0)
			return mc_fail_internal(
			    ctx, MC_PROBLEM_INTERNAL, "submission without %s", members[i]);
	}
	ret_submission->content = mc_json_canonical(ctx->arena, content);
	if (ret_submission->content == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "submission nests too deep");
	mc_digest_of(
	    ret_submission->content, strlen(ret_submission->content), ret_submission->sha256);
	return MC_OK;
}
