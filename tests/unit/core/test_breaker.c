/* An operation that met a lock is refused for a second, then one request tries for all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "api/core/breaker.h"

enum { ASKERS = 8, SECOND = 1000000 };

static bool
passes(struct mc_breaker *breaker, uint64_t now_us)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	if (mc_breaker_pass(&ctx, breaker, now_us) == MC_OK)
		return true;
	assert_int_equal(ctx.problem.id, MC_PROBLEM_OVERLOADED);
	assert_int_equal(ctx.problem.retry_after, 1);
	return false;
}

static void
settle(struct mc_breaker *breaker, bool locked, uint64_t now_us)
{
	struct mc_ctx ctx = {.problem = {.locked = locked}};

	mc_breaker_settle(&ctx, breaker, now_us);
}

static void
test_it_stays_closed_while_nothing_is_locked(void **state)
{
	struct mc_breaker breaker = {0};

	(void)state;
	for (uint64_t now = 1; now < 10; now++) {
		assert_true(passes(&breaker, now));
		settle(&breaker, false, now);
	}
}

static void
test_one_tries_when_the_pause_is_over(void **state)
{
	struct mc_breaker breaker = {0};

	(void)state;
	settle(&breaker, true, 5);
	assert_false(passes(&breaker, 6));
	assert_false(passes(&breaker, SECOND + 4));
	assert_true(passes(&breaker, SECOND + 5));
	assert_false(passes(&breaker, SECOND + 5));
	/* In vain: the next pause begins where the try ended. */
	settle(&breaker, true, SECOND + 35);
	assert_false(passes(&breaker, 2 * SECOND + 34));
	assert_true(passes(&breaker, 2 * SECOND + 35));
	settle(&breaker, false, 2 * SECOND + 36);
	assert_true(passes(&breaker, 2 * SECOND + 36));
	assert_true(passes(&breaker, 2 * SECOND + 36));
}

static void
test_a_try_that_never_ends_is_followed_by_another(void **state)
{
	struct mc_breaker breaker = {0};

	(void)state;
	settle(&breaker, true, 5);
	assert_true(passes(&breaker, SECOND + 5));
	assert_false(passes(&breaker, 2 * SECOND + 4));
	assert_true(passes(&breaker, 2 * SECOND + 5));
}

static void *
ask(void *breaker)
{
	return passes(breaker, 2 * SECOND) ? breaker : NULL;
}

static void
test_of_many_at_once_one_tries(void **state)
{
	struct mc_breaker breaker = {0};
	pthread_t askers[ASKERS];
	size_t tried = 0;

	(void)state;
	settle(&breaker, true, 5);
	for (size_t i = 0; i < ASKERS; i++)
		assert_int_equal(pthread_create(&askers[i], NULL, ask, &breaker), 0);
	for (size_t i = 0; i < ASKERS; i++) {
		void *got = NULL;

		assert_int_equal(pthread_join(askers[i], &got), 0);
		tried += got != NULL;
	}
	assert_int_equal(tried, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_it_stays_closed_while_nothing_is_locked),
	    cmocka_unit_test(test_one_tries_when_the_pause_is_over),
	    cmocka_unit_test(test_a_try_that_never_ends_is_followed_by_another),
	    cmocka_unit_test(test_of_many_at_once_one_tries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
