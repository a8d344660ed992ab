/* Passwords that became known when other services were broken into: a file in the form in which
 * Have I Been Pwned gives them out, a line each, sorted: 40 hex digits of SHA-1 over the password,
 * a colon and a count, which may be missing. It may be larger than the memory: it is searched where
 * it lies. */
#ifndef MC_BREACHED_H
#define MC_BREACHED_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/problem.h"

/* Safe in any number of threads. */
struct mc_breached;

/* Opens a file and looks at its first, middle and last line. The caller owns it. Fails when it
 * cannot be read or is of another form. */
MC_MUST_CHECK enum mc_rc mc_breached_open(
    struct mc_ctx *ctx, const char *path, struct mc_breached **ret_breached);

/* NULL is allowed. */
void mc_breached_free(struct mc_breached *breached);

/* Whether the password stands in it, in the form in which it is hashed (NFKC). One that is in no
 * such form stands in none. */
MC_MUST_CHECK enum mc_rc mc_breached_has(struct mc_ctx *ctx, const struct mc_breached *breached,
    const char *password, size_t length, bool *ret_has);

#endif
