/* The public halves of keys whose private halves one process alone can read: a JWKS document in a
 * folder that this process writes and everybody else reads. A key that is taken from the private
 * ones is published no more. */
#ifndef MC_PUBLISHED_H
#define MC_PUBLISHED_H

#include "lib/trust/keys.h"

/* Writes the document unless it is there already, durably and all at once. */
MC_MUST_CHECK enum mc_rc mc_published_write(
    struct mc_ctx *ctx, const struct mc_keys *keys, const char *directory);

/* A store that can only verify. Fails with MC_PROBLEM_INTERNAL if nothing is published. The caller
 * owns the store. */
MC_MUST_CHECK enum mc_rc mc_published_load(
    struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys);

#endif
