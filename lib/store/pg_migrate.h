/* Bringing a database up to date from a list of SQL texts: those that run once, in their order, and
 * those that run again whenever they have changed. */
#ifndef MC_PG_MIGRATE_H
#define MC_PG_MIGRATE_H

#include "lib/base/problem.h"

enum mc_migration_kind { MC_MIGRATION_ONCE, MC_MIGRATION_REPEATABLE };

struct mc_migration {
	const char *name; /* NULL after the last of a list */
	enum mc_migration_kind kind;
	const char *text;
	const char *sha256; /* hex, of the text */
};

/* Told of each text that was run. */
struct mc_migration_report {
	void (*applied)(void *cls, const char *name);
	void *cls;
};

/* Runs what the database has not seen: each text that runs once in a transaction of its own, then
 * all changed repeatable ones in one transaction. One process at a time; others wait for it. A text
 * that ran once and has changed since, or that the list lacks, fails before anything is done. */
MC_MUST_CHECK enum mc_rc mc_pg_migrate(struct mc_ctx *ctx, const char *conninfo,
    const struct mc_migration migrations[], const struct mc_migration_report *report);

#endif
