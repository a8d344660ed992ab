/* Events from carriers, each taken once. */
#include "api/dossier/clock.h"
#include "api/exchange/notices.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/json/json.h"

enum mc_rc
mc_op_receive_carrier_event(struct mc_request *rq)
{
	const struct mc_receive_carrier_event_params *p = rq->params;
	const char *number = json_string_value(json_object_get(rq->body, "tracking_number"));

	TRY(mc_notice_verify(
	    rq, p->name, p->webhook_id, p->webhook_timestamp, p->webhook_signature));
	return mc_clock_of_notice(rq, &mc_sql_carrier_event_clock,
	    (const char *const[]){p->name, number}, &mc_sql_carrier_event_take,
	    (const char *[]){
		p->name, p->webhook_id, mc_json_canonical(rq->ctx.arena, rq->body), NULL},
	    3);
}
