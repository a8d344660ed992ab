/* VietQR (NAPAS 247) payloads, an application of the EMVCo merchant-presented QR code, for a
 * transfer to an account. Amounts are whole đồng. Built texts live in ctx->arena. */
#ifndef MC_VIETQR_H
#define MC_VIETQR_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

enum {
	MC_VIETQR_PURPOSE_MAX = 25, /* longer ones are cut by some banks' apps */
	MC_VIETQR_PAYLOAD_MAX = 512,
	MC_BANK_BIN_SIZE = 7,
	MC_BANK_ACCOUNT_SIZE = 20,
};

struct mc_vietqr {
	char bank_bin[MC_BANK_BIN_SIZE];         /* six digits, e.g. 970436 */
	char account[MC_BANK_ACCOUNT_SIZE];      /* 1..19 letters or digits */
	int64_t amount;                          /* 0: the payer types it */
	char purpose[MC_VIETQR_PURPOSE_MAX + 1]; /* printable ASCII, may be empty */
};

/* Writes the payload. Fails with internal when a member is outside its limits: accounts and
 * contents come from us, not from users. */
MC_MUST_CHECK enum mc_rc mc_vietqr_build(
    struct mc_ctx *ctx, const struct mc_vietqr *transfer, const char **ret_payload);

/* CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF. */
uint16_t mc_vietqr_crc(const void *bytes, size_t length);

#endif
