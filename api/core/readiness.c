/* The release is read every time; the statements are held against the schema when the release is
 * another one than before, and now and then while they do not fit. */
#include "api/core/readiness.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "gen/queries.h"
#include "lib/store/pg_check.h"

enum { SELDOM = 5 }; /* every so many looks: what is written, and what costs something */

struct mc_readiness {
	const char *conninfo;
	atomic_int problem; /* enum mc_problem_id */
	unsigned looks;
	unsigned release; /* of the schema, when the statements were last held against it */
	bool compared;    /* whether they ever were */
	bool written;     /* the last time that it was tried; tried again at once while not */
};

struct mc_readiness *
mc_readiness_new(const char *conninfo)
{
	struct mc_readiness *readiness = calloc(1, sizeof(*readiness));

	if (readiness == NULL)
		abort();
	readiness->conninfo = conninfo;
	atomic_store(&readiness->problem, MC_PROBLEM_DATABASE_UNAVAILABLE);
	return readiness;
}

void
mc_readiness_free(struct mc_readiness *readiness)
{
	free(readiness);
}

enum mc_problem_id
mc_readiness_problem(const struct mc_readiness *readiness)
{
	return (enum mc_problem_id)atomic_load(&readiness->problem);
}

static enum mc_rc
ask(struct mc_ctx *ctx, struct mc_pg_pool *pool, const struct mc_statement *statement,
    const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(ctx, pool);

	(void)mc_batch_add(batch, statement, NULL);
	mc_batch_set_repeatable(batch);
	TRY(mc_batch_run(batch));
	*ret_rows = mc_batch_rows(batch, 0);
	return MC_OK;
}

/* A statement that cannot be asked at all, on a database that answers: the check has the words. */
static enum mc_rc
explain(struct mc_ctx *ctx, const struct mc_readiness *readiness)
{
	if (ctx->problem.id != MC_PROBLEM_INTERNAL)
		return MC_FAILED;
	mc_problem_clear(ctx);
	return mc_pg_check(ctx, readiness->conninfo, MC_RELEASE, mc_statements);
}

static enum mc_rc
try_writing(struct mc_ctx *ctx, struct mc_readiness *readiness, struct mc_pg_pool *pool)
{
	const struct mc_rows *rows;

	readiness->written = ask(ctx, pool, &mc_sql_service_write, &rows) == MC_OK;
	return readiness->written ? MC_OK : MC_FAILED;
}

static enum mc_rc
look(struct mc_ctx *ctx, struct mc_readiness *readiness, struct mc_pg_pool *pool)
{
	bool seldom = readiness->looks++ % SELDOM == 0;
	bool fitted = mc_readiness_problem(readiness) != MC_PROBLEM_SCHEMA_UNFIT;
	const struct mc_rows *rows;
	unsigned release;

	if (ask(ctx, pool, &mc_sql_service_release, &rows) != MC_OK)
		return explain(ctx, readiness);
	release = (unsigned)strtoul(mc_rows_get(rows, 0, "release"), NULL, 10);
	if (!readiness->compared || release != readiness->release || (!fitted && seldom)) {
		TRY(mc_pg_check(ctx, readiness->conninfo, MC_RELEASE, mc_statements));
		readiness->release = release;
		readiness->compared = true;
	} else if (!fitted) {
		return mc_fail_internal(ctx, MC_PROBLEM_SCHEMA_UNFIT, "as before");
	}
	return seldom || !readiness->written ? try_writing(ctx, readiness, pool) : MC_OK;
}

enum mc_rc
mc_readiness_look(struct mc_ctx *ctx, struct mc_readiness *readiness, struct mc_pg_pool *pool)
{
	if (look(ctx, readiness, pool) == MC_OK) {
		atomic_store(&readiness->problem, MC_PROBLEM_NONE);
		return MC_OK;
	}
	if (ctx->problem.locked) {
		mc_problem_clear(ctx);
		return MC_OK;
	}
	atomic_store(&readiness->problem, ctx->problem.id);
	return MC_FAILED;
}
