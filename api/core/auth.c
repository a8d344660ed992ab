/* Bearer tokens (RFC 6750) of the header Authorization alone. */
#include "api/core/auth.h"

#include <string.h>
#include <strings.h>

#include "api/core/app.h"
#include "api/core/operation.h"
#include "api/core/key_ring.h"
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

/* Who a genuine token says calls. */
static enum mc_rc
caller_of(struct mc_request *rq, const char *header)
{
	struct mc_app *app = rq->app;
	const char *token = header == NULL ? NULL : bearer_token(header);
	struct mc_token_claims claims;
	const struct mc_role *role;

	if (token == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_UNAUTHENTICATED, NULL);
	TRY(mc_key_ring_verify(&rq->ctx, app->ring, app->config->base_url, token, strlen(token),
	    mc_clock_now(), &claims));
	if (mc_revocations_has(app->revocations, claims.session_id))
		return mc_fail(&rq->ctx, MC_PROBLEM_TOKEN_INVALID, NULL);
	role = mc_role_of(claims.role);
	if (role == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_FORBIDDEN, NULL);
	rq->caller = (struct mc_caller){
	    .kind = role->bit == MC_ROLE_CITIZEN ? MC_CALLER_CITIZEN : MC_CALLER_STAFF,
	    .account_id = claims.account_id,
	    .session_id = claims.session_id,
	    .role = role,
	    .units = claims.units,
	    .assurance = mc_assurance_of(claims.assurance)};
	return MC_OK;
}

/* Who would be let in with a better token is told so. */
static enum mc_rc
check_permits(struct mc_request *rq)
{
	const struct mc_operation *operation = rq->operation;
	const struct mc_caller *caller = &rq->caller;
	enum mc_assurance_level sure =
	    caller->assurance == NULL ? MC_ASSURANCE_NONE : caller->assurance->level;
	enum mc_problem_id problem = MC_PROBLEM_FORBIDDEN;

	for (size_t i = 0; i < operation->permit_count; i++) {
		const struct mc_permit *permit = &operation->permits[i];

		if (permit->kind != caller->kind || (permit->roles & caller->role->bit) == 0)
			continue;
		if (sure >= permit->assurance)
			return MC_OK;
		problem = MC_PROBLEM_SIGN_IN_AGAIN;
	}
	return mc_fail(&rq->ctx, problem, NULL);
}

enum mc_rc
mc_auth_check(struct mc_request *rq, const struct mc_incoming *incoming)
{
	const struct mc_operation *operation = rq->operation;

	if (operation->permit_count == 0)
		return MC_OK;
	if (operation->partners != NULL) {
		rq->caller.kind = MC_CALLER_SYSTEM;
		return MC_OK;
	}
	TRY(caller_of(rq, mc_incoming_header(incoming, "Authorization")));
	return check_permits(rq);
}
