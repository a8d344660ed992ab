#include "api/identity/typed.h"

#include <string.h>

#include "gen/vocabulary/items.h"
#include "lib/base/as_typed.h"
#include "lib/base/utf8.h"
#include "lib/identity/email.h"
#include "lib/identity/personal_id.h"
#include "lib/identity/phone.h"
#include "lib/identity/tax_code.h"

enum { NAME_LETTERS_MIN = 2 };

static const char *
read(struct mc_request *rq, const json_t *object, const char *member)
{
	return mc_as_typed(rq->ctx.arena, json_string_value(json_object_get(object, member)));
}

static void
replace(json_t *object, const char *member, const char *text)
{
	json_object_set_new(object, member, json_string(text));
}

void
mc_typed_name(struct mc_request *rq, json_t *object, const char *member, const char *pointer)
{
	const char *name = read(rq, object, member);

	if (name == NULL)
		return;
	if (mc_utf8_name_clean(name, strlen(name)) &&
	    mc_utf8_length(name, strlen(name)) >= NAME_LETTERS_MIN)
		replace(object, member, name);
	else
		mc_problem_add(&rq->ctx, pointer, MC_ITEM_FULL_NAME);
}

void
mc_typed_phone(struct mc_request *rq, json_t *object, const char *member, const char *pointer)
{
	const char *typed = read(rq, object, member);
	char phone[MC_PHONE_SIZE];

	if (typed == NULL)
		return;
	if (mc_phone_normalise(typed, phone))
		replace(object, member, phone);
	else
		mc_problem_add(&rq->ctx, pointer, MC_ITEM_PHONE);
}

void
mc_typed_email(struct mc_request *rq, json_t *object, const char *member, const char *pointer)
{
	const char *typed = read(rq, object, member);
	char email[MC_EMAIL_SIZE];

	if (typed == NULL)
		return;
	if (mc_email_normalise(typed, email))
		replace(object, member, email);
	else
		mc_problem_add(&rq->ctx, pointer, MC_ITEM_EMAIL);
}

void
mc_typed_personal_id(struct mc_request *rq, json_t *object, const char *member, const char *pointer)
{
	const char *typed = read(rq, object, member);
	struct mc_personal_id id;

	if (typed == NULL)
		return;
	if (mc_personal_id_parse(typed, &id) == MC_PERSONAL_ID_OK)
		replace(object, member, id.text);
	else
		mc_problem_add(&rq->ctx, pointer, MC_ITEM_PERSONAL_ID);
}

void
mc_typed_tax_code(struct mc_request *rq, json_t *object, const char *member, const char *pointer)
{
	const char *typed = read(rq, object, member);
	char code[MC_TAX_CODE_SIZE];
	enum mc_tax_code_kind kind;

	if (typed == NULL)
		return;
	if (mc_tax_code_normalise(typed, code, &kind))
		replace(object, member, code);
	else
		mc_problem_add(&rq->ctx, pointer, MC_ITEM_TAX_CODE);
}

enum mc_rc
mc_typed_end(struct mc_request *rq)
{
	return rq->ctx.problem.error_count > 0 ? mc_fail(&rq->ctx, MC_PROBLEM_INVALID_BODY, NULL)
					       : MC_OK;
}
