/* Bearer tokens (RFC 6750) of the header Authorization alone. */
#include "api/core/auth.h"

#include <string.h>
#include <strings.h>

#include "api/core/app.h"
#include "api/core/operation.h"
#include "api/core/revocations.h"
#include "lib/base/clock.h"

static const struct {
	const char *name;
	unsigned bit;
} roles[] = {
    {"citizen", MC_ROLE_CITIZEN},
    {"officer", MC_ROLE_OFFICER},
    {"leader", MC_ROLE_LEADER},
    {"admin", MC_ROLE_ADMIN},
};

static unsigned
role_bit(const char *name)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (strcmp(roles[i].name, name) == 0)
			return roles[i].bit;
	}
	return 0;
}

/* The token of "Bearer TOKEN", or NULL for another scheme. */
static const char *
bearer_token(const char *header)
{
	static const char scheme[] = "Bearer ";
	const char *token;

	if (strncasecmp(header, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	token = header + sizeof(scheme) - 1;
	return token + strspn(token, " ");
}

enum mc_rc
mc_auth_check(struct mc_request *rq, const struct mc_incoming *incoming)
{
	struct mc_app *app = rq->app;
	const char *header = mc_incoming_header(incoming, "Authorization");
	const char *token;
	struct mc_token_claims claims;

	if (rq->operation->roles == 0)
		return MC_OK;
	if (header == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_UNAUTHENTICATED, NULL);
	token = bearer_token(header);
	if (token == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_UNAUTHENTICATED, NULL);
	TRY(mc_token_cache_verify(&rq->ctx, app->tokens, app->keys, app->config->base_url, token,
	    strlen(token), mc_clock_now(), &claims));
	if (app->revocations != NULL && mc_revocations_has(app->revocations, claims.session_id))
		return mc_fail(&rq->ctx, MC_PROBLEM_TOKEN_INVALID, NULL);
	rq->actor = (struct mc_actor){.account_id = claims.account_id,
	    .session_id = claims.session_id,
	    .role_name = claims.role,
	    .units = claims.units};
	if ((role_bit(claims.role) & rq->operation->roles) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_FORBIDDEN, NULL);
	return MC_OK;
}
