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

enum {
	MC_JWS_PAYLOAD_MAX = 256 * 1024,
	MC_JWS_ENCODED_MAX = (MC_JWS_PAYLOAD_MAX * 4 + 2) / 3,
	MC_JWS_SEAL_MAX = 1024,
	MC_JWS_LENGTH_MAX = 352 * 1024,
};

/* A payload as it stands in a JWS: base64url of its 1 to MC_JWS_PAYLOAD_MAX bytes. */
MC_MUST_CHECK enum mc_rc mc_jws_payload(
    struct mc_ctx *ctx, const char *payload, size_t length, char **ret_encoded);

/* Signs a payload, as mc_jws_payload gives it, with the key that is current now (seconds since
 * 1970). *ret_seal is the JWS without its payload, "header..signature" (RFC 7515, appendix F). type
 * is the header's typ, e.g. "receipt+jws": plain characters, and different for each kind of
 * statement so that one cannot stand for another. What is no base64url fails. */
MC_MUST_CHECK enum mc_rc mc_jws_seal(struct mc_ctx *ctx, const struct mc_keys *keys, int64_t now,
    const char *type, const char *encoded, size_t length, char **ret_seal);

/* The JWS of a seal and the payload that it was made for. */
MC_MUST_CHECK enum mc_rc mc_jws_join(
    struct mc_ctx *ctx, const char *seal, const char *encoded, char **ret_jws);

/* The payload of a genuine JWS of that type, NUL-terminated in the arena, with the id of the key if
 * ret_key_id is not NULL. Anything else fails with MC_PROBLEM_SIGNATURE_INVALID and a cause. */
MC_MUST_CHECK enum mc_rc mc_jws_verify(struct mc_ctx *ctx, const struct mc_keys *keys,
    const char *type, const char *jws, size_t length, const char **ret_payload, size_t *ret_length,
    const char **ret_key_id);

#endif
