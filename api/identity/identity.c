/* Accounts and sessions. */
#include <string.h>

#include "api/core/app.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/id.h"
#include "lib/trust/password.h"
#include "lib/trust/secret.h"
#include "lib/trust/token.h"
#include "lib/base/utf8.h"
#include "lib/identity/email.h"
#include "lib/identity/personal_id.h"
#include "lib/identity/phone.h"

enum { TOKEN_SECONDS = 600 };

static const char *
member(const struct mc_request *rq, const char *name)
{
	return json_string_value(json_object_get(rq->body, name));
}

/* A person's data in the form in which it is stored, every wrong item named at once. */
static enum mc_rc
normalise(struct mc_request *rq, struct mc_password_owner *ret_owner)
{
	struct mc_ctx *ctx = &rq->ctx;
	const char *name = member(rq, "full_name");
	const char *typed_email = member(rq, "email");
	const char *typed_id = member(rq, "personal_id");
	char phone[MC_PHONE_SIZE];
	char email[MC_EMAIL_SIZE];
	struct mc_personal_id id;
	struct mc_password_owner owner = {0};

	owner.full_name = mc_utf8_nfc(ctx->arena, name, strlen(name), NULL);
	if (owner.full_name == NULL ||
	    !mc_utf8_name_clean(owner.full_name, strlen(owner.full_name)))
		mc_problem_add(ctx, "/full_name", "name",
		    "Họ tên có ký tự không hợp lệ. Vui lòng nhập như trên giấy tờ.",
		    "The name has characters that are not allowed. Enter it as on your papers.");
	if (mc_phone_normalise(member(rq, "phone"), phone))
		owner.phone = mc_strdup(ctx->arena, phone);
	else
		mc_problem_add(ctx, "/phone", "phone",
		    "Số điện thoại không đúng. Vui lòng nhập 10 chữ số, ví dụ 0912 345 678.",
		    "The phone number is not valid. Enter 10 digits, such as 0912 345 678.");
	if (typed_email != NULL && mc_email_normalise(typed_email, email))
		owner.email = mc_strdup(ctx->arena, email);
	else if (typed_email != NULL)
		mc_problem_add(ctx, "/email", "email",
		    "Thư điện tử không đúng. Ví dụ: ten@example.com.",
		    "The e-mail address is not valid. Example: name@example.com.");
	if (typed_id != NULL && mc_personal_id_parse(typed_id, &id) == MC_PERSONAL_ID_OK)
		owner.personal_id = mc_strdup(ctx->arena, id.text);
	else if (typed_id != NULL)
		mc_problem_add(ctx, "/personal_id", "personal_id",
		    "Số định danh không đúng. Vui lòng nhập 12 chữ số trên thẻ căn cước.",
		    "The personal number is not valid. Enter the 12 digits of the identity card.");
	if (ctx->problem.error_count > 0)
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	*ret_owner = owner;
	return MC_OK;
}

enum mc_rc
mc_op_create_account(struct mc_request *rq)
{
	const char *password = member(rq, "password");
	struct mc_password_owner owner;
	char *hash;

	TRY(normalise(rq, &owner));
	TRY(mc_password_check(&rq->ctx, &owner, "/password", password, strlen(password)));
	TRY(mc_password_hash(&rq->ctx, rq->app->passwords, password, strlen(password), &hash));
	return mc_reply_query(rq, 201, &mc_sql_account_create,
	    (const char *const[]){mc_id_new(rq->ctx.arena), owner.full_name, owner.phone,
		owner.email, owner.personal_id, hash});
}

/* Answers with a new pair of tokens for the claims in the first row. */
static enum mc_rc
reply_session(
    struct mc_request *rq, unsigned status, const struct mc_rows *rows, const char *refresh_token)
{
	const struct mc_token_claims claims = {
	    .account_id = mc_rows_get(rows, 0, "account_id"),
	    .session_id = mc_rows_get(rows, 0, "session_id"),
	    .role = mc_rows_get(rows, 0, "role"),
	    .units_json = mc_rows_get(rows, 0, "units"),
	};
	char *token;

	TRY(mc_token_issue(&rq->ctx, rq->app->keys, rq->app->config->base_url, &claims,
	    mc_clock_now(), TOKEN_SECONDS, &token));
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

	TRY(mc_password_hash(&rq->ctx, rq->app->passwords, password, strlen(password), &hash));
	return mc_request_query(rq, &mc_sql_account_rehash,
	    (const char *const[]){
		mc_rows_get(account, 0, "id"), mc_rows_get(account, 0, "password_hash"), hash},
	    NULL);
}

enum mc_rc
mc_op_create_session(struct mc_request *rq)
{
	const char *password = member(rq, "password");
	const char *login = normalise_login(rq->ctx.arena, member(rq, "login"));
	const char *refresh_token = mc_secret_token(rq->ctx.arena);
	const struct mc_rows *rows;
	bool known;
	bool matches;
	bool needs_rehash;

	TRY(mc_request_query(rq, &mc_sql_account_login, (const char *const[]){login}, &rows));
	known = mc_rows_count(rows) > 0;
	TRY(mc_password_verify(&rq->ctx, rq->app->passwords,
	    known ? mc_rows_get(rows, 0, "password_hash") : NULL, password, strlen(password),
	    &matches, &needs_rehash));
	if (!matches || !known)
		return mc_fail(&rq->ctx, MC_PROBLEM_LOGIN_FAILED, NULL);
	if (needs_rehash)
		TRY(rehash(rq, rows, password));
	TRY(mc_request_query(rq, &mc_sql_session_create,
	    (const char *const[]){mc_rows_get(rows, 0, "id"),
		mc_secret_hash(rq->ctx.arena, refresh_token, strlen(refresh_token))},
	    &rows));
	return reply_session(rq, 201, rows, refresh_token);
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
	return reply_session(rq, 200, rows, new_token);
}

enum mc_rc
mc_op_delete_current_session(struct mc_request *rq)
{
	TRY(mc_request_query(
	    rq, &mc_sql_session_revoke, (const char *const[]){rq->actor.session_id}, NULL));
	return mc_reply_empty(rq, 204);
}

enum mc_rc
mc_op_get_me(struct mc_request *rq)
{
	return mc_reply_query(rq, 200, &mc_sql_account_me, NULL);
}
