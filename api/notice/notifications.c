/* What people were told. */
#include "gen/operations.h"
#include "gen/queries.h"

enum mc_rc
mc_op_read_notification(struct mc_request *rq)
{
	const struct mc_read_notification_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_notification_read, (const char *const[]){p->id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	return mc_reply_empty(rq, 204);
}
