/* Paying by a transfer to the configured account, with a VietQR code of a content of its own: what
 * providers share whose money comes that way. */
#ifndef MC_TRANSFER_H
#define MC_TRANSFER_H

#include "lib/payment/provider.h"

/* Whether an account is configured. */
bool mc_transfer_ready(const struct mc_config *config);

MC_MUST_CHECK enum mc_rc mc_transfer_begin(struct mc_ctx *ctx, const struct mc_config *config,
    int64_t amount, struct mc_payment_shown *ret_shown);

#endif
