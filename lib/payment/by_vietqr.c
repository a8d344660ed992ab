/* A transfer by VietQR code to the configured account. The bank tells of it as Standard Webhooks
 * describes. */
#include "gen/vocabulary/payment_methods.h"
#include "lib/payment/provider.h"
#include "lib/payment/transfer.h"

static const char *
member(const struct mc_partner_notice *notice, const char *name)
{
	return json_string_value(json_object_get(notice->body, name));
}

static enum mc_rc
read_notice(struct mc_ctx *ctx, const struct mc_partner_notice *notice, struct mc_money *ret_money)
{
	const struct mc_webhook_notice signed_notice = {
	    .id = notice->header(notice->headers, "webhook-id"),
	    .timestamp = notice->header(notice->headers, "webhook-timestamp"),
	    .signature = notice->header(notice->headers, "webhook-signature"),
	    .body = notice->bytes,
	    .body_length = notice->length,
	};

	TRY(mc_webhook_verify(ctx, notice->secret, &signed_notice, notice->now));
	*ret_money = (struct mc_money){
	    .notice_id = signed_notice.id,
	    .transaction_id = member(notice, "transaction_id"),
	    .amount = json_integer_value(json_object_get(notice->body, "amount")),
	    .content = member(notice, "content"),
	    .received_at = member(notice, "received_at"),
	    .account = member(notice, "account"),
	};
	return MC_OK;
}

static const struct mc_provider vietqr = {
    .method = MC_PAYMENT_METHOD_VIETQR,
    .ready = mc_transfer_ready,
    .begin = mc_transfer_begin,
    .notice_operation = "receiveBankNotice",
    .read_notice = read_notice,
};

MC_TABLE_ADD(providers, mc_provider, vietqr);
