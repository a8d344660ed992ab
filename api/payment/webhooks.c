/* Notices from banks and carriers, signed as Standard Webhooks describes, each taken once. */
#include <string.h>

#include "api/core/app.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/json/json.h"
#include "lib/wire/webhook.h"
#include "lib/payment/transfer_content.h"

static enum mc_rc
verify(struct mc_request *rq, const char *group, const char *name, const char *id,
    const char *timestamp, const char *signature)
{
	const struct mc_webhook_notice notice = {
	    .id = id,
	    .timestamp = timestamp,
	    .signature = signature,
	    .body = rq->raw,
	    .body_length = rq->raw_length,
	};

	return mc_webhook_verify(&rq->ctx,
	    mc_webhook_secrets_find(rq->app->webhook_secrets, group, name), &notice,
	    mc_clock_now());
}

enum mc_rc
mc_op_receive_bank_notice(struct mc_request *rq)
{
	const struct mc_receive_bank_notice_params *p = rq->params;
	const char *text = json_string_value(json_object_get(rq->body, "content"));
	struct mc_transfer_content found[MC_TRANSFER_CANDIDATES_MAX];
	bool mistyped;
	size_t count;
	struct mc_buf list = mc_buf_new(rq->ctx.arena, 1000);

	TRY(verify(
	    rq, "banks", p->name, p->webhook_id, p->webhook_timestamp, p->webhook_signature));
	count = mc_transfer_content_find(text, found, &mistyped);
	mc_buf_add_char(&list, '{');
	for (size_t i = 0; i < count; i++)
		mc_buf_printf(&list, "%s%s", i > 0 ? "," : "", found[i].text);
	mc_buf_add_char(&list, '}');
	return mc_reply_query(rq, 200, &mc_sql_bank_notice_take,
	    (const char *const[]){
		p->name, p->webhook_id, mc_json_canonical(rq->ctx.arena, rq->body), list.bytes});
}

enum mc_rc
mc_op_receive_carrier_event(struct mc_request *rq)
{
	const struct mc_receive_carrier_event_params *p = rq->params;

	TRY(verify(
	    rq, "carriers", p->name, p->webhook_id, p->webhook_timestamp, p->webhook_signature));
	return mc_reply_query(rq, 200, &mc_sql_carrier_event_take,
	    (const char *const[]){
		p->name, p->webhook_id, mc_json_canonical(rq->ctx.arena, rq->body)});
}
