/* Pools and batches on a real PostgreSQL, which the test starts for itself: what succeeds together,
 * what fails together, and what happens when the server or its answers do not come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/gate.h"
#include "lib/store/pg_private.h"
#include "tests/unit/cluster.h"

static const unsigned text_types[] = {25, 25};

#define STATEMENT(symbol, sql, count)                                                              \
	static const struct mc_statement symbol = {                                                \
	    .name = #symbol, .text = (sql), .param_count = (count), .param_types = text_types}

STATEMENT(echo, "select $1 as one, $2 as two", 2);
STATEMENT(nothing, "select 1 as x where false", 0);
STATEMENT(set_name, "select set_config('motcua.account', $1, true)", 1);
STATEMENT(get_name, "select current_setting('motcua.account', true) as name", 0);
STATEMENT(insert, "insert into thing (id, parent) values ($1::int, $2::int)", 2);
STATEMENT(count_things, "select count(*) as n from thing", 0);
STATEMENT(divide, "select 1 / ($1::int - 1) as x", 1);
STATEMENT(broken, "select nonsense", 0);
STATEMENT(doze, "select pg_sleep($1::float8)::text as x", 1);
STATEMENT(raise_problem, "select fail($1, $2)", 2);
STATEMENT(wide, "select * from shape", 0);
STATEMENT(widen, "alter table shape add column b text default 'b'", 0);
STATEMENT(end_me, "select pg_terminate_backend(pg_backend_pid())::text as x", 0);
STATEMENT(end_once,
    "select pg_terminate_backend(pg_backend_pid())::text as x from nextval('attempts') as n where "
    "n = 1",
    0);
STATEMENT(bump, "update pair set n = n + 1 where id = $1::int", 1);
STATEMENT(large, "select repeat('x', $1::int) as x", 1);

static struct mc_pg_pool *
open_pool(size_t size, unsigned statement_timeout_ms)
{
	struct mc_pg_options options = {.conninfo = cluster_conninfo,
	    .application_name = "test",
	    .size = size,
	    .wait_ms = 200,
	    .statement_timeout_ms = statement_timeout_ms,
	    .lock_timeout_ms = 2000};

	return mc_pg_pool_new(&options);
}

static enum mc_rc
run_one(struct mc_ctx *ctx, struct mc_pg_pool *pool, const struct mc_statement *statement,
    const char *first, const char *second, const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(ctx, pool);
	const char *const params[] = {first, second};

	(void)mc_batch_add(batch, statement, params);
	if (mc_batch_run(batch) != MC_OK)
		return MC_FAILED;
	*ret_rows = mc_batch_rows(batch, 0);
	return MC_OK;
}

static const char *
count_of(struct mc_ctx *ctx, struct mc_pg_pool *pool)
{
	const struct mc_rows *rows = NULL;

	assert_int_equal(run_one(ctx, pool, &count_things, NULL, NULL, &rows), MC_OK);
	return mc_rows_get(rows, 0, "n");
}

static void
test_values_come_back(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 20000);
	const struct mc_rows *rows = NULL;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(run_one(&ctx, pool, &echo, "Đất ' \"", NULL, &rows), MC_OK);
		assert_int_equal(mc_rows_count(rows), 1);
		assert_string_equal(mc_rows_get(rows, 0, "one"), "Đất ' \"");
		assert_null(mc_rows_get(rows, 0, "two"));
		assert_null(mc_rows_find(rows, 0, "three"));
	}
	assert_int_equal(run_one(&ctx, pool, &nothing, NULL, NULL, &rows), MC_OK);
	assert_int_equal(mc_rows_count(rows), 0);
	assert_int_equal(run_one(&ctx, pool, &large, "3000000", NULL, &rows), MC_OK);
	assert_int_equal(strlen(mc_rows_get(rows, 0, "x")), 3000000);
	mc_pg_pool_free(pool);
}

static void
test_a_large_parameter_goes_out(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 60000);
	struct mc_batch *batch = mc_batch_new(&ctx, pool);
	char *text = mc_alloc(*state, 4000001);
	const char *const params[] = {text, text};

	memset(text, 'x', 4000000);
	for (int i = 0; i < 4; i++)
		(void)mc_batch_add(batch, &echo, params);
	assert_int_equal(mc_batch_run(batch), MC_OK);
	assert_int_equal(strlen(mc_rows_get(mc_batch_rows(batch, 3), 0, "two")), 4000000);
	mc_pg_pool_free(pool);
}

static void
test_a_batch_is_one_transaction(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 20000);
	struct mc_batch *batch = mc_batch_new(&ctx, pool);
	const char *const name[] = {"someone"};
	const char *const thing[] = {"1", NULL};
	const char *const bad[] = {"1"};
	const struct mc_rows *rows = NULL;

	(void)mc_batch_add(batch, &set_name, name);
	(void)mc_batch_add(batch, &insert, thing);
	(void)mc_batch_add(batch, &get_name, NULL);
	(void)mc_batch_add(batch, &divide, bad);
	(void)mc_batch_add(batch, &count_things, NULL);
	assert_int_equal(mc_batch_run(batch), MC_FAILED);
	assert_memory_equal(ctx.problem.internal, "22012 - (divide, process ", 25);
	mc_problem_clear(&ctx);
	assert_string_equal(count_of(&ctx, pool), "0");
	/* The setting ended with its transaction; statements after the failure can still be
	 * prepared. */
	assert_int_equal(run_one(&ctx, pool, &get_name, NULL, NULL, &rows), MC_OK);
	assert_string_equal(mc_rows_get(rows, 0, "name"), "");
	mc_pg_pool_free(pool);
}

