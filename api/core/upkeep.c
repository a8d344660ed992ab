/* What keeps the tables in shape: partitions for the months to come, nothing that is past its time.
 */
#include <string.h>

#include "api/core/job.h"
#include "gen/queries.h"
#include "lib/base/log.h"

enum { KEYS_AT_ONCE = 10000, ROWS_AT_ONCE = 100 };

/* Rows in a default partition do no harm by themselves; they say that something is wrong: ids of no
 * time that can be, or a worker that did not run for two years. */
static enum mc_rc
make_partitions(struct mc_job *job)
{
	const struct mc_rows *rows;

	TRY(mc_job_query(job, &mc_sql_partitions_make, NULL, &rows));
	for (size_t row = 0; row < mc_rows_count(rows); row++) {
		if (strcmp(mc_rows_get(rows, row, "stray"), "t") == 0)
			mc_log(MC_LOG_ERROR, "partition-default-not-empty", "%s",
			    mc_rows_get(rows, row, "parent"));
		if (strcmp(mc_rows_get(rows, row, "made"), "0") != 0)
			mc_log(MC_LOG_INFO, "partitions-made", "%s: %s",
			    mc_rows_get(rows, row, "parent"), mc_rows_get(rows, row, "made"));
	}
	return MC_OK;
}

static enum mc_rc
forget_replies(struct mc_job *job)
{
	TRY(mc_job_repeat(job, &mc_sql_keys_forget, KEYS_AT_ONCE));
	return mc_job_query(job, &mc_sql_replies_drop, NULL, NULL);
}

/* All tables whose rows have a time of their own (schema/vocabulary/retention.yaml). */
static enum mc_rc
sweep(struct mc_job *job)
{
	return mc_job_repeat(job, &mc_sql_retention_sweep, ROWS_AT_ONCE);
}

static const struct mc_chore partitions = {"partitions", make_partitions};
static const struct mc_chore replies = {"replies", forget_replies};
static const struct mc_chore retention = {"retention", sweep};

MC_TABLE_ADD(chores, mc_chore, partitions);
MC_TABLE_ADD(chores, mc_chore, replies);
MC_TABLE_ADD(chores, mc_chore, retention);
