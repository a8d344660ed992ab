/* A transfer by VietQR code to the configured account. The bank tells of it as Standard Webhooks
 * describes. */
#include <string.h>

#include "gen/vocabulary/payment_methods.h"
#include "lib/base/clock.h"
#include "lib/base/random.h"
#include "lib/payment/provider.h"
#include "lib/payment/transfer_content.h"
#include "lib/payment/vietqr.h"

/* A code on the screen holds for an hour; money that comes later is still taken. */
enum { CODE_MINUTES = 60 };

static bool
ready(const struct mc_config *config)
{
	return *config->bank_account != '\0';
}

static enum mc_rc
begin(struct mc_ctx *ctx, const struct mc_config *config, int64_t amount,
    struct mc_payment_shown *ret_shown)
{
	struct mc_payment_shown shown = {0};
	struct mc_vietqr transfer = {.amount = amount};
	struct mc_transfer_content content;
	uint64_t number;

	if (!mc_bank_account_parse(ctx->arena, config->bank_account, &shown))
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "MOTCUA_BANK_ACCOUNT is not BIN:account:name");
	mc_random(&number, sizeof(number));
	content = mc_transfer_content(number);
	(void)strncpy(transfer.bank_bin, shown.bank_bin, sizeof(transfer.bank_bin) - 1);
	(void)strncpy(transfer.account, shown.bank_account, sizeof(transfer.account) - 1);
	(void)strncpy(transfer.purpose, content.text, sizeof(transfer.purpose) - 1);
	TRY(mc_vietqr_build(ctx, &transfer, &shown.qr_payload));
	shown.transfer_content = mc_strdup(ctx->arena, content.text);
	shown.expires_at =
	    mc_clock_rfc3339(ctx->arena, mc_clock_now_ms() + CODE_MINUTES * 60 * 1000);
	*ret_shown = shown;
	return MC_OK;
}

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
    .ready = ready,
    .begin = begin,
    .notice_operation = "receiveBankNotice",
    .read_notice = read_notice,
};

MC_TABLE_ADD(providers, mc_provider, vietqr);
