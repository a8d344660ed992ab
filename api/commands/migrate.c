/* The command migrate: as the owner of the database, which the program that serves is not. */
#include "api/commands/migrate.h"

#include <stdio.h>

#include "api/commands/command.h"

static void
print_name(void *cls, const char *name)
{
	size_t *count = cls;

	(*count)++;
	(void)printf("%s\n", name);
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
	if (mc_pg_migrate(&ctx, conninfo, mc_migrations, &report) != MC_OK)
		return mc_command_failed("migrate", &ctx);
	(void)printf("%zu applied, the schema is up to date\n", count);
	return MC_EXIT_DONE;
}
