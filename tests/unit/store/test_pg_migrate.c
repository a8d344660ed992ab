/* Migrations on a real PostgreSQL, which the test starts for itself: each once, in order, and never
 * on a history that is not the program's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "api/commands/migrate.h"
#include "gen/queries.h"
#include "lib/store/pg_check.h"
#include "tests/unit/cluster.h"

static const struct mc_migration first[] = {
    {"migrations/0001_a", MC_MIGRATION_ONCE, "create table a (x int)", "a1"},
    {"functions/f", MC_MIGRATION_REPEATABLE,
	"create or replace function f() returns int language sql as 'select count(*)::int from a'",
	"f1"},
    {NULL, MC_MIGRATION_ONCE, NULL, NULL},
};

static const struct mc_migration second[] = {
    {"migrations/0001_a", MC_MIGRATION_ONCE, "create table a (x int)", "a1"},
    {"migrations/0002_b", MC_MIGRATION_ONCE, "create table b (x int); insert into b values (1)",
	"b1"},
    {"functions/f", MC_MIGRATION_REPEATABLE,
	"create or replace function f() returns int language sql as 'select count(*)::int from b'",
	"f2"},
    {NULL, MC_MIGRATION_ONCE, NULL, NULL},
};

static const struct mc_migration changed[] = {
    {"migrations/0001_a", MC_MIGRATION_ONCE, "create table a (x text)", "a2"},
    {"migrations/0002_b", MC_MIGRATION_ONCE, "create table b (x int); insert into b values (1)",
	"b1"},
    {NULL, MC_MIGRATION_ONCE, NULL, NULL},
};

static const struct mc_migration failing[] = {
    {"migrations/0001_a", MC_MIGRATION_ONCE, "create table a (x int)", "a1"},
    {"migrations/0002_b", MC_MIGRATION_ONCE, "create table b (x int); insert into b values (1)",
	"b1"},
    {"migrations/0003_c", MC_MIGRATION_ONCE, "create table c (x int)", "c1"},
    {"migrations/0004_d", MC_MIGRATION_ONCE, "create table d (x int); select nonsense", "d1"},
    {NULL, MC_MIGRATION_ONCE, NULL, NULL},
};

static const struct mc_statement count_from_f = {.name = "f", .text = "select f()"};
static const struct mc_statement of_c = {.name = "c", .text = "select x from c"};
static const struct mc_statement of_d = {.name = "d", .text = "select x from d"};

static void
count_one(void *cls, const char *name)
{
	(void)name;
	++*(size_t *)cls;
}

static enum mc_rc
migrate(struct mc_ctx *ctx, const struct mc_migration migrations[], size_t *ret_applied)
{
	struct mc_migration_report report = {.applied = count_one, .cls = ret_applied};

	*ret_applied = 0;
	mc_problem_clear(ctx);
	return mc_pg_migrate(ctx, cluster_conninfo, migrations, &report);
}

static void
test_each_runs_once_in_order(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	const struct mc_statement *const statements[] = {&count_from_f, NULL};
	size_t applied;

	assert_int_equal(migrate(&ctx, first, &applied), MC_OK);
	assert_int_equal(applied, 2);
	assert_int_equal(migrate(&ctx, first, &applied), MC_OK);
	assert_int_equal(applied, 0);
	assert_int_equal(migrate(&ctx, second, &applied), MC_OK);
	assert_int_equal(applied, 2);
	assert_int_equal(mc_pg_check(&ctx, cluster_conninfo, statements), MC_OK);
}

static void
test_a_foreign_history_is_refused(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	size_t applied;

	assert_int_equal(migrate(&ctx, changed, &applied), MC_FAILED);
	assert_int_equal(applied, 0);
	assert_string_equal(ctx.problem.internal,
	    "migrations/0001_a has changed after it ran; write a new migration instead");
	assert_int_equal(migrate(&ctx, first, &applied), MC_FAILED);
	assert_int_equal(applied, 0);
	assert_non_null(strstr(ctx.problem.internal, "migrations/0002_b"));
}

static void
test_a_failure_keeps_what_was_whole(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	const struct mc_statement *const statements[] = {&of_c, &of_d, NULL};
	size_t applied;

	assert_int_equal(migrate(&ctx, failing, &applied), MC_FAILED);
	assert_int_equal(applied, 1);
	assert_non_null(strstr(ctx.problem.internal, "nonsense"));
	mc_problem_clear(&ctx);
	assert_int_equal(mc_pg_check(&ctx, cluster_conninfo, statements), MC_FAILED);
	assert_int_equal(ctx.problem.error_count, 1);
	assert_string_equal(ctx.problem.errors[0].pointer, "d");
}

static void
test_the_schema_of_the_program(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	size_t applied;

	assert_true(cluster_command("create", "program", NULL));
	(void)snprintf(cluster_conninfo, sizeof(cluster_conninfo),
	    "host='%s/socket' dbname=program user=motcua_owner", cluster_folder);
	assert_int_equal(migrate(&ctx, mc_migrations, &applied), MC_OK);
	assert_true(applied > 10);
	assert_int_equal(migrate(&ctx, mc_migrations, &applied), MC_OK);
	assert_int_equal(applied, 0);
	if (mc_pg_check(&ctx, cluster_conninfo, mc_statements) != MC_OK)
		fail_msg("%s: %s", ctx.problem.errors[0].pointer, ctx.problem.errors[0].detail_en);
}

static int
start_server(void **state)
{
	(void)state;
	return cluster_start() ? 0 : -1;
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
	    TEST(test_each_runs_once_in_order),
	    TEST(test_a_foreign_history_is_refused),
	    TEST(test_a_failure_keeps_what_was_whole),
	    TEST(test_the_schema_of_the_program),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
