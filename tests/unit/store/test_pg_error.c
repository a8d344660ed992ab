/* What an error of PostgreSQL means: for the caller, for the log, and for trying again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lib/store/pg_private.h"

struct sample {
	const char *sqlstate;
	const char *message;
	enum mc_problem_id problem;
	enum mc_pg_verdict verdict;
};

static const struct sample samples[] = {
    {"MC001", "stale", MC_PROBLEM_STALE, MC_PG_FINAL},
    {"MC001", "wrong-state", MC_PROBLEM_WRONG_STATE, MC_PG_FINAL},
    {"MC001", "no-such-code", MC_PROBLEM_INTERNAL, MC_PG_FINAL},
    {"MC001", NULL, MC_PROBLEM_INTERNAL, MC_PG_FINAL},
    {"40001", "could not serialize", MC_PROBLEM_OVERLOADED, MC_PG_RETRY},
    {"40P01", "deadlock detected", MC_PROBLEM_OVERLOADED, MC_PG_RETRY},
    {"55P03", "lock timeout", MC_PROBLEM_OVERLOADED, MC_PG_FINAL},
    {"57014", "statement timeout", MC_PROBLEM_OVERLOADED, MC_PG_FINAL},
    {"57P01", "terminating connection", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_LOST},
    {"57P03", "starting up", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_LOST},
    {"53300", "too many connections", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_LOST},
    {"53100", "disk full", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_FINAL},
    {"08006", "connection failure", MC_PROBLEM_DATABASE_UNAVAILABLE, MC_PG_LOST},
    {"0A000", "cached plan must not change result type", MC_PROBLEM_INTERNAL, MC_PG_STALE_PLAN},
    {"23505", "duplicate key", MC_PROBLEM_INTERNAL, MC_PG_FINAL},
    {"42501", "permission denied", MC_PROBLEM_INTERNAL, MC_PG_FINAL},
    {"P0001", "raised", MC_PROBLEM_INTERNAL, MC_PG_FINAL},
};

static struct mc_pg_error
error_of(const char *sqlstate, const char *message, const char *detail)
{
	struct mc_pg_error error = {.message = message, .detail = detail, .statement = "noun_verb"};

	memcpy(error.sqlstate, sqlstate, sizeof(error.sqlstate));
	return error;
}

static void
test_problems_and_verdicts(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct mc_ctx ctx = {.arena = arena};
		struct mc_pg_error error = error_of(samples[i].sqlstate, samples[i].message, NULL);

		assert_int_equal(mc_pg_fail(&ctx, &error), MC_FAILED);
		assert_int_equal(ctx.problem.id, samples[i].problem);
		assert_int_equal(mc_pg_verdict_of(samples[i].sqlstate), samples[i].verdict);
	}
}

static void
test_only_our_own_detail_is_shown(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ours = {.arena = arena};
	struct mc_ctx empty = {.arena = arena};
	struct mc_ctx theirs = {.arena = arena};
	struct mc_pg_error error = error_of("MC001", "stale", "100% sửa");

	(void)state;
	(void)mc_pg_fail(&ours, &error);
	assert_string_equal(ours.problem.detail, "100% sửa");
	error = error_of("MC001", "stale", "");
	(void)mc_pg_fail(&empty, &error);
	assert_null(empty.problem.detail);
	error =
	    error_of("23505", "duplicate key value", "Key (phone)=(0912345678) already exists.");
	(void)mc_pg_fail(&theirs, &error);
	assert_null(theirs.problem.detail);
	assert_string_equal(
	    theirs.problem.internal, "23505 duplicate key value (noun_verb, process 0)");
}

static void
test_our_own_hint_says_how_long_to_wait(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ours = {.arena = arena};
	struct mc_ctx theirs = {.arena = arena};
	struct mc_pg_error error = error_of("MC001", "too-many-codes", NULL);

	(void)state;
	error.hint = "86400";
	(void)mc_pg_fail(&ours, &error);
	assert_int_equal(ours.problem.id, MC_PROBLEM_TOO_MANY_CODES);
	assert_int_equal(ours.problem.retry_after, 86400);
	error = error_of("42883", "function does not exist", NULL);
	error.hint = "You might need to add explicit type casts.";
	(void)mc_pg_fail(&theirs, &error);
	assert_int_equal(theirs.problem.retry_after, 0);
}

static void
test_values_stay_out_of_the_log(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_pg_error error =
	    error_of("22P02", "invalid input syntax for type integer: \"0912345678\"", NULL);

	(void)state;
	(void)mc_pg_fail(&ctx, &error);
	assert_string_equal(ctx.problem.internal, "22P02 - (noun_verb, process 0)");
}

static void
test_retry_after_when_unavailable(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx away = {.arena = arena};
	struct mc_ctx broken = {.arena = arena};
	struct mc_pg_error error = error_of("57P01", "terminating", NULL);

	(void)state;
	(void)mc_pg_fail(&away, &error);
	assert_int_equal(away.problem.retry_after, 2);
	error = error_of("42601", "syntax error", NULL);
	(void)mc_pg_fail(&broken, &error);
	assert_int_equal(broken.problem.retry_after, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_problems_and_verdicts),
	    cmocka_unit_test(test_only_our_own_detail_is_shown),
	    cmocka_unit_test(test_our_own_hint_says_how_long_to_wait),
	    cmocka_unit_test(test_values_stay_out_of_the_log),
	    cmocka_unit_test(test_retry_after_when_unavailable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
