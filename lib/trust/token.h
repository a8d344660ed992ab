/* Access tokens: JWTs signed with ES256, ten minutes long, that say who calls. libjwt is known here
 * alone, behind a wrapper that lets it see a token only after the token's shape, algorithm and key
 * are known to be ours (libjwt 1.10 accepts HS256 signed with the public key, and anything without
 * a key), and that checks the claims itself (libjwt checks none). Header: alg ES256, kid, typ JWT
 * (libjwt 1.10 writes and accepts no other typ; statements that are not access tokens carry another
 * one). Claims: iss, aud "motcua", sub, sid, role, units, acr, iat, nbf, exp. Sources: RFC 7519,
 * RFC 8725, OpenID Connect Core 2 (acr). */
#ifndef MC_TOKEN_H
#define MC_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "lib/trust/keys.h"
#include "lib/base/problem.h"

enum {
	MC_TOKEN_LEEWAY = 30, /* seconds that the clocks of our machines may differ */
	MC_TOKEN_UNITS_MAX = 50,
};

struct mc_token_claims {
	const char *account_id;
	const char *session_id;
	const char *role;
	const char *assurance;  /* of assurances.yaml, or of one who knows more levels */
	const char *units_json; /* JSON array of unit codes */
	const char *units;  /* the same as a PostgreSQL array literal; not read by mc_token_issue */
	int64_t issued_at;  /* seconds since 1970; not read by mc_token_issue */
	int64_t expires_at; /* likewise */
};

/* Makes a token that holds from now for ttl seconds. issuer is the base URL of this installation.
 * Claims that mc_token_verify would refuse fail with MC_PROBLEM_INTERNAL. */
MC_MUST_CHECK enum mc_rc mc_token_issue(struct mc_ctx *ctx, const struct mc_keys *keys,
    const char *issuer, const struct mc_token_claims *claims, int64_t now, unsigned ttl,
    char **ret_token);

/* The claims of a genuine token, texts in the arena. A genuine one whose time is over fails with
 * MC_PROBLEM_TOKEN_EXPIRED, everything else with MC_PROBLEM_TOKEN_INVALID and a cause for the log.
 */
MC_MUST_CHECK enum mc_rc mc_token_verify(struct mc_ctx *ctx, const struct mc_keys *keys,
    const char *issuer, const char *token, size_t length, int64_t now,
    struct mc_token_claims *ret_claims);

#endif
