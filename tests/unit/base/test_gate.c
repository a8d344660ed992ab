/* A gate: who gets in, in which order, and who is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/gate.h"

enum { QUEUERS = 8, CROWD = 6, ROUNDS = 3000 };

static struct mc_gate *
gate_of(size_t slots, size_t queue, unsigned wait_ms)
{
	const struct mc_gate_options options = {"test", slots, queue, wait_ms};

	return mc_gate_new(&options);
}

static void
assert_refused(struct mc_gate *gate)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	assert_int_equal(mc_gate_enter(&ctx, gate), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_OVERLOADED);
	assert_true(ctx.problem.retry_after > 0);
}

static void
test_the_full_queue_refuses_at_once(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_gate *gate = gate_of(2, 0, 60000);
	struct mc_gate_stats stats;

	(void)state;
	assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	assert_refused(gate);
	mc_gate_leave(gate);
	assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	mc_gate_read_stats(gate, &stats);
	assert_int_equal(stats.inside, 2);
	assert_int_equal(stats.entered, 3);
	assert_int_equal(stats.refused, 1);
	assert_int_equal(stats.waited, 0);
	mc_gate_leave(gate);
	mc_gate_leave(gate);
	mc_gate_free(gate);
}

static void
test_waiting_has_an_end(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_gate *gate = gate_of(1, 5, 50);
	struct mc_gate_stats stats;
	uint64_t begin;

	(void)state;
	assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	begin = mc_clock_monotonic_us();
	assert_refused(gate);
	assert_true(mc_clock_monotonic_us() - begin >= 50000);
	mc_gate_leave(gate);
	assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	mc_gate_read_stats(gate, &stats);
	assert_int_equal(stats.waiting, 0);
	assert_int_equal(stats.waited, 1);
	assert_true(stats.wait_us >= 50000);
	mc_gate_leave(gate);
	mc_gate_free(gate);
}

static void
test_without_slots_nobody_is_counted_out(void **state)
{
	struct mc_ctx ctx = {.arena = NULL};
	struct mc_gate *gate = gate_of(0, 0, 0);
	struct mc_gate_stats stats;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	mc_gate_read_stats(gate, &stats);
	assert_int_equal(stats.inside, 1000);
	for (size_t i = 0; i < 1000; i++)
		mc_gate_leave(gate);
	mc_gate_free(gate);
}

struct queuer {
	pthread_t thread;
	struct mc_gate *gate;
	size_t *served; /* of all, inside the only slot */
	size_t place;
	bool first;
};

static void *
queue(void *argument)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct queuer *queuer = argument;

	if ((queuer->first ? mc_gate_enter_first : mc_gate_enter)(&ctx, queuer->gate) != MC_OK)
		return NULL;
	queuer->place = (*queuer->served)++;
	mc_gate_leave(queuer->gate);
	return queuer;
}

static void
test_who_came_first_goes_first(void **state)
{
	struct mc_ctx ctx = {.arena = NULL};
	struct mc_gate *gate = gate_of(1, QUEUERS, 60000);
	struct queuer queuers[QUEUERS];
	struct mc_gate_stats stats;
	size_t served = 0;
	void *done;

	(void)state;
	assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	for (size_t i = 0; i < QUEUERS; i++) {
		queuers[i] = (struct queuer){.gate = gate, .served = &served};
		assert_int_equal(pthread_create(&queuers[i].thread, NULL, queue, &queuers[i]), 0);
		do
			mc_gate_read_stats(gate, &stats);
		while (stats.waiting != i + 1);
	}
	assert_refused(gate);
	mc_gate_leave(gate);
	for (size_t i = 0; i < QUEUERS; i++) {
		assert_int_equal(pthread_join(queuers[i].thread, &done), 0);
		assert_ptr_equal(done, &queuers[i]);
		assert_int_equal(queuers[i].place, i);
	}
	mc_gate_read_stats(gate, &stats);
	assert_int_equal(stats.inside, 0);
	mc_gate_free(gate);
}

