/* What a dossier says: one text whatever the order of its members, hashed whole, within its limits.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/dossier/submission.h"
#include "lib/json/json.h"

#define SAID                                                                                       \
	"\"dossier_id\":\"0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\","                                 \
	"\"procedure\":{\"code\":\"2.000635\",\"title\":\"Cấp bản sao\"},"                     \
	"\"unit\":{\"code\":\"H99.31\",\"name\":\"Xã Mẫu\",\"phone\":\"0299\"},"                \
	"\"case_code\":\"default\",\"applicant\":{\"full_name\":\"Ánh\"},"                        \
	"\"submitter\":{\"id\":\"0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c\",\"full_name\":\"Ánh\"},"  \
	"\"channel\":\"online\",\"return_channel\":\"post\",\"return_address\":null"

static json_t *
parse(struct mc_arena *arena, const char *text)
{
	struct mc_ctx ctx = {.arena = arena};
	json_t *json = NULL;

	assert_int_equal(mc_json_parse(&ctx, text, strlen(text), &json), MC_OK);
	return json;
}

static struct mc_submission
sealed(struct mc_arena *arena, const char *said_text, int number, const char *answers_text)
{
	struct mc_ctx ctx = {.arena = arena};
	MC_CLEANUP(mc_json_freep) json_t *said = parse(arena, said_text);
	MC_CLEANUP(mc_json_freep) json_t *answers = parse(arena, answers_text);
	const struct mc_fee_quote quote = {0};
	struct mc_submission submission;

	assert_int_equal(
	    mc_submission_seal(&ctx, said, number, 1795399507, answers, &quote, &submission),
	    MC_OK);
	return submission;
}

static void
the_same_content_is_the_same_text(void **state)
{
	struct mc_arena *arena = *state;
	struct mc_submission one = sealed(
	    arena, "{" SAID ",\"files\":[],\"secret\":1}", 1, "{\"copies\":3,\"for\":\"me\"}");
	struct mc_submission two =
	    sealed(arena, "{\"files\":[]," SAID "}", 1, "{\"for\":\"me\",\"copies\":3}");
	char hash[MC_DIGEST_TEXT_SIZE];

	assert_string_equal(one.content, two.content);
	assert_string_equal(one.sha256, two.sha256);
	assert_null(strstr(one.content, "secret"));
	assert_null(strstr(one.content, "phone"));
	assert_non_null(strstr(one.content, "\"version\":1"));
	mc_digest_of(one.content, strlen(one.content), hash);
	assert_string_equal(one.sha256, hash);
}

static void
whatever_is_said_otherwise_has_another_hash(void **state)
{
	static const struct {
		const char *said;
		int number;
		const char *answers;
	} others[] = {
	    {"{" SAID ",\"files\":[]}", 1, "{\"copies\":20}"},
	    {"{" SAID ",\"files\":[]}", 2, "{\"copies\":1}"},
	    {"{" SAID ",\"files\":[{\"name\":\"a.pdf\"}]}", 1, "{\"copies\":1}"},
	};
	struct mc_submission first = sealed(*state, "{" SAID ",\"files\":[]}", 1, "{\"copies\":1}");

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_string_not_equal(first.sha256,
		    sealed(*state, others[i].said, others[i].number, others[i].answers).sha256);
}

static void
a_submission_lacks_nothing(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	MC_CLEANUP(mc_json_freep) json_t *said = parse(ctx.arena, "{" SAID "}");
	const struct mc_fee_quote quote = {0};
	struct mc_submission submission;

	assert_int_equal(
	    mc_submission_seal(&ctx, said, 1, 0, said, &quote, &submission), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
}

/* Many small changes make a large dossier: 11,413 answers and 7.4 MB were taken once. */
static void
a_dossier_has_limits(void **state)
{
	struct mc_arena *arena = *state;
	MC_CLEANUP(mc_json_freep) json_t *answers = json_object();
	MC_CLEANUP(mc_json_freep)
	json_t *long_answer = json_pack("{s:o}", "a", json_stringn("", 0));
	MC_CLEANUP(mc_json_freep) json_t *files = json_array();
	char *text = mc_alloc(arena, MC_LIMIT_ANSWERS_BYTES + 1);
	struct mc_ctx ctx = {.arena = arena};

	for (size_t i = 0; i < MC_LIMIT_ANSWERS; i++)
		json_object_set_new(answers, mc_sprintf(arena, "a%zu", i), json_integer(1));
	for (size_t i = 0; i < MC_LIMIT_DOSSIER_FILES; i++)
		json_array_append_new(files, json_object());
	assert_int_equal(mc_submission_check_size(&ctx, answers, files), MC_OK);
	json_object_set_new(answers, "more", json_integer(1));
	assert_int_equal(mc_submission_check_size(&ctx, answers, files), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_ANSWERS_TOO_LARGE);

	memset(text, 'x', MC_LIMIT_ANSWERS_BYTES);
	json_object_set_new(
	    long_answer, "a", json_stringn(text, MC_LIMIT_ANSWERS_BYTES - strlen("{\"a\":\"\"}")));
	ctx = (struct mc_ctx){.arena = arena};
	assert_int_equal(mc_submission_check_size(&ctx, long_answer, files), MC_OK);
	json_object_set_new(long_answer, "b", json_integer(1));
	assert_int_equal(mc_submission_check_size(&ctx, long_answer, files), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_ANSWERS_TOO_LARGE);

	json_array_append_new(files, json_object());
	json_object_clear(answers);
	ctx = (struct mc_ctx){.arena = arena};
	assert_int_equal(mc_submission_check_size(&ctx, answers, files), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_DOSSIER_TOO_MANY_FILES);
}

static int
arena_begin(void **state)
{
	*state = mc_arena_new();
	return 0;
}

static int
arena_end(void **state)
{
	mc_arena_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_content_is_the_same_text),
	    cmocka_unit_test(whatever_is_said_otherwise_has_another_hash),
	    cmocka_unit_test(a_submission_lacks_nothing),
	    cmocka_unit_test(a_dossier_has_limits),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
