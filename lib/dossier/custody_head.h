/* A head of the log of hand-overs: what all links of some days are together. Signed and kept by
 * whoever wants to, it shows afterwards that none of them was changed, left out or put between.
 * This file knows the payload alone, one canonical JSON text with every member:
 *   version   1                    iss       address of the issuing system
 *   after     the last day of the head before, null for the first     through   the last day
 *   links     how many there are   sha256    SHA-256 of their lines
 *   before    SHA-256 of the payload before, null for the first
 * Days are those of Việt Nam, by the moment of the link. A line is "dossier sequence hash" and a
 * line feed, in the order of dossier and sequence. The payload says nothing that two who make it
 * could say differently. Texts live in ctx->arena. */
#ifndef MC_CUSTODY_HEAD_H
#define MC_CUSTODY_HEAD_H

#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/base/problem.h"

/* The typ of its JWS. */
#define MC_CUSTODY_HEAD_TYPE "custody-head+jws"

enum { MC_CUSTODY_DAY_SIZE = 11 };

struct mc_custody_head {
	char after[MC_CUSTODY_DAY_SIZE]; /* "": the first */
	char through[MC_CUSTODY_DAY_SIZE];
	int64_t links;
	char sha256[MC_DIGEST_TEXT_SIZE];
	char before[MC_DIGEST_TEXT_SIZE]; /* "": the first */
};

/* The payload. */
MC_MUST_CHECK enum mc_rc mc_custody_head_text(struct mc_ctx *ctx,
    const struct mc_custody_head *head, const char *issuer, const char **ret_text);

/* Reads a payload; anything but what mc_custody_head_text makes fails with MC_PROBLEM_INVALID_BODY.
 * Says nothing about who made it. */
MC_MUST_CHECK enum mc_rc mc_custody_head_read(
    struct mc_ctx *ctx, const char *text, size_t length, struct mc_custody_head *ret_head);

#endif
