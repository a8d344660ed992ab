/* What gateways of short messages report of those that they took. */
#include "api/core/reply.h"
#include "api/exchange/notices.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/json/json.h"

enum mc_rc
mc_op_receive_message_report(struct mc_request *rq)
{
	const struct mc_receive_message_report_params *p = rq->params;

	TRY(mc_notice_verify(
	    rq, p->name, p->webhook_id, p->webhook_timestamp, p->webhook_signature));
	return mc_reply_query(rq, 200, &mc_sql_message_report_take,
	    (const char *const[]){mc_json_canonical(rq->ctx.arena, rq->body)});
}
