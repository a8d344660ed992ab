/* The command migrate: as the owner of the database, which the program that serves is not. Makes
 * the partitions of the months to come too, without which nothing can be written; the worker goes
 * on with that. */
#include "api/commands/migrate.h"

#include <stdio.h>

#include "api/commands/command.h"
#include "gen/queries.h"

enum { STATEMENT_MS = 60000 };

static void
print_name(void *cls, const char *name)
{
	size_t *count = cls;

	(*count)++;
	(void)printf("%s\n", name);
}

static enum mc_rc
make_partitions(struct mc_ctx *ctx, const char *conninfo)
{
	const struct mc_pg_options options = {
	    .conninfo = conninfo,
	    .application_name = "motcua-migrate",
	    .size = 1,
	    .wait_ms = 5000,
	    .statement_timeout_ms = STATEMENT_MS,
	};
	struct mc_pg_pool *pool = mc_pg_pool_new(&options);
	struct mc_batch *batch = mc_batch_new(ctx, pool);
	enum mc_rc rc;

	(void)mc_batch_add(batch, &mc_sql_partitions_make, NULL);
	rc = mc_batch_run(batch);
	mc_pg_pool_free(pool);
	return rc;
}

int
mc_cmd_migrate(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;
	size_t count = 0;
	struct mc_migration_report report = {.applied = print_name, .cls = &count};
	const char *conninfo;

	(void)argv;
	if (argc > 0)
		return MC_EXIT_USAGE;
	if (mc_command_begin(&ctx, &config) != MC_OK)
		return mc_command_failed("migrate", &ctx);
	conninfo =
	    *config.owner_database_url != '\0' ? config.owner_database_url : config.database_url;
	if (mc_pg_migrate(&ctx, conninfo, MC_RELEASE, mc_migrations, &report) != MC_OK ||
	    make_partitions(&ctx, conninfo) != MC_OK)
		return mc_command_failed("migrate", &ctx);
	if (report.release > MC_RELEASE) {
		(void)printf("the schema is of release %u; this program of release %d runs on it, "
			     "and nothing is to be done\n",
		    report.release, MC_RELEASE);
		return MC_EXIT_DONE;
	}
	(void)printf("%zu applied, the schema is up to date\n", count);
	return MC_EXIT_DONE;
}
