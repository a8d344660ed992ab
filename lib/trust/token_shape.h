/* The shape of a signed token (JWS compact form, RFC 7515), checked before any library sees it:
 * libjwt 1.10 reads out of bounds on an empty header, follows whatever algorithm the header names
 * and calls a token without a key verified. Nothing here says a token is genuine. */
#ifndef MC_TOKEN_SHAPE_H
#define MC_TOKEN_SHAPE_H

#include <stddef.h>

#include "lib/base/problem.h"

enum { MC_TOKEN_LENGTH_MAX = 4096, MC_TOKEN_KEY_ID_MAX = 128 };

/* What the header says, in the arena. */
struct mc_token_shape {
	const char *algorithm; /* "ES256" */
	const char *key_id;    /* 1 to MC_TOKEN_KEY_ID_MAX visible ASCII characters */
	const char *type;      /* typ, or NULL if the header has none */
	size_t signed_length;  /* bytes of the token that the signature covers */
};

/* Accepts at most MC_TOKEN_LENGTH_MAX bytes in exactly three parts, each strict base64url, the
 * third of the 64 bytes an ES256 signature has, under a JSON header with alg ES256 and a kid, no
 * member twice, no crit, and no key of its own (jwk, jku, x5u, x5c). Anything else fails with
 * MC_PROBLEM_TOKEN_INVALID; the cause is for the log alone. */
MC_MUST_CHECK enum mc_rc mc_token_shape_check(
    struct mc_ctx *ctx, const char *token, size_t length, struct mc_token_shape *ret_shape);

#endif
