/* Signed notices between programs as Standard Webhooks describes them: HMAC-SHA256 over
 * "id.timestamp.body" with a shared secret, sent in the headers webhook-id, webhook-timestamp and
 * webhook-signature ("v1,<base64>", several separated by spaces while a secret changes).
 * Source: Standard Webhooks specification 1.0. That an id is taken only once is for the caller. */
#ifndef MC_WEBHOOK_H
#define MC_WEBHOOK_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

enum {
	MC_WEBHOOK_TOLERANCE = 5 * 60, /* seconds that a notice may be old or early */
	MC_WEBHOOK_SECRET_MIN = 24,
	MC_WEBHOOK_SECRET_MAX = 64,
};

struct mc_webhook_secret {
	size_t length;
	unsigned char bytes[MC_WEBHOOK_SECRET_MAX];
};

struct mc_webhook_partner {
	const char *group; /* "banks", "carriers" or "gateways" */
	const char *name;
	struct mc_webhook_secret secret;
	const char *account; /* "BIN:account" that its notices are about; NULL if none is named */
};

/* The partners of a file { "banks": { "<name>": "whsec_<base64>", "<name>": { "secret":
 * "whsec_<base64>", "account": "<BIN>:<account>" } }, "carriers": { ... } }; never changes after
 * loading, so that any number of threads may use it. */
struct mc_webhook_secrets;

/* Loads a file that nobody else may read; fails with MC_PROBLEM_INTERNAL. The caller owns the
 * result. */
MC_MUST_CHECK enum mc_rc mc_webhook_secrets_load(
    struct mc_ctx *ctx, const char *path, struct mc_webhook_secrets **ret_secrets);

/* NULL is allowed. */
void mc_webhook_secrets_free(struct mc_webhook_secrets *secrets);

/* A partner, or NULL. */
const struct mc_webhook_partner *mc_webhook_partner_find(
    const struct mc_webhook_secrets *secrets, const char *group, const char *name);

/* Reads "whsec_<base64>" of 24 to 64 bytes; fails with MC_PROBLEM_INTERNAL. */
MC_MUST_CHECK enum mc_rc mc_webhook_secret_parse(
    struct mc_ctx *ctx, const char *text, struct mc_webhook_secret *ret_secret);

struct mc_webhook_notice {
	const char *id;        /* the three headers as they came; NULL if absent */
	const char *timestamp; /* decimal seconds since 1970 */
	const char *signature;
	const void *body;
	size_t body_length;
};

/* Whether a notice is genuine and of now; secret is NULL for an unknown partner. Fails with
 * MC_PROBLEM_SIGNATURE_INVALID and a cause for the log; one of the signatures must match. */
MC_MUST_CHECK enum mc_rc mc_webhook_verify(struct mc_ctx *ctx,
    const struct mc_webhook_secret *secret, const struct mc_webhook_notice *notice, int64_t now);

#endif
