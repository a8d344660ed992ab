/* What jobs share. */
#include "api/core/job.h"

#include <stdlib.h>

#include "lib/base/clock.h"

enum { REPEATS = 20 };

enum mc_rc
mc_job_query(struct mc_job *job, const struct mc_statement *statement, const char *const params[],
    const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(&job->ctx, job->pool);
	size_t index = mc_batch_add(batch, statement, params);
	enum mc_rc rc = mc_batch_run(batch);

	if (job->got_on_us != NULL)
		atomic_store(job->got_on_us, mc_clock_monotonic_us());
	TRY(rc);
	if (ret_rows != NULL)
		*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}

enum mc_rc
mc_job_repeat(struct mc_job *job, const struct mc_statement *statement, int rows)
{
	const char *const params[] = {mc_sprintf(job->ctx.arena, "%d", rows)};
	const struct mc_rows *done;

	for (int i = 0; i < REPEATS; i++) {
		TRY(mc_job_query(job, statement, params, &done));
		if (strtol(mc_rows_get(done, 0, "count"), NULL, 10) < rows)
			break;
	}
	return MC_OK;
}