static void
test_a_deferred_constraint_fails_the_batch(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 20000);
	const struct mc_rows *rows = NULL;

	assert_int_equal(run_one(&ctx, pool, &insert, "2", "99", &rows), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
	assert_memory_equal(ctx.problem.internal, "23503", 5);
	assert_non_null(strstr(ctx.problem.internal, "(commit, process "));
	mc_problem_clear(&ctx);
	assert_string_equal(count_of(&ctx, pool), "0");
	mc_pg_pool_free(pool);
}

static void
test_our_own_errors_become_problems(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 20000);
	const struct mc_rows *rows = NULL;

	assert_int_equal(run_one(&ctx, pool, &raise_problem, "stale", "vì sao", &rows), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_STALE);
	assert_string_equal(ctx.problem.detail, "vì sao");
	mc_problem_clear(&ctx);
	assert_int_equal(run_one(&ctx, pool, &broken, NULL, NULL, &rows), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
	mc_problem_clear(&ctx);
	assert_string_equal(count_of(&ctx, pool), "0");
	mc_pg_pool_free(pool);
}

static void
test_a_slow_statement_times_out(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 200);
	const struct mc_rows *rows = NULL;
	uint64_t start = mc_clock_monotonic_us();

	assert_int_equal(run_one(&ctx, pool, &doze, "5", NULL, &rows), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_OVERLOADED);
	assert_true(mc_clock_monotonic_us() - start < 2000000);
	mc_problem_clear(&ctx);
	assert_string_equal(count_of(&ctx, pool), "0");
	mc_pg_pool_free(pool);
}

static void
test_a_changed_table_is_no_failure(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 20000);
	struct mc_pg_pool *other = open_pool(1, 20000);
	const struct mc_rows *rows = NULL;

	assert_int_equal(run_one(&ctx, pool, &wide, NULL, NULL, &rows), MC_OK);
	assert_null(mc_rows_find(rows, 0, "b"));
	assert_int_equal(run_one(&ctx, other, &widen, NULL, NULL, &rows), MC_OK);
	assert_int_equal(run_one(&ctx, pool, &wide, NULL, NULL, &rows), MC_OK);
	assert_string_equal(mc_rows_get(rows, 0, "b"), "b");
	mc_pg_pool_free(pool);
	mc_pg_pool_free(other);
}

