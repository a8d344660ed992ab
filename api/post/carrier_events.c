/* Events from carriers, each taken once. */
#include "api/exchange/notices.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/json/json.h"

enum mc_rc
mc_op_receive_carrier_event(struct mc_request *rq)
{
	const struct mc_receive_carrier_event_params *p = rq->params;

	TRY(mc_notice_verify(
	    rq, "carriers", p->name, p->webhook_id, p->webhook_timestamp, p->webhook_signature));
	return mc_reply_query(rq, 200, &mc_sql_carrier_event_take,
	    (const char *const[]){
		p->name, p->webhook_id, mc_json_canonical(rq->ctx.arena, rq->body)});
}