/* Every third one is let before: they keep their order, and no queue is too long for them. */
static void
test_who_is_let_before_passes_those_who_wait(void **state)
{
	struct mc_ctx ctx = {.arena = NULL};
	struct mc_gate *gate = gate_of(1, QUEUERS - 1, 60000);
	struct queuer queuers[QUEUERS];
	const size_t places[QUEUERS] = {3, 4, 0, 5, 6, 1, 7, 2};
	struct mc_gate_stats stats;
	size_t served = 0;

	(void)state;
	assert_int_equal(mc_gate_enter(&ctx, gate), MC_OK);
	for (size_t i = 0; i < QUEUERS; i++) {
		queuers[i] = (struct queuer){
		    .gate = gate, .served = &served, .first = i % 3 == 2 || i == QUEUERS - 1};
		assert_int_equal(pthread_create(&queuers[i].thread, NULL, queue, &queuers[i]), 0);
		do
			mc_gate_read_stats(gate, &stats);
		while (stats.waiting != i + 1);
		if (i == QUEUERS - 2)
			assert_refused(gate);
	}
	mc_gate_leave(gate);
	for (size_t i = 0; i < QUEUERS; i++) {
		assert_int_equal(pthread_join(queuers[i].thread, NULL), 0);
		assert_int_equal(queuers[i].place, places[i]);
	}
	mc_gate_free(gate);
}

/* Lets a queue of one move after a while, and fills it up again until somebody is not let in. */
static size_t
fill_after(struct mc_gate *gate, struct queuer queuers[], size_t count, unsigned ms, size_t *served)
{
	struct mc_gate_stats stats;
	size_t begun = 0;

	do {
		queuers[begun] = (struct queuer){.gate = gate, .served = served};
		assert_int_equal(
		    pthread_create(&queuers[begun].thread, NULL, queue, &queuers[begun]), 0);
		begun++;
		do
			mc_gate_read_stats(gate, &stats);
		while (stats.waiting + stats.refused + *served < begun);
		if (begun == 1) {
			(void)usleep(ms * 1000);
			mc_gate_leave(gate);
			assert_int_equal(pthread_join(queuers[0].thread, NULL), 0);
			assert_int_equal(
			    mc_gate_enter(&(struct mc_ctx){.arena = NULL}, gate), MC_OK);
		}
	} while (stats.refused == 0 && begun < count);
	return begun;
}

static void
test_who_would_wait_too_long_is_told_at_once(void **state)
{
	enum { MOST = 30, MS = 250, WAIT_MS = 20 * MS };
	struct mc_gate *gate = gate_of(1, MOST, WAIT_MS);
	struct queuer queuers[MOST];
	struct mc_gate_stats stats;
	size_t served = 0;
	uint64_t begin;
	size_t begun;

	(void)state;
	assert_int_equal(mc_gate_enter(&(struct mc_ctx){.arena = NULL}, gate), MC_OK);
	begun = fill_after(gate, queuers, MOST, MS, &served);
	mc_gate_read_stats(gate, &stats);
	assert_int_equal(stats.refused, 1);
	assert_in_range(stats.waiting, 1, WAIT_MS * 3 / 4 / MS);
	begin = mc_clock_monotonic_us();
	assert_refused(gate);
	assert_true(mc_clock_monotonic_us() - begin < (uint64_t)WAIT_MS * 1000 / 2);
	/* As soon as it moves faster there is room again. */
	mc_gate_leave(gate);
	for (size_t i = 1; i < begun; i++)
		assert_int_equal(pthread_join(queuers[i].thread, NULL), 0);
	assert_int_equal(served, begun - 1);
	mc_gate_free(gate);
}

static void
test_who_joins_a_queue_that_stands_is_told_at_once(void **state)
{
	enum { WAIT_MS = 200 };
	struct mc_gate *gate = gate_of(1, QUEUERS, WAIT_MS);
	struct queuer queuers[QUEUERS];
	struct mc_gate_stats stats = {0};
	size_t served = 0;
	size_t begun = 0;

	(void)state;
	assert_int_equal(mc_gate_enter(&(struct mc_ctx){.arena = NULL}, gate), MC_OK);
	/* One comes each half of the time that one may wait: the third finds that nobody moved. */
	while (begun < QUEUERS) {
		queuers[begun] = (struct queuer){.gate = gate, .served = &served};
		assert_int_equal(
		    pthread_create(&queuers[begun].thread, NULL, queue, &queuers[begun]), 0);
		begun++;
		(void)usleep(WAIT_MS * 1000 / 2 + 20000);
	}
	for (size_t i = 0; i < begun; i++)
		assert_int_equal(pthread_join(queuers[i].thread, NULL), 0);
	mc_gate_read_stats(gate, &stats);
	assert_int_equal(stats.refused, QUEUERS);
	assert_in_range(stats.waited, 1, QUEUERS - 1);
	mc_gate_leave(gate);
	mc_gate_free(gate);
}

