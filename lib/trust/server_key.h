/* The server's own secret: 32 random bytes in the file "server.key" (base64url, mode 0600) of the
 * folder of keys. No partner knows it and nothing is signed with it; the database never sees it, so
 * that what it keeps is worth nothing to whoever reads it alone. Each use has a key of its own,
 * made from the secret. A loaded secret never changes: any number of threads may use it. */
#ifndef MC_SERVER_KEY_H
#define MC_SERVER_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/digest.h"
#include "lib/base/problem.h"

struct mc_server_key {
	unsigned char requests[MC_DIGEST_SIZE]; /* for the hashes of requests with a key */
	unsigned char tracking[MC_DIGEST_SIZE]; /* for the links of receipts */
};

/* Makes the secret in an existing directory, unless there is one; *ret_created says which. */
MC_MUST_CHECK enum mc_rc mc_server_key_create(
    struct mc_ctx *ctx, const char *directory, bool *ret_created);

/* Fails with MC_PROBLEM_INTERNAL if the file is missing, open to other users, or none of ours. */
MC_MUST_CHECK enum mc_rc mc_server_key_load(
    struct mc_ctx *ctx, const char *directory, struct mc_server_key *ret_key);

/* Overwrites the keys. */
void mc_server_key_wipe(struct mc_server_key *key);

#endif
