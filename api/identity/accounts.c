/* Accounts. */
#include <string.h>

#include "api/core/budget.h"
#include "api/identity/passwords.h"
#include "api/identity/typed.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/id.h"

static const char *
member(const struct mc_request *rq, const char *name)
{
	return json_string_value(json_object_get(rq->body, name));
}

/* A person's data in the form in which it is stored, every wrong item named at once. */
static enum mc_rc
normalise(struct mc_request *rq, struct mc_password_owner *ret_owner)
{
	mc_typed_name(rq, rq->body, "full_name", "/full_name");
	mc_typed_phone(rq, rq->body, "phone", "/phone");
	mc_typed_email(rq, rq->body, "email", "/email");
	mc_typed_personal_id(rq, rq->body, "personal_id", "/personal_id");
	TRY(mc_typed_end(rq));
	*ret_owner = (struct mc_password_owner){
	    .full_name = member(rq, "full_name"),
	    .phone = member(rq, "phone"),
	    .email = member(rq, "email"),
	    .personal_id = member(rq, "personal_id"),
	};
	return MC_OK;
}

static enum mc_rc
count_sign_up(struct mc_request *rq)
{
	const struct mc_rate *rate = mc_budget(rq->operation, MC_PER_ADDRESS);
	const struct mc_rows *counted;

	TRY(mc_request_ask(rq, &mc_sql_sign_up_count,
	    (const char *const[]){mc_budget_address(rq), rate->rules}, &counted));
	return mc_budget_settle(rq, rate, MC_PROBLEM_TOO_MANY_ACCOUNTS, counted);
}

enum mc_rc
mc_op_create_account(struct mc_request *rq)
{
	const char *password = member(rq, "password");
	struct mc_password_owner owner;
	char *hash;

	TRY(normalise(rq, &owner));
	TRY(mc_passwords_check(rq, &owner, "/password", password));
	TRY(count_sign_up(rq));
	TRY(mc_password_hash(&rq->ctx, mc_passwords(rq), password, strlen(password), &hash));
	return mc_reply_query(rq, 201, &mc_sql_account_create,
	    (const char *const[]){mc_id_new(rq->ctx.arena), owner.full_name, owner.phone,
		owner.email, owner.personal_id, hash});
}
