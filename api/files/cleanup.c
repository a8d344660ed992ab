/* Throws away what has expired: uploads that nobody finished, tokens and sessions, the devices of
 * the days before. */
#include "api/core/job.h"
#include "gen/queries.h"
#include "lib/store/upload_file.h"

static enum mc_rc
run(struct mc_job *job)
{
	const struct mc_rows *rows;

	TRY(mc_job_query(job, &mc_sql_cleanup_uploads, (const char *const[]){"100"}, &rows));
	for (size_t row = 0; row < mc_rows_count(rows); row++)
		TRY(mc_upload_file_remove(
		    &job->ctx, job->config->upload_dir, mc_rows_get(rows, row, "id")));
	TRY(mc_job_query(job, &mc_sql_cleanup_sessions, NULL, NULL));
	return mc_job_query(job, &mc_sql_devices_turn, NULL, NULL);
}

static const struct mc_chore cleanup = {"cleanup", run};

MC_TABLE_ADD(chores, mc_chore, cleanup);
