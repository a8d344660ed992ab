/* Whether the statements of the program fit a database: tables, columns, functions and rights. */
#ifndef MC_PG_CHECK_H
#define MC_PG_CHECK_H

#include "lib/store/pg.h"

/* Prepares each statement of a list that NULL ends. Those that do not fit become items of the
 * problem, the statement's name as pointer; any of them fails with MC_PROBLEM_INTERNAL. */
MC_MUST_CHECK enum mc_rc mc_pg_check(
    struct mc_ctx *ctx, const char *conninfo, const struct mc_statement *const statements[]);

#endif