static void
test_a_pace_of_long_ago_keeps_nobody_out(void **state)
{
	enum { MS = 500, WAIT_MS = 3 * MS };
	struct mc_gate *gate = gate_of(1, QUEUERS, WAIT_MS);
	struct queuer queuers[QUEUERS];
	struct mc_gate_stats stats;
	size_t served = 0;
	size_t begun;

	(void)state;
	assert_int_equal(mc_gate_enter(&(struct mc_ctx){.arena = NULL}, gate), MC_OK);
	begun = fill_after(gate, queuers, QUEUERS, MS, &served);
	mc_gate_leave(gate);
	for (size_t i = 1; i < begun; i++)
		assert_int_equal(pthread_join(queuers[i].thread, NULL), 0);
	(void)usleep((WAIT_MS + 100) * 1000);
	assert_int_equal(mc_gate_enter(&(struct mc_ctx){.arena = NULL}, gate), MC_OK);
	for (size_t i = 0; i < QUEUERS; i++) {
		queuers[i] = (struct queuer){.gate = gate, .served = &served};
		assert_int_equal(pthread_create(&queuers[i].thread, NULL, queue, &queuers[i]), 0);
		do
			mc_gate_read_stats(gate, &stats);
		while (stats.waiting < i + 1 && stats.refused == 1);
	}
	mc_gate_leave(gate);
	for (size_t i = 0; i < QUEUERS; i++)
		assert_int_equal(pthread_join(queuers[i].thread, NULL), 0);
	mc_gate_read_stats(gate, &stats);
	assert_int_equal(stats.refused, 1);
	mc_gate_free(gate);
}

struct crowd {
	struct mc_gate *gate;
	atomic_size_t inside;
	atomic_size_t most;
};

static void *
push(void *argument)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct crowd *crowd = argument;

	for (size_t i = 0; i < ROUNDS; i++) {
		struct mc_ctx ctx = {.arena = arena};
		size_t inside;

		if (mc_gate_enter(&ctx, crowd->gate) != MC_OK)
			return NULL;
		inside = atomic_fetch_add(&crowd->inside, 1) + 1;
		if (inside > atomic_load(&crowd->most))
			atomic_store(&crowd->most, inside);
		(void)atomic_fetch_sub(&crowd->inside, 1);
		mc_gate_leave(crowd->gate);
	}
	return crowd;
}

static void
test_a_crowd_never_overfills_it_and_everybody_gets_through(void **state)
{
	struct crowd crowd = {.gate = gate_of(2, CROWD, 60000)};
	struct mc_gate_stats stats;
	pthread_t threads[CROWD];
	void *done;

	(void)state;
	for (size_t i = 0; i < CROWD; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, push, &crowd), 0);
	for (size_t i = 0; i < CROWD; i++) {
		assert_int_equal(pthread_join(threads[i], &done), 0);
		assert_ptr_equal(done, &crowd);
	}
	assert_in_range(atomic_load(&crowd.most), 1, 2);
	mc_gate_read_stats(crowd.gate, &stats);
	assert_int_equal(stats.entered, (size_t)CROWD * ROUNDS);
	assert_int_equal(stats.inside, 0);
	assert_int_equal(stats.refused, 0);
	mc_gate_free(crowd.gate);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_full_queue_refuses_at_once),
	    cmocka_unit_test(test_waiting_has_an_end),
	    cmocka_unit_test(test_without_slots_nobody_is_counted_out),
	    cmocka_unit_test(test_who_came_first_goes_first),
	    cmocka_unit_test(test_who_is_let_before_passes_those_who_wait),
	    cmocka_unit_test(test_who_would_wait_too_long_is_told_at_once),
	    cmocka_unit_test(test_who_joins_a_queue_that_stands_is_told_at_once),
	    cmocka_unit_test(test_a_pace_of_long_ago_keeps_nobody_out),
	    cmocka_unit_test(test_a_crowd_never_overfills_it_and_everybody_gets_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