static void
test_a_lost_connection(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 20000);
	const struct mc_rows *rows = NULL;
	struct mc_batch *batch;
	struct mc_pg_pool_stats stats;

	assert_int_equal(run_one(&ctx, pool, &end_me, NULL, NULL, &rows), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_DATABASE_UNAVAILABLE);
	assert_int_equal(ctx.problem.retry_after, 2);
	mc_problem_clear(&ctx);
	assert_string_equal(count_of(&ctx, pool), "0");

	batch = mc_batch_new(&ctx, pool);
	(void)mc_batch_add(batch, &end_once, NULL);
	mc_batch_set_repeatable(batch);
	assert_int_equal(mc_batch_run(batch), MC_OK);
	assert_int_equal(mc_rows_count(mc_batch_rows(batch, 0)), 0);
	mc_pg_pool_read_stats(pool, &stats);
	assert_int_equal(stats.leased, 0);
	assert_int_equal(stats.connects, 3);
	mc_pg_pool_free(pool);
}

/* Raises two rows in one order or the other. */
struct lifter {
	pthread_t thread;
	struct mc_pg_pool *pool;
	const char *order[2];
	int failures;
};

static void *
lift(void *argument)
{
	struct lifter *lifter = argument;

	for (int i = 0; i < 20; i++) {
		MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
		struct mc_ctx ctx = {.arena = arena};
		struct mc_batch *batch = mc_batch_new(&ctx, lifter->pool);
		const char *const pause[] = {"0.01"};

		(void)mc_batch_add(batch, &bump, &lifter->order[0]);
		(void)mc_batch_add(batch, &doze, pause);
		(void)mc_batch_add(batch, &bump, &lifter->order[1]);
		if (mc_batch_run(batch) != MC_OK)
			lifter->failures++;
	}
	return NULL;
}

static void
test_deadlocks_are_tried_again(void **state)
{
	struct mc_pg_pool *pool = open_pool(2, 60000);
	struct lifter lifters[2] = {
	    {.pool = pool, .order = {"1", "2"}}, {.pool = pool, .order = {"2", "1"}}};

	(void)state;
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&lifters[i].thread, NULL, lift, &lifters[i]), 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_join(lifters[i].thread, NULL), 0);
	/* A second deadlock in a row is possible and is told; most must get through. */
	assert_true(lifters[0].failures + lifters[1].failures < 20);
	mc_pg_pool_free(pool);
}

/* Keeps the pool's only connection for a while. */
static void *
occupy(void *argument)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const struct mc_rows *rows = NULL;

	return run_one(&ctx, argument, &doze, "0.6", NULL, &rows) == MC_OK ? argument : NULL;
}

static void
test_waiting_for_a_connection_is_bounded(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(1, 20000);
	const struct mc_rows *rows = NULL;
	struct mc_pg_pool_stats stats;
	pthread_t thread;
	void *occupied;
	uint64_t start;

	assert_int_equal(pthread_create(&thread, NULL, occupy, pool), 0);
	do
		mc_pg_pool_read_stats(pool, &stats);
	while (stats.leased == 0);
	start = mc_clock_monotonic_us();
	assert_int_equal(run_one(&ctx, pool, &count_things, NULL, NULL, &rows), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_OVERLOADED);
	assert_in_range(mc_clock_monotonic_us() - start, 190000, 550000);
	assert_int_equal(pthread_join(thread, &occupied), 0);
	assert_ptr_equal(occupied, pool);
	mc_problem_clear(&ctx);
	assert_string_equal(count_of(&ctx, pool), "0");
	mc_pg_pool_read_stats(pool, &stats);
	assert_int_equal(stats.timeouts, 1);
	mc_pg_pool_free(pool);
}

struct queuer {
	pthread_t thread;
	struct mc_pg_pool *pool;
	size_t *served; /* of all, under the pool's only connection */
	size_t place;
};

static void *
queue(void *argument)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct queuer *queuer = argument;
	struct mc_pg_connection *connection;

	if (mc_pg_lease(&ctx, queuer->pool, &connection) != MC_OK)
		return NULL;
	queuer->place = (*queuer->served)++;
	mc_pg_return(queuer->pool, connection, true);
	return queuer;
}

