/* Throws away what has expired: uploads that nobody finished or took, and then the bytes that
 * nobody names any more; the devices of the days before. */
#include <string.h>

#include "api/core/job.h"
#include "api/files/store.h"
#include "gen/queries.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/store/upload_file.h"

enum { AT_ONCE = 500, ROUNDS = 40 };

static enum mc_rc
end_expired(struct mc_job *job)
{
	const char *limit = mc_sprintf(job->ctx.arena, "%d", AT_ONCE);
	const struct mc_rows *rows;
	size_t round = 0;

	do {
		TRY(mc_job_query(
		    job, &mc_sql_cleanup_uploads, (const char *const[]){limit}, &rows));
		for (size_t row = 0; row < mc_rows_count(rows); row++)
			TRY(mc_upload_file_remove(
			    &job->ctx, job->config->upload_dir, mc_rows_get(rows, row, "id")));
	} while (mc_rows_count(rows) == AT_ONCE && ++round < ROUNDS);
	return mc_job_repeat(job, &mc_sql_uploads_forget, AT_ONCE);
}

/* Blobs of one folder: nobody keeps one meanwhile. A mark goes last, so that whatever dies on the
 * way is done again. */
static enum mc_rc
remove_blobs(
    struct mc_job *job, const struct mc_blob_store *store, const char *any, struct mc_buf *names)
{
	MC_CLEANUP(mc_file_closep) int hold = -1;
	struct mc_buf gone = mc_files_array(job->ctx.arena);
	const struct mc_rows *rows;

	TRY(mc_blob_hold(&job->ctx, store, any, true, &hold));
	TRY(mc_job_query(
	    job, &mc_sql_blobs_release, (const char *const[]){mc_files_array_end(names)}, &rows));
	for (size_t row = 0; row < mc_rows_count(rows); row++) {
		const char *name = mc_rows_get(rows, row, "sha256");

		TRY(mc_blob_remove(&job->ctx, store, name));
		mc_files_array_add(&gone, name);
	}
	return mc_job_query(
	    job, &mc_sql_blobs_gone, (const char *const[]){mc_files_array_end(&gone)}, NULL);
}

static enum mc_rc
remove_loose(struct mc_job *job)
{
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = NULL;
	const char *limit = mc_sprintf(job->ctx.arena, "%d", AT_ONCE);
	const struct mc_rows *rows;
	size_t round = 0, row;

	TRY(mc_blob_store_open(&job->ctx, job->config->blob_dir, &store));
	do {
		TRY(mc_job_query(job, &mc_sql_blobs_loose, (const char *const[]){limit}, &rows));
		for (row = 0; row < mc_rows_count(rows);) {
			const char *first = mc_rows_get(rows, row, "sha256");
			struct mc_buf names = mc_files_array(job->ctx.arena);

			while (row < mc_rows_count(rows) &&
			       strncmp(mc_rows_get(rows, row, "sha256"), first, 2) == 0)
				mc_files_array_add(&names, mc_rows_get(rows, row++, "sha256"));
			TRY(remove_blobs(job, store, first, &names));
		}
	} while (mc_rows_count(rows) == AT_ONCE && ++round < ROUNDS);
	return MC_OK;
}

static enum mc_rc
run(struct mc_job *job)
{
	TRY(end_expired(job));
	TRY(remove_loose(job));
	return mc_job_query(job, &mc_sql_devices_turn, NULL, NULL);
}

static const struct mc_chore cleanup = {"cleanup", run};

MC_TABLE_ADD(chores, mc_chore, cleanup);
