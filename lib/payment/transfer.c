#include "lib/payment/transfer.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/random.h"
#include "lib/payment/transfer_content.h"
#include "lib/payment/vietqr.h"

/* A code on the screen holds for an hour; money that comes later is still taken. */
enum { CODE_MINUTES = 60 };

bool
mc_transfer_ready(const struct mc_config *config)
{
	return *config->bank_account != '\0';
}

enum mc_rc
mc_transfer_begin(struct mc_ctx *ctx, const struct mc_config *config, int64_t amount,
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
