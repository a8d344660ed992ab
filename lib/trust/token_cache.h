/* Tokens verified a moment ago, so that a busy caller's token is not verified at each request:
 * libjwt parses the key anew each time (some 375 microseconds). Bounded, forgetful, shared by all
 * threads. An entry is found by the SHA-256 of the whole token, and never after the token is over.
 */
#ifndef MC_TOKEN_CACHE_H
#define MC_TOKEN_CACHE_H

#include "lib/trust/token.h"

struct mc_token_cache;

/* A cache of at least slots entries, each about as large as its claims. The caller owns it. */
struct mc_token_cache *mc_token_cache_new(size_t slots);

/* NULL is allowed. */
void mc_token_cache_free(struct mc_token_cache *cache);

/* mc_token_verify, from the cache where it can; the keys and the issuer must be the same at each
 * call. A caller with other keys makes a new cache. */
MC_MUST_CHECK enum mc_rc mc_token_cache_verify(struct mc_ctx *ctx, struct mc_token_cache *cache,
    const struct mc_keys *keys, const char *issuer, const char *token, size_t length, int64_t now,
    struct mc_token_claims *ret_claims);

#endif
