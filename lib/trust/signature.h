/* Signed statements: JWS in the compact form (RFC 7515) with ES256, for receipts and other
 * documents that must be provable years later. Verifying is strict: three parts of strict
 * base64url, a header with exactly alg ES256, a known kid and the expected typ, nothing critical,
 * no key of its own. */
#ifndef MC_SIGNATURE_H
#define MC_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/trust/keys.h"
#include "lib/base/problem.h"

enum { MC_JWS_PAYLOAD_MAX = 256 * 1024, MC_JWS_LENGTH_MAX = 352 * 1024 };

/* Signs a payload of 1 to MC_JWS_PAYLOAD_MAX bytes with the key that is current now (seconds since
 * 1970). type is the header's typ, e.g. "receipt+jws": plain characters, and different for each
 * kind of statement so that one cannot stand for another. */
MC_MUST_CHECK enum mc_rc mc_jws_sign(struct mc_ctx *ctx, const struct mc_keys *keys, int64_t now,
    const char *type, const char *payload, size_t length, char **ret_jws);

/* The payload of a genuine JWS of that type, NUL-terminated in the arena, with the id of the key if
 * ret_key_id is not NULL. Anything else fails with MC_PROBLEM_SIGNATURE_INVALID and a cause. */
MC_MUST_CHECK enum mc_rc mc_jws_verify(struct mc_ctx *ctx, const struct mc_keys *keys,
    const char *type, const char *jws, size_t length, const char **ret_payload, size_t *ret_length,
    const char **ret_key_id);

#endif
