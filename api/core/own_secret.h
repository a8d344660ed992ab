/* The server's own secret as it is in its file while the process serves. Safe in any number of
 * threads. */
#ifndef MC_OWN_SECRET_H
#define MC_OWN_SECRET_H

#include "lib/trust/server_key.h"

struct mc_own_secret;

/* Loads the secret of a folder, whose name must outlive it. The caller owns it. */
MC_MUST_CHECK enum mc_rc mc_own_secret_open(
    struct mc_ctx *ctx, const char *directory, struct mc_own_secret **ret_secret);

/* NULL is allowed. */
void mc_own_secret_free(struct mc_own_secret *secret);

/* Takes another one if there is; on failure the one known stays, and it is tried again the next
 * time. By one thread at a time. */
MC_MUST_CHECK enum mc_rc mc_own_secret_refresh(struct mc_ctx *ctx, struct mc_own_secret *secret);

/* The keys of now, for as long as a request takes. */
const struct mc_server_key *mc_own_secret_key(const struct mc_own_secret *secret);

#endif
