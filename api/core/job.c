/* What jobs share. */
#include "api/core/job.h"

enum mc_rc
mc_job_query(struct mc_job *job, const struct mc_statement *statement, const char *const params[],
    const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(&job->ctx, job->pool);
	size_t index = mc_batch_add(batch, statement, params);

	TRY(mc_batch_run(batch));
	if (ret_rows != NULL)
		*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}
