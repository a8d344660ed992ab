/* Rates: what one did in a minute and in a day, at N, N + 1 and ten times N of every class. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

#include "lib/base/tally.h"

enum { NOON = 1000000, SOMEBODY = 7 };

static struct mc_tally_key
key_of(uint32_t number, uint32_t kind)
{
	struct mc_tally_key key = {.kind = kind};

	memcpy(key.id + sizeof(key.id) - sizeof(number), &number, sizeof(number));
	return key;
}

/* How many of so many uses are taken. */
static unsigned
taken(struct mc_tally *tally, uint32_t number, const struct mc_tally_rule *rule, uint32_t now,
    unsigned times, struct mc_tally_left *ret_left)
{
	struct mc_tally_key key = key_of(number, 0);
	unsigned count = 0;

	for (unsigned i = 0; i < times; i++)
		count += mc_tally_take(tally, &key, rule, now, ret_left);
	return count;
}

static void
test_a_minute_has_so_many(void **state)
{
	const struct mc_tally_rule rule = {600, 50000};
	const unsigned times[] = {599, 600, 601, 6000};
	struct mc_tally_left left;

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct mc_tally *tally = mc_tally_new(64);
		unsigned most = times[i] < 600 ? times[i] : 600;

		assert_int_equal(taken(tally, SOMEBODY, &rule, NOON, times[i], &left), most);
		assert_int_equal(left.left, 600 - most);
		assert_false(left.of_day);
		assert_int_equal(left.resets, 60);
		/* In its last second it is the same minute, a second later it is another one. */
		assert_int_equal(
		    taken(tally, SOMEBODY, &rule, NOON + 59, 1, &left), most < 600 ? 1 : 0);
		assert_int_equal(left.resets, 1);
		assert_int_equal(taken(tally, SOMEBODY, &rule, NOON + 60, 1, &left), 1);
		assert_int_equal(left.left, 599);
		mc_tally_free(tally);
	}
}

static void
test_a_day_has_so_many(void **state)
{
	const struct mc_tally_rule rule = {10, 25};
	struct mc_tally *tally = mc_tally_new(64);
	struct mc_tally_left left;

	(void)state;
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON, 100, &left), 10);
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON + 60, 100, &left), 10);
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON + 120, 100, &left), 5);
	assert_true(left.of_day);
	assert_int_equal(left.left, 0);
	assert_int_equal(left.resets, 86400 - 120);
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON + 86399, 100, &left), 0);
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON + 86400, 100, &left), 10);
	mc_tally_free(tally);
}

static void
test_each_has_a_count_of_his_own(void **state)
{
	const struct mc_tally_rule rule = {3, 30};
	struct mc_tally *tally = mc_tally_new(1024);
	struct mc_tally_key other = key_of(SOMEBODY, 1);
	struct mc_tally_left left;

	(void)state;
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(taken(tally, i, &rule, NOON, 5, &left), 3);
	assert_true(mc_tally_take(tally, &other, &rule, NOON, &left));
	mc_tally_free(tally);
}

/* A crowd of newcomers takes each other's place: who was counted most stays counted. */
static void
test_a_crowd_makes_nobody_forgotten_who_did_much(void **state)
{
	const struct mc_tally_rule rule = {50, 500};
	struct mc_tally *tally = mc_tally_new(64);
	struct mc_tally_left left;

	(void)state;
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON, 60, &left), 50);
	for (uint32_t i = 100; i < 100000; i++)
		assert_int_equal(taken(tally, i, &rule, NOON, 1, &left), 1);
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON, 60, &left), 0);
	/* When his day is over he counts no more than others. */
	assert_int_equal(taken(tally, SOMEBODY, &rule, NOON + 86400, 60, &left), 50);
	mc_tally_free(tally);
}

enum { THREADS = 8, TIMES = 20000 };

static void *
take_often(void *context)
{
	const struct mc_tally_rule rule = {THREADS * TIMES / 2, THREADS * TIMES};
	struct mc_tally_left left;

	return (void *)(uintptr_t)taken(context, SOMEBODY, &rule, NOON, TIMES, &left);
}

static void
test_many_at_once_are_no_more(void **state)
{
	struct mc_tally *tally = mc_tally_new(64);
	pthread_t threads[THREADS];
	uintptr_t sum = 0;

	(void)state;
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, take_often, tally), 0);
	for (size_t i = 0; i < THREADS; i++) {
		void *count;

		(void)pthread_join(threads[i], &count);
		sum += (uintptr_t)count;
	}
	assert_int_equal(sum, THREADS * TIMES / 2);
	mc_tally_free(tally);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_a_minute_has_so_many),
	    cmocka_unit_test(test_a_day_has_so_many),
	    cmocka_unit_test(test_each_has_a_count_of_his_own),
	    cmocka_unit_test(test_a_crowd_makes_nobody_forgotten_who_did_much),
	    cmocka_unit_test(test_many_at_once_are_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
