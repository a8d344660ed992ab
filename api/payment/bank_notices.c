/* Notices of money that has arrived, each taken once. Which form a notice has, the operation says;
 * its provider reads it. */
#include <string.h>

#include "api/core/app.h"
#include "api/core/params.h"
#include "api/dossier/clock.h"
#include "api/exchange/notices.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/json/json.h"
#include "lib/payment/provider.h"
#include "lib/payment/transfer_content.h"

static const char *
get_header(const void *headers, const char *name)
{
	const struct mc_request *rq = headers;

	return mc_params_get(rq->operation, rq->params, name);
}

/* The account that a partner tells about, "BIN:account": its own, else the one that fees go to. */
static const char *
account_of(struct mc_request *rq, const struct mc_webhook_partner *partner)
{
	struct mc_payment_shown fees = {0};

	if (partner->account != NULL)
		return partner->account;
	if (!mc_bank_account_parse(rq->ctx.arena, rq->app->config->bank_account, &fees))
		return NULL;
	return mc_sprintf(rq->ctx.arena, "%s:%s", fees.bank_bin, fees.bank_account);
}

static const char *
money_json(struct mc_request *rq, const struct mc_money *money)
{
	MC_CLEANUP(mc_json_freep)
	json_t *json = json_pack("{s:s, s:I, s:s, s:s, s:s*}", "transaction_id",
	    money->transaction_id, "amount", (json_int_t)money->amount, "content", money->content,
	    "received_at", money->received_at, "account", money->account);

	return mc_json_canonical(rq->ctx.arena, json);
}

/* The transfer contents in the text, as an array of the database. */
static const char *
find_contents(struct mc_request *rq, const char *text)
{
	struct mc_transfer_content found[MC_TRANSFER_CANDIDATES_MAX];
	struct mc_buf list = mc_buf_new(rq->ctx.arena, 1000);
	bool mistyped;
	size_t count = mc_transfer_content_find(text, found, &mistyped);

	for (size_t i = 0; i < count; i++)
		mc_buf_printf(&list, "%s%s", i > 0 ? "," : "", found[i].text);
	return mc_sprintf(rq->ctx.arena, "{%s}", list.bytes);
}

enum mc_rc
mc_op_receive_bank_notice(struct mc_request *rq)
{
	const char *name = mc_params_get(rq->operation, rq->params, "name");
	const struct mc_provider *provider = mc_provider_told_by(rq->operation->name);
	const struct mc_webhook_partner *partner =
	    mc_notice_partner(rq, rq->operation->partners, name);
	const struct mc_partner_notice notice = {
	    .secret = partner == NULL ? NULL : &partner->secret,
	    .header = get_header,
	    .headers = rq,
	    .bytes = rq->raw,
	    .length = rq->raw_length,
	    .body = rq->body,
	    .now = mc_clock_now(),
	};
	struct mc_money money;
	const char *contents;

	if (provider == NULL)
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "no provider reads %s", rq->operation->name);
	TRY(provider->read_notice(&rq->ctx, &notice, &money));
	if (partner == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_SIGNATURE_INVALID, NULL);
	contents = find_contents(rq, money.content);
	return mc_clock_of_notice(rq, &mc_sql_bank_notice_clock, (const char *const[]){contents},
	    &mc_sql_bank_notice_take,
	    (const char *[]){name, money.notice_id, account_of(rq, partner), money_json(rq, &money),
		contents, mc_json_canonical(rq->ctx.arena, rq->body), NULL},
	    6);
}
