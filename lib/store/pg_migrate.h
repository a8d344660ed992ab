/* Bringing a database up to date from a list of SQL texts while it is used: each text is a
 * transaction of its own that waits but a moment for a table and is tried again, so that nobody who
 * uses the table waits longer. */
#ifndef MC_PG_MIGRATE_H
#define MC_PG_MIGRATE_H

#include "lib/base/problem.h"

enum mc_migration_kind {
	MC_MIGRATION_ONCE,       /* runs once, in the order of the list, before all others */
	MC_MIGRATION_REPEATABLE, /* runs again when it has changed */
	MC_MIGRATION_AFTER,      /* runs again when it or anything before it in the list has run */
};

struct mc_migration {
	const char *name; /* NULL after the last of a list */
	enum mc_migration_kind kind;
	const char *text;
	const char *sha256; /* hex, of the text */
};

struct mc_migration_report {
	void (*applied)(void *cls, const char *name); /* told of each text that was run */
	void *cls;
	unsigned release; /* out: which the schema is of now */
};

/* Runs what the database has not seen and notes that the schema is of this release now. One process
 * at a time; others wait for it. If it ends in between, what was done stays, and the next run goes
 * on. Fails before anything is done where a text that ran once has changed since or is not in the
 * list, or the schema is of a release later than the next; of the next one, nothing is done. */
MC_MUST_CHECK enum mc_rc mc_pg_migrate(struct mc_ctx *ctx, const char *conninfo, unsigned release,
    const struct mc_migration migrations[], struct mc_migration_report *report);

#endif
