/* The submission receipt: what was filed, when, by whom, each file with its size and fingerprint.
 * This file knows the payload alone, one canonical JSON text; signing it is another's work.
 * Everybody who holds the text and the public key can check it without us.
 *
 * Payload (every member required unless marked; "?" may be null; integers only, no fractions):
 *   iss                 address of the issuing system
 *   code                dossier code          dossier_id   its UUID
 *   procedure           {code, title}         unit         {code, name}
 *   applicant           {name, personal_id?}  personal_id is masked: "001******456"
 *   submitter           {name}                the person who filed, not always the applicant
 *   submitted_at        RFC 3339 UTC          expected_by? RFC 3339 UTC, the deadline
 *   channel             counter | online | post        return_channel   the same
 *   files               [{component_code, name, size, sha256, media_type}]
 *   fees                {lines: [{code, name, kind, unit_amount, quantity, amount}], fee_total,
 *                        charge_total, total}
 *   next                [what happens next, plain Vietnamese sentences]
 *   version             2; a receipt of the first format has neither this nor the next member
 *   submission          {number, at, sha256}  what the dossier said, see submission.h: 1 when it
 * was filed, 2 and more when a supplement was handed in, at RFC 3339 UTC Receipts of both formats
 * are read; only the newer one is made. Texts live in ctx->arena. */
#ifndef MC_RECEIPT_H
#define MC_RECEIPT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

/* The type of signed statement that a receipt is: the typ of its JWS. */
#define MC_RECEIPT_TYPE "receipt+jws"

enum { MC_RECEIPT_VERSION = 2, MC_RECEIPT_FILES_MAX = 200, MC_RECEIPT_BYTES_MAX = 256 * 1024 };

/* Makes the payload's text from the facts, an object of the members above in which
 * applicant.personal_id is the whole number: it is masked here, so that no caller can forget to.
 * Members the payload does not know are an error, not dropped. Fails with internal: the facts are
 * ours. */
MC_MUST_CHECK enum mc_rc mc_receipt_text(
    struct mc_ctx *ctx, const json_t *facts, const char **ret_text);

/* Reads a payload that somebody shows us: the text must be canonical, of the shape above and within
 * limits. Fails with bad-json or invalid-body, naming the members. The caller owns *ret_payload.
 * Says nothing about who made it: verify the signature over the same bytes. */
MC_MUST_CHECK enum mc_rc mc_receipt_read(
    struct mc_ctx *ctx, const char *text, size_t length, json_t **ret_payload);

#endif
