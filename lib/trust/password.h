/* Passwords: which ones are accepted, and their Argon2id hashes. Each takes its time and its
 * memory: whoever serves requests bounds how many are computed at once (the class heavy). A
 * password is compared in normal form KC, so that it does not matter how a keyboard composes
 * Vietnamese letters. Rules after NIST SP 800-63B-4: a length, a blocklist, no composition rules.
 */
#ifndef MC_PASSWORD_H
#define MC_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "gen/vocabulary/limits.h"
#include "lib/base/problem.h"

/* Code points after normalising. */
enum {
	MC_PASSWORD_LENGTH_MIN = MC_LIMIT_PASSWORD_LEAST,
	MC_PASSWORD_LENGTH_MAX = MC_LIMIT_PASSWORD_MOST,
};

struct mc_password_options {
	unsigned long long passes; /* Argon2's t */
	size_t memory;             /* bytes for each hash, Argon2's m */
};

/* t = 2, m = 19 MiB (OWASP's minimum). */
extern const struct mc_password_options mc_password_defaults;

/* The costs; safe in any number of threads. */
struct mc_password_hasher;

/* Makes a hasher; computes one hash, against which unknown accounts are checked. The caller owns
 * it.
 */
MC_MUST_CHECK enum mc_rc mc_password_hasher_new(struct mc_ctx *ctx,
    const struct mc_password_options *options, struct mc_password_hasher **ret_hasher);

/* NULL is allowed. */
void mc_password_hasher_free(struct mc_password_hasher *hasher);

/* Who the password is for: parts of it may not make up the password. Members may be NULL. */
struct mc_password_owner {
	const char *full_name;
	const char *phone;
	const char *email;
	const char *personal_id;
};

/* Refuses a password that is too short, too long or easy to guess with MC_PROBLEM_PASSWORD_WEAK and
 * one item at pointer (e.g. "/password"). */
MC_MUST_CHECK enum mc_rc mc_password_check(struct mc_ctx *ctx,
    const struct mc_password_owner *owner, const char *pointer, const char *password,
    size_t length);

/* The hash to store ("$argon2id$..."). Fails with MC_PROBLEM_OVERLOADED when there is no memory. */
MC_MUST_CHECK enum mc_rc mc_password_hash(struct mc_ctx *ctx, struct mc_password_hasher *hasher,
    const char *password, size_t length, char **ret_hash);

/* Whether the password belongs to the hash. hash is NULL for an unknown account: the same work is
 * done, the answer is no. *ret_needs_rehash: it matches, and the hash should be made anew with
 * today's costs. Fails with MC_PROBLEM_OVERLOADED when there is no memory. */
MC_MUST_CHECK enum mc_rc mc_password_verify(struct mc_ctx *ctx, struct mc_password_hasher *hasher,
    const char *hash, const char *password, size_t length, bool *ret_matches,
    bool *ret_needs_rehash);

#endif
