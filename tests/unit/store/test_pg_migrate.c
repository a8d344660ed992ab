/* Migrations on a real PostgreSQL, which the test starts for itself: each once, in order, and never
 * on a history that is not the program's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "api/commands/migrate.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
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

static const struct mc_migration with_rights[] = {
    {"migrations/0001_a", MC_MIGRATION_ONCE, "create table a (x int)", "a1"},
    {"migrations/0002_b", MC_MIGRATION_ONCE, "create table b (x int); insert into b values (1)",
	"b1"},
    {"rights of tables", MC_MIGRATION_AFTER, "create table if not exists after_tables ()", "t1"},
    {"functions/f", MC_MIGRATION_REPEATABLE,
	"create or replace function f() returns int language sql as 'select 3'", "f3"},
    {"rights", MC_MIGRATION_AFTER, "create table if not exists after_all ()", "r1"},
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
	return mc_pg_migrate(ctx, cluster_conninfo, 2, migrations, &report);
}

/* A run beside the test. */
struct waiter {
	struct mc_ctx *ctx;
	const struct mc_migration *list;
	size_t applied;
	enum mc_rc rc;
	atomic_bool ended;
};

static void *
migrate_in_thread(void *argument)
{
	struct waiter *waiter = argument;

	waiter->rc = migrate(waiter->ctx, waiter->list, &waiter->applied);
	atomic_store(&waiter->ended, true);
	return NULL;
}

static bool
execute(PGconn *pg, const char *statement)
{
	PGresult *result = PQexecParams(pg, statement, 0, NULL, NULL, NULL, NULL, 0);
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK;

	PQclear(result);
	return done;
}

static bool
cluster_sql(const char *statement)
{
	PGconn *pg = PQconnectdb(cluster_conninfo);
	bool done = execute(pg, statement);

	PQfinish(pg);
	return done;
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
	assert_int_equal(mc_pg_check(&ctx, cluster_conninfo, 2, statements), MC_OK);
}

/* What runs after others runs again when one of them has, and only then; a run that ended before it
 * leaves that to the next. */
static void
test_rights_follow_what_they_are_of(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_migration list[sizeof(with_rights) / sizeof(with_rights[0])];
	size_t applied;

	memcpy(list, with_rights, sizeof(list));
	assert_int_equal(migrate(&ctx, list, &applied), MC_OK);
	assert_int_equal(applied, 3); /* the tables are there since the test before */
	assert_int_equal(migrate(&ctx, list, &applied), MC_OK);
	assert_int_equal(applied, 0);
	list[3].sha256 = "f4";
	list[4].text = "select nonsense";
	assert_int_equal(migrate(&ctx, list, &applied), MC_FAILED);
	assert_int_equal(applied, 1);
	assert_int_equal(migrate(&ctx, list, &applied), MC_FAILED);
	assert_int_equal(applied, 0);
	list[4].text = with_rights[4].text;
	assert_int_equal(migrate(&ctx, list, &applied), MC_OK);
	assert_int_equal(applied, 1);
}

/* Of two at once the later waits for its turn. */
static void
test_one_at_a_time(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_migration list[sizeof(with_rights) / sizeof(with_rights[0])];
	PGconn *first_one = PQconnectdb(cluster_conninfo);
	struct waiter waiter = {.ctx = &ctx, .list = list};
	pthread_t thread;

	memcpy(list, with_rights, sizeof(list));
	list[3].sha256 = "f5";
	assert_true(execute(first_one,
	    "do $$ begin perform pg_advisory_lock(hashtext('motcua migrations')); end $$"));
	assert_int_equal(pthread_create(&thread, NULL, migrate_in_thread, &waiter), 0);
	mc_clock_sleep_ms(200);
	assert_false(atomic_load(&waiter.ended));
	PQfinish(first_one);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(waiter.rc, MC_OK);
	assert_int_equal(waiter.applied, 2);
}

/* A program runs on the schema of its release and of those next to it, and migrates none that is
 * newer. */
static void
test_releases(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	const struct mc_statement *const none[] = {NULL};
	struct mc_migration_report report = {.applied = count_one};
	size_t applied = 0;

	report.cls = &applied;
	for (unsigned program = 1; program <= 3; program++)
		assert_int_equal(mc_pg_check(&ctx, cluster_conninfo, program, none), MC_OK);
	assert_int_equal(mc_pg_check(&ctx, cluster_conninfo, 4, none), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_SCHEMA_UNFIT);
	assert_string_equal(ctx.problem.internal,
	    "the schema is of release 2, this program of release 4; run: motcua migrate");
	mc_problem_clear(&ctx);
	assert_int_equal(mc_pg_migrate(&ctx, cluster_conninfo, 1, first, &report), MC_OK);
	assert_int_equal(report.release, 2);
	assert_int_equal(applied, 0);
	assert_int_equal(mc_pg_migrate(&ctx, cluster_conninfo, 4, with_rights, &report), MC_OK);
	assert_int_equal(report.release, 4);
	assert_int_equal(mc_pg_migrate(&ctx, cluster_conninfo, 2, with_rights, &report), MC_FAILED);
	assert_string_equal(ctx.problem.internal,
	    "the schema is of release 4, this program of release 2; use a newer program");
	mc_problem_clear(&ctx);
	assert_int_equal(mc_pg_check(&ctx, cluster_conninfo, 2, none), MC_FAILED);
	assert_string_equal(ctx.problem.internal,
	    "the schema is of release 4, this program of release 2; use a newer program");
	assert_true(cluster_sql("delete from schema_release where release = 4"));
	assert_true(cluster_sql("drop table after_tables, after_all"));
	assert_true(cluster_sql("delete from schema_migration where name like 'rights%'"));
}

/* Who has the table is waited for, but never long in one go: others would stand behind. */
static void
test_a_table_in_use_is_waited_for(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_migration list[sizeof(second) / sizeof(second[0]) + 1] = {{0}};
	PGconn *user = PQconnectdb(cluster_conninfo);
	PGconn *other = PQconnectdb(cluster_conninfo);
	pthread_t thread;
	struct waiter waiter = {.ctx = &ctx, .list = list};

	memcpy(list, second, 2 * sizeof(list[0]));
	list[2] = (struct mc_migration){"b on b", MC_MIGRATION_REPEATABLE,
	    "alter table b add column if not exists y int", "b2"};
	assert_true(execute(user, "begin"));
	assert_true(execute(user, "lock table b in row exclusive mode"));
	assert_int_equal(pthread_create(&thread, NULL, migrate_in_thread, &waiter), 0);
	assert_true(execute(other, "set lock_timeout = '1s'"));
	for (int i = 0; i < 20; i++) {
		assert_true(execute(other, "insert into b (x) values (2)"));
		mc_clock_sleep_ms(10);
	}
	assert_false(atomic_load(&waiter.ended));
	assert_true(execute(user, "rollback"));
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(waiter.rc, MC_OK);
	assert_int_equal(waiter.applied, 1);
	PQfinish(user);
	PQfinish(other);
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
	assert_int_equal(mc_pg_check(&ctx, cluster_conninfo, 2, statements), MC_FAILED);
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
	if (mc_pg_check(&ctx, cluster_conninfo, 2, mc_statements) != MC_OK)
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
	    TEST(test_a_table_in_use_is_waited_for),
	    TEST(test_rights_follow_what_they_are_of),
	    TEST(test_one_at_a_time),
	    TEST(test_releases),
	    TEST(test_a_foreign_history_is_refused),
	    TEST(test_a_failure_keeps_what_was_whole),
	    TEST(test_the_schema_of_the_program),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
