/* Sessions: a short-lived access token, and a refresh token that is good for one use. */
#include <string.h>

#include "api/core/app.h"
#include "api/core/budget.h"
#include "api/core/key_ring.h"
#include "api/identity/device.h"
#include "api/identity/passwords.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/as_typed.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/identity/email.h"
#include "lib/identity/phone.h"
#include "lib/trust/secret.h"
#include "lib/trust/token.h"

enum { TOKEN_SECONDS = 600, DEVICES_TEXT_MAX = 1024 };

static const char *
member(const struct mc_request *rq, const char *name)
{
	return json_string_value(json_object_get(rq->body, name));
}

/* Answers with a new pair of tokens for the claims in the first row; device_token is NULL if the
 * device got none. */
static enum mc_rc
reply_session(struct mc_request *rq, unsigned status, const struct mc_rows *rows,
    enum mc_assurance_level assurance, const char *refresh_token, const char *device_token)
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
		"\"refresh_token\":\"%s\"%s%s%s}",
		token, TOKEN_SECONDS, refresh_token,
		device_token == NULL ? "" : ",\"device_token\":\"",
		device_token == NULL ? "" : device_token, device_token == NULL ? "" : "\""));
}

/* The login as it is stored: a phone number in one form, else an e-mail address; what is neither is
 * nobody's, and stays as it is. */
static const char *
normalise_login(struct mc_arena *arena, const char *typed)
{
	char phone[MC_PHONE_SIZE];
	char email[MC_EMAIL_SIZE];

	if (mc_phone_normalise(typed, phone))
		return mc_strdup(arena, phone);
	if (mc_email_normalise(typed, email))
		return mc_strdup(arena, email);
	return typed;
}

static const char *
hash_secret(struct mc_request *rq, const char *secret)
{
	return mc_secret_hash(rq->ctx.arena, secret, strlen(secret));
}

/* The hashes of the tokens that this device was given before, as an array of PostgreSQL. */
static const char *
known_devices(struct mc_request *rq)
{
	struct mc_buf buf = mc_buf_new(rq->ctx.arena, DEVICES_TEXT_MAX);
	const json_t *token;
	size_t i;

	mc_buf_add_char(&buf, '{');
	json_array_foreach(json_object_get(rq->body, "device_tokens"), i, token)
	{
		if (i > 0)
			mc_buf_add_char(&buf, ',');
		mc_buf_add_text(&buf, hash_secret(rq, json_string_value(token)));
	}
	mc_buf_add_char(&buf, '}');
	return buf.bytes;
}

/* Who wants to sign in, after the try was counted. */
static enum mc_rc
begin_try(struct mc_request *rq, const char *devices, const struct mc_rows **ret_tried)
{
	const char *login =
	    normalise_login(rq->ctx.arena, mc_as_typed(rq->ctx.arena, member(rq, "login")));
	const struct mc_rate *by_login = mc_budget(rq->operation, MC_PER_LOGIN);
	const struct mc_rate *by_device = mc_budget(rq->operation, MC_PER_DEVICE);
	bool known;

	TRY(mc_request_query(rq, &mc_sql_sign_in_count,
	    (const char *const[]){login, devices, by_login->rules, by_device->rules}, ret_tried));
	rq->subject = mc_rows_get(*ret_tried, 0, "id");
	known = strcmp(mc_rows_get(*ret_tried, 0, "known"), "t") == 0;
	return mc_budget_settle(
	    rq, known ? by_device : by_login, MC_PROBLEM_TOO_MANY_SIGN_INS, *ret_tried);
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

/* The password was right. */
static enum mc_rc
sign_in(struct mc_request *rq, const struct mc_rows *tried, const char *devices)
{
	bool shared = json_is_true(json_object_get(rq->body, "shared_device"));
	const char *refresh_token = mc_secret_token(rq->ctx.arena);
	const char *device_token = mc_secret_token(rq->ctx.arena);
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_session_create,
	    (const char *const[]){mc_rows_get(tried, 0, "id"), hash_secret(rq, refresh_token),
		mc_device_of(rq), rq->language, mc_rows_get(tried, 0, "tried"), devices,
		hash_secret(rq, device_token), shared ? "t" : "f"},
	    &rows));
	if (strcmp(mc_rows_get(rows, 0, "device_new"), "t") != 0)
		device_token = NULL;
	return reply_session(rq, 201, rows, MC_ASSURANCE_PASSWORD, refresh_token, device_token);
}

enum mc_rc
mc_op_create_session(struct mc_request *rq)
{
	const char *password = member(rq, "password");
	const char *devices = known_devices(rq);
	const struct mc_rows *tried;
	bool matches;
	bool needs_rehash;

	TRY(begin_try(rq, devices, &tried));
	TRY(mc_passwords_verify(rq, mc_rows_get(tried, 0, "password_hash"), password,
	    strcmp(mc_rows_get(tried, 0, "known"), "t") == 0, &matches, &needs_rehash));
	if (!matches)
		return mc_fail(&rq->ctx, MC_PROBLEM_LOGIN_FAILED, NULL);
	if (needs_rehash)
		TRY(rehash(rq, tried, password));
	return sign_in(rq, tried, devices);
}

enum mc_rc
mc_op_refresh_session(struct mc_request *rq)
{
	const char *old_token = member(rq, "refresh_token");
	const char *new_token = mc_secret_token(rq->ctx.arena);
	const char *sealed = mc_secret_seal(rq->ctx.arena, old_token, new_token);
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_session_refresh,
	    (const char *const[]){hash_secret(rq, old_token), hash_secret(rq, new_token), sealed},
	    &rows));
	rq->subject = mc_rows_get(rows, 0, "account_id");
	if (strcmp(mc_rows_get(rows, 0, "outcome"), "ok") != 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_TOKEN_INVALID, NULL);
	new_token = mc_secret_open(rq->ctx.arena, old_token, mc_rows_get(rows, 0, "successor"));
	if (new_token == NULL)
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "the successor does not open");
	return reply_session(rq, 200, rows, MC_ASSURANCE_RENEWED, new_token, NULL);
}

enum mc_rc
mc_op_delete_current_session(struct mc_request *rq)
{
	TRY(mc_request_query(
	    rq, &mc_sql_session_revoke, (const char *const[]){rq->caller.session_id}, NULL));
	return mc_reply_empty(rq, 204);
}
