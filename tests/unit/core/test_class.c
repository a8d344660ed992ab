/* The table of cost classes holds together, and its sizes can be set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#include "api/core/aside.h"
#include "api/core/class.h"

static void
test_every_class_is_bounded(void **state)
{
	(void)state;
	assert_int_equal(MC_CLASS_COUNT, 9);
	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		const struct mc_class *class = &mc_classes[i];

		if (i == MC_CLASS_HEALTH) {
			assert_int_equal(class->slots + class->statement_ms, 0);
			continue;
		}
		/* Whoever signs in waits inside. */
		assert_in_range(class->slots, 1, i == MC_CLASS_LOGIN ? 64 : 8);
		assert_in_range(class->connections, 1, class->slots);
		assert_in_range(class->queue, 1, 256);
		assert_in_range(class->wait_ms, 1, 5000);
		assert_in_range(class->statement_ms, 1, 5000);
		assert_in_range(class->lock_ms, 1, class->statement_ms);
	}
}

static void
test_slots_follow_the_machine_and_the_setting(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	size_t usual[MC_CLASS_COUNT];
	size_t chosen[MC_CLASS_COUNT];

	(void)state;
	assert_int_equal(mc_class_slots(&ctx, "", usual), MC_OK);
	assert_true(usual[MC_CLASS_SEARCH] >= 1);
	assert_int_equal(usual[MC_CLASS_KEY], 2 * usual[MC_CLASS_SEARCH]);
	assert_int_equal(usual[MC_CLASS_HEALTH], 0);
	assert_int_equal(mc_class_slots(&ctx, " search=5  heavy=256 ", chosen), MC_OK);
	assert_int_equal(chosen[MC_CLASS_SEARCH], 5);
	assert_int_equal(chosen[MC_CLASS_HEAVY], 256);
	assert_int_equal(chosen[MC_CLASS_KEY], usual[MC_CLASS_KEY]);
}

static void
test_wrong_settings_are_refused(void **state)
{
	static const char *const wrong[] = {"search", "search=", "search=0", "search=257",
	    "search=-1", "search=+1", "search=1x", "search=99999999999999999999", "searches=1",
	    "health=1", "=1", "search=1,heavy=2", "key=1 nothing=2"};
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct mc_ctx ctx = {.arena = arena};
		size_t slots[MC_CLASS_COUNT] = {77};

		assert_int_equal(mc_class_slots(&ctx, wrong[i], slots), MC_FAILED);
		assert_non_null(strstr(ctx.problem.internal, "MOTCUA_CLASS_SLOTS"));
		assert_int_equal(slots[0], 77);
	}
}

struct seen {
	pthread_t thread;
	int niceness;
};

static void
look(void *context)
{
	struct seen *seen = context;

	seen->thread = pthread_self();
	seen->niceness = getpriority(PRIO_PROCESS, 0);
}

static void
test_work_aside_is_polite_and_its_caller_stays_as_it_was(void **state)
{
	int before = getpriority(PRIO_PROCESS, 0);
	struct seen seen;

	(void)state;
	mc_run_aside(19, look, &seen); /* threads: it starts one */
	assert_int_equal(seen.niceness, 19);
	assert_false(pthread_equal(seen.thread, pthread_self()));
	assert_int_equal(getpriority(PRIO_PROCESS, 0), before);
}

/* Whatever the machine and the setting, an instance stays within its connections and every class
 * has one. */
static void
test_connections_stay_within_the_limit(void **state)
{
	enum { LIMIT = 39 };
	size_t slots[MC_CLASS_COUNT], connections[MC_CLASS_COUNT];

	(void)state;
	for (size_t processors = 1; processors <= 64; processors++) {
		for (size_t large = 0; large < MC_CLASS_COUNT; large++) {
			size_t sum = 0;

			for (size_t i = 0; i < MC_CLASS_COUNT; i++)
				slots[i] = i == large && mc_classes[i].slots > 0
					       ? 256
					       : processors * mc_classes[i].slots;
			mc_class_connections(slots, LIMIT, connections);
			for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
				assert_int_equal(connections[i] > 0, mc_classes[i].slots > 0);
				assert_true(connections[i] <= slots[i]);
				sum += connections[i];
			}
			assert_in_range(sum, 1, LIMIT);
		}
	}
	for (size_t i = 0; i < MC_CLASS_COUNT; i++)
		slots[i] = 2 * mc_classes[i].slots;
	mc_class_connections(slots, LIMIT, connections);
	assert_int_equal(connections[MC_CLASS_KEY], 4);
	assert_int_equal(connections[MC_CLASS_WRITE], 4);
	assert_int_equal(connections[MC_CLASS_HEALTH], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_class_is_bounded),
	    cmocka_unit_test(test_slots_follow_the_machine_and_the_setting),
	    cmocka_unit_test(test_wrong_settings_are_refused),
	    cmocka_unit_test(test_connections_stay_within_the_limit),
	    cmocka_unit_test(test_work_aside_is_polite_and_its_caller_stays_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
