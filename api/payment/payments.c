/* Fees: what is due, and paying it in one of the ways of lib/payment/provider.h. */
#include <stdlib.h>
#include <string.h>

#include "api/core/app.h"
#include "api/dossier/clock.h"
#include "api/dossier/step_preview.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/fee_states.h"
#include "gen/vocabulary/items.h"
#include "lib/base/id.h"
#include "lib/json/json.h"
#include "lib/payment/provider.h"

static const char *
shown_json(struct mc_request *rq, const struct mc_payment_shown *shown)
{
	MC_CLEANUP(mc_json_freep)
	json_t *json = json_pack("{s:s*, s:s*, s:s*}", "transfer_content", shown->transfer_content,
	    "qr_payload", shown->qr_payload, "expires_at", shown->expires_at);

	if (shown->bank_account != NULL)
		json_object_set_new(json, "bank",
		    json_pack("{s:s, s:s, s:s*}", "bin", shown->bank_bin, "account",
			shown->bank_account, "name", shown->bank_account_name));
	return mc_json_canonical(rq->ctx.arena, json);
}

static enum mc_rc
begin(struct mc_request *rq, const char *dossier, const struct mc_provider *provider,
    const char *total, const char *clock)
{
	struct mc_payment_shown shown = {0};
	const char *turn;

	if (!provider->at_desk)
		TRY(provider->begin(&rq->ctx, rq->app->config, strtoll(total, NULL, 10), &shown));
	TRY(mc_clock_of_booking(rq, clock, &turn));
	return mc_reply_step(rq, dossier, &mc_sql_payment_create, &mc_sql_payment_preview,
	    (const char *const[]){dossier, mc_id_new(rq->ctx.arena), provider->method,
		provider->at_desk ? "true" : "false", total, shown_json(rq, &shown), turn});
}

enum mc_rc
mc_op_create_dossier_payment(struct mc_request *rq)
{
	const struct mc_create_dossier_payment_params *p = rq->params;
	const struct mc_provider *provider =
	    mc_provider_find(json_string_value(json_object_get(rq->body, "method")));
	const struct mc_rows *rows;

	if (provider == NULL || !provider->ready(rq->app->config)) {
		mc_problem_add(&rq->ctx, "/method", MC_ITEM_METHOD_NOT_OFFERED);
		return mc_fail(&rq->ctx, MC_PROBLEM_INVALID_BODY, NULL);
	}
	TRY(mc_request_query(rq, &mc_sql_payment_due, (const char *const[]){p->id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	if (strcmp(mc_rows_get(rows, 0, "fee_state"), MC_FEE_STATE_DUE) != 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOTHING_DUE, NULL);
	return begin(
	    rq, p->id, provider, mc_rows_get(rows, 0, "total"), mc_rows_get(rows, 0, "clock"));
}
