/* Fees: what is due, a VietQR code to pay with, cash taken at the desk. */
#include <stdlib.h>
#include <string.h>

#include "api/core/app.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/payment_methods.h"
#include "lib/base/clock.h"
#include "lib/base/id.h"
#include "lib/base/random.h"
#include "lib/json/json.h"
#include "lib/payment/transfer_content.h"
#include "lib/payment/vietqr.h"

/* A code on the screen holds for an hour; money that comes later is still taken. */
enum { CODE_MINUTES = 60 };

/* The configured account, "BIN:account:name". */
static enum mc_rc
read_bank(struct mc_request *rq, struct mc_vietqr *transfer, json_t **ret_bank)
{
	char *bin = mc_strdup(rq->ctx.arena, rq->app->config->bank_account);
	char *account = strchr(bin, ':');
	char *name = account == NULL ? NULL : strchr(account + 1, ':');

	if (name == NULL || account - bin != MC_BANK_BIN_SIZE - 1 ||
	    name - account - 1 >= MC_BANK_ACCOUNT_SIZE)
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "MOTCUA_BANK_ACCOUNT is not BIN:account:name");
	*account++ = '\0';
	*name++ = '\0';
	(void)strncpy(transfer->bank_bin, bin, sizeof(transfer->bank_bin) - 1);
	(void)strncpy(transfer->account, account, sizeof(transfer->account) - 1);
	*ret_bank = json_pack("{s:s,s:s,s:s}", "bin", bin, "account", account, "name", name);
	return MC_OK;
}

static enum mc_rc
create_vietqr(struct mc_request *rq, const char *id, const char *total)
{
	struct mc_vietqr transfer = {.amount = strtoll(total, NULL, 10)};
	MC_CLEANUP(mc_json_freep) json_t *bank = NULL;
	struct mc_transfer_content content;
	const char *payload;
	uint64_t number;

	TRY(read_bank(rq, &transfer, &bank));
	mc_random(&number, sizeof(number));
	content = mc_transfer_content(number);
	(void)strncpy(transfer.purpose, content.text, sizeof(transfer.purpose) - 1);
	TRY(mc_vietqr_build(&rq->ctx, &transfer, &payload));
	return mc_reply_query(rq, 201, &mc_sql_payment_create,
	    (const char *const[]){id, mc_id_new(rq->ctx.arena), MC_PAYMENT_METHOD_VIETQR,
		mc_strdup(rq->ctx.arena, content.text), payload,
		mc_json_canonical(rq->ctx.arena, bank), total,
		mc_clock_rfc3339(rq->ctx.arena, mc_clock_now_ms() + CODE_MINUTES * 60 * 1000)});
}

enum mc_rc
mc_op_create_dossier_payment(struct mc_request *rq)
{
	const struct mc_create_dossier_payment_params *p = rq->params;
	const char *method = json_string_value(json_object_get(rq->body, "method"));
	const struct mc_rows *rows;
	const char *total;

	TRY(mc_request_query(rq, &mc_sql_payment_due, (const char *const[]){p->id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	total = mc_rows_get(rows, 0, "total");
	if (strcmp(mc_rows_get(rows, 0, "fee_state"), "due") != 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOTHING_DUE, NULL);
	if (strcmp(method, MC_PAYMENT_METHOD_VIETQR) == 0)
		return create_vietqr(rq, p->id, total);
	return mc_reply_query(rq, 201, &mc_sql_payment_create,
	    (const char *const[]){p->id, mc_id_new(rq->ctx.arena), MC_PAYMENT_METHOD_CASH, NULL,
		NULL, NULL, total, NULL});
}
