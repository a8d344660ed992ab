/* Results by post. */
#include <stdlib.h>

#include "api/core/app.h"
#include "api/dossier/clock.h"
#include "api/dossier/step_preview.h"
#include "api/exchange/notices.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/items.h"
#include "lib/base/id.h"
#include "lib/post/s10.h"
#include "lib/site/site.h"

/* Who only asks is told the number that comes next, and takes none. */
static enum mc_rc
next_number(struct mc_request *rq, char ret_number[static MC_S10_SIZE])
{
	const struct mc_statement *statement =
	    mc_request_is_dry_run(rq) ? &mc_sql_shipment_coming_number : &mc_sql_shipment_number;
	const struct mc_rows *rows;
	uint32_t serial;

	TRY(mc_request_query(rq, statement, NULL, &rows));
	serial = (uint32_t)strtoul(mc_rows_get(rows, 0, "number"), NULL, 10);
	if (!mc_s10_format("RM", serial, "VN", ret_number))
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "a shipment's number is wrong");
	return MC_OK;
}

enum mc_rc
mc_op_create_dossier_shipment(struct mc_request *rq)
{
	const struct mc_create_dossier_shipment_params *p = rq->params;
	const char *carrier = json_string_value(json_object_get(rq->body, "carrier"));
	const struct mc_rows *rows;
	const char *clock;
	char number[MC_S10_SIZE];

	/* The site names who brings results. Without a shared secret its events would never be
	 * believed and the dossier never returned. */
	if (mc_site_carrier_name(rq->app->site, carrier) == NULL ||
	    mc_notice_partner(rq, "carriers", carrier) == NULL) {
		mc_problem_add(&rq->ctx, "/carrier", MC_ITEM_CARRIER);
		return mc_fail(&rq->ctx, MC_PROBLEM_INVALID_BODY, NULL);
	}

	TRY(next_number(rq, number));
	TRY(mc_request_ask(rq, &mc_sql_dossier_clock, (const char *const[]){p->id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_clock_of_booking(rq, mc_rows_get(rows, 0, "clock"), &clock));
	return mc_reply_step(rq, p->id, &mc_sql_shipment_create, &mc_sql_shipment_preview,
	    (const char *const[]){p->id, mc_id_new(rq->ctx.arena), number, carrier, clock});
}
