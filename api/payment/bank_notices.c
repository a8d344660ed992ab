/* Notices from banks of money that has arrived, each taken once. */
#include "api/exchange/notices.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/json/json.h"
#include "lib/payment/transfer_content.h"

enum mc_rc
mc_op_receive_bank_notice(struct mc_request *rq)
{
	const struct mc_receive_bank_notice_params *p = rq->params;
	const char *text = json_string_value(json_object_get(rq->body, "content"));
	struct mc_transfer_content found[MC_TRANSFER_CANDIDATES_MAX];
	bool mistyped;
	size_t count;
	struct mc_buf list = mc_buf_new(rq->ctx.arena, 1000);

	TRY(mc_notice_verify(
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
