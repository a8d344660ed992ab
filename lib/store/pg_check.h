/* Whether the program fits a database: the release of the schema, and tables, columns, functions
 * and rights that its statements need. */
#ifndef MC_PG_CHECK_H
#define MC_PG_CHECK_H

#include <stdbool.h>

#include "lib/store/pg.h"

/* A program runs on the schema of its own release and of those next to it: on the one before until
 * that has been migrated, on the one after while its instances are replaced, or when one goes back.
 * Of release 0 is a database that was never migrated. */
bool mc_release_fits(unsigned program, unsigned schema);

/* Compares the releases and prepares each statement of a list that NULL ends. Fails with
 * MC_PROBLEM_SCHEMA_UNFIT and the reason in the internal text; statements that do not fit become
 * items of the problem, the statement's name as pointer. */
MC_MUST_CHECK enum mc_rc mc_pg_check(struct mc_ctx *ctx, const char *conninfo, unsigned release,
    const struct mc_statement *const statements[]);

#endif