static void
test_who_came_first_is_served_first(void **state)
{
	enum { QUEUERS = 8 };
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_options options = {.conninfo = cluster_conninfo,
	    .application_name = "test",
	    .size = 1,
	    .wait_ms = 60000,
	    .statement_timeout_ms = 20000,
	    .lock_timeout_ms = 2000};
	struct mc_pg_pool *pool = mc_pg_pool_new(&options);
	struct mc_pg_connection *connection;
	struct mc_pg_pool_stats stats;
	struct queuer queuers[QUEUERS];
	size_t served = 0;
	void *done;

	assert_int_equal(mc_pg_lease(&ctx, pool, &connection), MC_OK);
	for (size_t i = 0; i < QUEUERS; i++) {
		queuers[i] = (struct queuer){.pool = pool, .served = &served};
		assert_int_equal(pthread_create(&queuers[i].thread, NULL, queue, &queuers[i]), 0);
		do
			mc_pg_pool_read_stats(pool, &stats);
		while (stats.waits < i + 1);
	}
	/* a connection that broke is no turn lost */
	mc_pg_return(pool, connection, false);
	for (size_t i = 0; i < QUEUERS; i++) {
		assert_int_equal(pthread_join(queuers[i].thread, &done), 0);
		assert_ptr_equal(done, &queuers[i]);
		assert_int_equal(queuers[i].place, i);
	}
	mc_pg_pool_free(pool);
}

enum { BUDGET = 3, POOLS = 3, SHARERS = 6, TURNS = 200 };

STATEMENT(connections,
    "select count(*)::text as x from pg_stat_activity where application_name = 'shared'", 0);
STATEMENT(who, "select session_user::text as x", 0);

/* One of several threads that lease now from this pool, now from that one. */
struct sharer {
	pthread_t thread;
	struct mc_pg_pool **pools;
	size_t first;
};

static void *
share(void *argument)
{
	struct sharer *sharer = argument;
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const struct mc_rows *rows = NULL;

	for (size_t turn = 0; turn < TURNS; turn++) {
		if (run_one(&ctx, sharer->pools[(sharer->first + turn) % POOLS], &connections, NULL,
			NULL, &rows) != MC_OK)
			return NULL;
		mc_arena_reset(arena);
	}
	return sharer;
}

/* A connection that was closed is still counted until its server process has ended. */
static void
test_pools_share_a_budget(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_budget *budget = mc_pg_budget_new(BUDGET);
	struct mc_gate_options leases = {
	    .name = "test", .slots = BUDGET, .queue = SIZE_MAX, .wait_ms = 60000};
	struct mc_gate *gate = mc_gate_new(&leases);
	struct mc_pg_options options = {.conninfo = cluster_conninfo,
	    .application_name = "shared",
	    .size = BUDGET,
	    .gate = gate,
	    .budget = budget,
	    .wait_ms = 60000,
	    .statement_timeout_ms = 20000,
	    .lock_timeout_ms = 2000};
	struct mc_pg_pool *pools[POOLS];
	struct sharer sharers[SHARERS];
	struct mc_pg_pool_stats stats;
	unsigned long connects = 0;
	const struct mc_rows *rows = NULL;

	for (size_t i = 0; i < POOLS; i++)
		pools[i] = mc_pg_pool_new(&options);
	for (size_t i = 0; i < SHARERS; i++) {
		sharers[i] = (struct sharer){.pools = pools, .first = i};
		assert_int_equal(pthread_create(&sharers[i].thread, NULL, share, &sharers[i]), 0);
	}
	for (size_t i = 0; i < SHARERS; i++) {
		void *done;

		assert_int_equal(pthread_join(sharers[i].thread, &done), 0);
		assert_ptr_equal(done, &sharers[i]);
	}
	for (size_t i = 0; i < POOLS; i++) {
		mc_pg_pool_read_stats(pools[i], &stats);
		assert_int_equal(stats.failures, 0);
		assert_int_equal(stats.leased, 0);
		connects += stats.connects;
	}
	assert_true(connects > BUDGET);
	do
		assert_int_equal(run_one(&ctx, pools[0], &connections, NULL, NULL, &rows), MC_OK);
	while (strtoul(mc_rows_get(rows, 0, "x"), NULL, 10) > BUDGET);
	for (size_t i = 0; i < POOLS; i++)
		mc_pg_pool_free(pools[i]);
	mc_pg_budget_free(budget);
	mc_gate_free(gate);
}

