/* Sessions: a short-lived access token, and a refresh token that is good for one use. */
#include <string.h>

#include "api/core/app.h"
#include "api/core/key_ring.h"
#include "api/identity/device.h"
#include "api/identity/passwords.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/as_typed.h"
#include "lib/base/clock.h"
#include "lib/identity/email.h"
#include "lib/identity/phone.h"
#include "lib/trust/secret.h"
#include "lib/trust/token.h"

enum { TOKEN_SECONDS = 600 };

static const char *
member(const struct mc_request *rq, const char *name)
{
	return json_string_value(json_object_get(rq->body, name));
}

/* Answers with a new pair of tokens for the claims in the first row. */
static enum mc_rc
reply_session(struct mc_request *rq, unsigned status, const struct mc_rows *rows,
    enum mc_assurance_level assurance, const char *refresh_token)
{
	const struct mc_token_claims claims = {
	    .account_id = mc_rows_get(rows, 0, "account_id"),
	    .session_id = mc_rows_get(rows, 0, "session_id"),
	    .role = mc_rows_get(rows, 0, "role"),
	    .assurance = mc_assurances[assurance - 1].code,
	    .units_json = mc_rows_get(rows, 0, "units"),
	};
	char *token;

	TRY(mc_token_issue(&rq->ctx, mc_key_ring_keys(rq->app->ring), rq->app->config->base_url,
	    &claims, mc_clock_now(), TOKEN_SECONDS, &token));
	return mc_reply_json(rq, status,
	    mc_sprintf(rq->ctx.arena,
		"{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,"
		"\"refresh_token\":\"%s\"}",
		token, TOKEN_SECONDS, refresh_token));
}

/* The login as it is stored: a phone number in one form, else an e-mail address. */
static const char *
normalise_login(struct mc_arena *arena, const char *typed)
{
	char phone[MC_PHONE_SIZE];
	char email[MC_EMAIL_SIZE];

	if (mc_phone_normalise(typed, phone))
		return mc_strdup(arena, phone);
	if (mc_email_normalise(typed, email))
		return mc_strdup(arena, email);
	return NULL;
}

/* Costs of hashing rise over the years: a hash made with older ones is replaced at sign-in. */
static enum mc_rc
rehash(struct mc_request *rq, const struct mc_rows *account, const char *password)
{
	char *hash;

	TRY(mc_password_hash(&rq->ctx, mc_passwords(rq), password, strlen(password), &hash));
	return mc_request_query(rq, &mc_sql_account_rehash,
	    (const char *const[]){
		mc_rows_get(account, 0, "id"), mc_rows_get(account, 0, "password_hash"), hash},
	    NULL);
}

enum mc_rc
mc_op_create_session(struct mc_request *rq)
{
	const char *password = member(rq, "password");
	const char *login =
	    normalise_login(rq->ctx.arena, mc_as_typed(rq->ctx.arena, member(rq, "login")));
	const char *refresh_token = mc_secret_token(rq->ctx.arena);
	const struct mc_rows *rows;
	bool known;
	bool matches;
	bool needs_rehash;

	TRY(mc_request_query(rq, &mc_sql_account_login, (const char *const[]){login}, &rows));
	known = mc_rows_count(rows) > 0;
	TRY(mc_password_verify(&rq->ctx, mc_passwords(rq),
	    known ? mc_rows_get(rows, 0, "password_hash") : NULL, password, strlen(password),
	    &matches, &needs_rehash));
	if (!matches || !known)
		return mc_fail(&rq->ctx, MC_PROBLEM_LOGIN_FAILED, NULL);
	if (needs_rehash)
		TRY(rehash(rq, rows, password));
	TRY(mc_request_query(rq, &mc_sql_session_create,
	    (const char *const[]){mc_rows_get(rows, 0, "id"),
		mc_secret_hash(rq->ctx.arena, refresh_token, strlen(refresh_token)),
		mc_device_of(rq), rq->language},
	    &rows));
	return reply_session(rq, 201, rows, MC_ASSURANCE_PASSWORD, refresh_token);
}

enum mc_rc
mc_op_refresh_session(struct mc_request *rq)
{
	const char *old_token = member(rq, "refresh_token");
	const char *new_token = mc_secret_token(rq->ctx.arena);
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_session_refresh,
	    (const char *const[]){mc_secret_hash(rq->ctx.arena, old_token, strlen(old_token)),
		mc_secret_hash(rq->ctx.arena, new_token, strlen(new_token))},
	    &rows));
	if (strcmp(mc_rows_get(rows, 0, "outcome"), "ok") != 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_TOKEN_INVALID, NULL);
	return reply_session(rq, 200, rows, MC_ASSURANCE_RENEWED, new_token);
}

enum mc_rc
mc_op_delete_current_session(struct mc_request *rq)
{
	TRY(mc_request_query(
	    rq, &mc_sql_session_revoke, (const char *const[]){rq->caller.session_id}, NULL));
	return mc_reply_empty(rq, 204);
}
