/* Accounts. */
#include <string.h>

#include "api/identity/passwords.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/id.h"
#include "lib/base/utf8.h"
#include "lib/identity/email.h"
#include "lib/identity/personal_id.h"
#include "lib/identity/phone.h"

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
	TRY(mc_password_hash(&rq->ctx, mc_passwords(rq), password, strlen(password), &hash));
	return mc_reply_query(rq, 201, &mc_sql_account_create,
	    (const char *const[]){mc_id_new(rq->ctx.arena), owner.full_name, owner.phone,
		owner.email, owner.personal_id, hash});
}

enum mc_rc
mc_op_get_me(struct mc_request *rq)
{
	return mc_reply_query(rq, 200, &mc_sql_account_me, NULL);
}