static void
test_a_pool_signs_in_as_its_role(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_options options = {.conninfo = cluster_conninfo,
	    .user = "motcua_citizen",
	    .application_name = "test",
	    .size = 1,
	    .wait_ms = 200,
	    .statement_timeout_ms = 20000,
	    .lock_timeout_ms = 2000};
	struct mc_pg_pool *pool = mc_pg_pool_new(&options);
	const struct mc_rows *rows = NULL;

	assert_int_equal(run_one(&ctx, pool, &who, NULL, NULL, &rows), MC_OK);
	assert_string_equal(mc_rows_get(rows, 0, "x"), "motcua_citizen");
	mc_pg_pool_free(pool);
}

static void
test_a_server_that_comes_back(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_pg_pool *pool = open_pool(2, 20000);
	const struct mc_rows *rows = NULL;

	assert_string_equal(count_of(&ctx, pool), "0");
	assert_true(cluster_command("stop", NULL, NULL));
	for (int i = 0; i < 5; i++) {
		mc_problem_clear(&ctx);
		assert_int_equal(run_one(&ctx, pool, &count_things, NULL, NULL, &rows), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_DATABASE_UNAVAILABLE);
	}
	assert_true(cluster_run());
	mc_clock_sleep_ms(250);
	mc_problem_clear(&ctx);
	assert_string_equal(count_of(&ctx, pool), "0");
	mc_pg_pool_free(pool);
}

static const char *const schema[] = {
    "create table thing (id int primary key,"
    " parent int references thing deferrable initially deferred)",
    "create table shape as select 'a' as a",
    "create table pair as select id, 0 as n from generate_series(1, 2) id",
    "create sequence attempts",
    "create function fail(code text, detail text) returns void language plpgsql as $$ begin"
    " raise exception using errcode = 'MC001', message = code, detail = detail; end $$",
};

static int
start_server(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_pg_pool *pool;
	enum mc_rc rc = MC_OK;

	(void)state;
	if (!cluster_start())
		return -1;
	pool = open_pool(1, 60000);
	for (size_t i = 0; i < sizeof(schema) / sizeof(schema[0]) && rc == MC_OK; i++) {
		struct mc_statement *statement = mc_alloc(arena, sizeof(*statement));
		const struct mc_rows *rows = NULL;

		statement->name = mc_sprintf(arena, "schema_%zu", i);
		statement->text = schema[i];
		rc = run_one(&ctx, pool, statement, NULL, NULL, &rows);
	}
	mc_pg_pool_free(pool);
	if (rc != MC_OK)
		print_error("%s\n", ctx.problem.internal);
	return rc == MC_OK ? 0 : -1;
}

static int
stop_server(void **state)
{
	(void)state;
	return cluster_remove() ? 0 : -1;
}

static int
set_up(void **state)
{
	*state = mc_arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	mc_arena_free(*state);
	return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_values_come_back),
	    TEST(test_a_large_parameter_goes_out),
	    TEST(test_a_batch_is_one_transaction),
	    TEST(test_a_deferred_constraint_fails_the_batch),
	    TEST(test_our_own_errors_become_problems),
	    TEST(test_a_slow_statement_times_out),
	    TEST(test_a_changed_table_is_no_failure),
	    TEST(test_a_lost_connection),
	    TEST(test_deadlocks_are_tried_again),
	    TEST(test_waiting_for_a_connection_is_bounded),
	    TEST(test_who_came_first_is_served_first),
	    TEST(test_pools_share_a_budget),
	    TEST(test_a_pool_signs_in_as_its_role),
	    TEST(test_a_server_that_comes_back),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
