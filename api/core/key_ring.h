/* Keys that follow those of a folder while the process serves, and the tokens that were verified
 * with them. Safe in any number of threads. */
#ifndef MC_KEY_RING_H
#define MC_KEY_RING_H

#include "lib/trust/keys.h"
#include "lib/trust/token.h"

struct mc_key_ring;

/* Loads the keys of a folder, whose name must outlive the ring, as loader reads them: mc_keys_load
 * or mc_published_load. The caller owns the ring. */
MC_MUST_CHECK enum mc_rc mc_key_ring_open(struct mc_ctx *ctx, const char *directory,
    enum mc_rc (*loader)(struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys),
    struct mc_key_ring **ret_ring);

/* NULL is allowed. */
void mc_key_ring_free(struct mc_key_ring *ring);

/* Loads the keys anew if the folder has changed; on failure those known stay, and it is tried again
 * the next time. By one thread at a time. */
MC_MUST_CHECK enum mc_rc mc_key_ring_refresh(struct mc_ctx *ctx, struct mc_key_ring *ring);

/* The keys of now, for as long as a request takes. */
const struct mc_keys *mc_key_ring_keys(struct mc_key_ring *ring);

/* mc_token_verify with the keys of now; a token that was verified with them a moment ago is
 * remembered. */
MC_MUST_CHECK enum mc_rc mc_key_ring_verify(struct mc_ctx *ctx, struct mc_key_ring *ring,
    const char *issuer, const char *token, size_t length, int64_t now,
    struct mc_token_claims *ret_claims);

#endif
