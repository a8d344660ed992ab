/* Files kept: every byte is read, and is what it was when it was sent. One that is not there is
 * another check's matter. */
#include <stdlib.h>
#include <string.h>

#include "api/core/check.h"
#include "api/files/store.h"
#include "gen/queries.h"

enum { AT_ONCE = 100, BYTES_AT_ONCE = 128 * 1024 * 1024 };

static enum mc_rc
check_one(struct mc_job *job, const struct mc_blob_store *store, const char *name,
    struct mc_check_portion *portion)
{
	enum mc_blob_state state;
	const struct mc_rows *rows;

	TRY(mc_blob_verify(&job->ctx, store, name, true, &state));
	portion->looked++;
	if (state != MC_BLOB_DAMAGED)
		return MC_OK;
	TRY(mc_job_query(job, &mc_sql_blob_missed_by, (const char *const[]){name}, &rows));
	mc_check_lost(
	    portion, name, mc_sprintf(job->ctx.arena, "damaged: %s", mc_rows_get(rows, 0, "who")));
	return MC_OK;
}

static enum mc_rc
run(struct mc_job *job, struct mc_check_portion *portion)
{
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = NULL;
	const char *limit = mc_sprintf(job->ctx.arena, "%d", AT_ONCE);
	const struct mc_rows *rows;
	int64_t bytes = 0;
	size_t row = 0;

	TRY(mc_blob_store_open(&job->ctx, job->config->blob_dir, &store));
	TRY(mc_job_query(
	    job, &mc_sql_blobs_next, (const char *const[]){portion->after, limit}, &rows));
	for (; row < mc_rows_count(rows) && bytes < BYTES_AT_ONCE; row++) {
		TRY(check_one(job, store, mc_rows_get(rows, row, "sha256"), portion));
		bytes += strtoll(mc_rows_get(rows, row, "size"), NULL, 10);
	}
	if (row < mc_rows_count(rows) || row == AT_ONCE)
		portion->until = mc_rows_get(rows, row - 1, "sha256");
	return MC_OK;
}

static const struct mc_check contents = {"contents", "files kept, byte for byte", run, NULL};

MC_TABLE_ADD(checks, mc_check, contents);
