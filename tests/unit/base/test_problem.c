/* Problems: the catalogue is closed and sound, and the first failure counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lib/base/problem.h"
#include "lib/base/utf8.h"

static void
test_catalogue_is_complete(void **state)
{
	(void)state;
	for (int id = MC_PROBLEM_NONE + 1; id < MC_PROBLEM_COUNT; id++) {
		const struct mc_problem_kind *kind = mc_problem_kind((enum mc_problem_id)id);

		assert_true(kind->status >= 400 && kind->status <= 599);
		assert_int_equal(
		    strspn(kind->code, "abcdefghijklmnopqrstuvwxyz-"), strlen(kind->code));
		assert_true(mc_utf8_valid(kind->title_vi, strlen(kind->title_vi)));
		assert_true(strlen(kind->title_vi) > 10 && strlen(kind->title_en) > 10);
		for (int other = id + 1; other < MC_PROBLEM_COUNT; other++)
			assert_string_not_equal(
			    kind->code, mc_problem_kind((enum mc_problem_id)other)->code);
	}
}

static void
test_first_failure_counts(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	(void)state;
	assert_int_equal(mc_fail(&ctx, MC_PROBLEM_STALE, "version %d", 3), MC_FAILED);
	assert_int_equal(mc_fail(&ctx, MC_PROBLEM_INTERNAL, "later"), MC_FAILED);
	assert_int_equal(mc_fail_internal(&ctx, MC_PROBLEM_TIMEOUT, "later still"), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_STALE);
	assert_string_equal(ctx.problem.detail, "version 3");
	assert_null(ctx.problem.internal);
	mc_problem_clear(&ctx);
	assert_int_equal(mc_fail_internal(&ctx, MC_PROBLEM_TIMEOUT, "why"), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_TIMEOUT);
	assert_null(ctx.problem.detail);
	assert_string_equal(ctx.problem.internal, "why");
}

static void
test_items_are_bounded_and_survive_the_failure(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	(void)state;
	for (int i = 0; i < MC_PROBLEM_ERRORS_MAX + 5; i++)
		mc_problem_add(&ctx, mc_sprintf(arena, "/%d", i), "required", "vi", "en");
	assert_int_equal(ctx.problem.id, MC_PROBLEM_NONE);
	assert_int_equal(mc_fail(&ctx, MC_PROBLEM_INVALID_BODY, NULL), MC_FAILED);
	assert_int_equal(ctx.problem.error_count, MC_PROBLEM_ERRORS_MAX);
	assert_string_equal(ctx.problem.errors[0].pointer, "/0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_catalogue_is_complete),
	    cmocka_unit_test(test_first_failure_counts),
	    cmocka_unit_test(test_items_are_bounded_and_survive_the_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
