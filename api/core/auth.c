/* Bearer tokens (RFC 6750) of the header Authorization alone. */
#include "api/core/auth.h"

#include <string.h>
#include <strings.h>

#include "api/core/app.h"
#include "api/core/operation.h"
#include "api/core/revocations.h"
#include "lib/base/clock.h"

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
	const struct mc_role *role;

	if (rq->operation->is_webhook)
		rq->actor.kind = MC_CALLER_SYSTEM;
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
	role = mc_role_of(claims.role);
	rq->actor = (struct mc_actor){.account_id = claims.account_id,
	    .session_id = claims.session_id,
	    .role = role == NULL ? 0 : role->bit,
	    .kind =
		role != NULL && role->bit == MC_ROLE_CITIZEN ? MC_CALLER_CITIZEN : MC_CALLER_STAFF,
	    .role_name = claims.role,
	    .units = claims.units};
	if ((rq->actor.role & rq->operation->roles) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_FORBIDDEN, NULL);
	return MC_OK;
}
