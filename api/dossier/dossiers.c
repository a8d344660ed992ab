/* Dossiers: reading them, and drafts. What holds for every dossier stands in schema/dossier. */
#include <string.h>

#include "api/identity/typed.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/items.h"
#include "lib/base/id.h"
#include "lib/json/json.h"

enum mc_rc
mc_op_get_dossier(struct mc_request *rq)
{
	const struct mc_get_dossier_params *p = rq->params;
	const char *const params[] = {p->id};
	const struct mc_rows *own;

	/* What citizens read day after day lies ready; drafts and what staff reads do not. */
	if (rq->caller.kind == MC_CALLER_CITIZEN) {
		TRY(mc_request_query(rq, &mc_sql_dossier_own, params, &own));
		if (mc_rows_count(own) > 0)
			return mc_reply_rows(rq, 200, own);
	}
	return mc_reply_query(rq, 200, &mc_sql_dossier_get, params);
}

/* The phone number of an address for the post, in one form. */
static enum mc_rc
normalise_address(struct mc_request *rq)
{
	mc_typed_phone(
	    rq, json_object_get(rq->body, "return_address"), "phone", "/return_address/phone");
	return mc_typed_end(rq);
}

static const char *
under(struct mc_request *rq, const char *member, const char *item)
{
	return mc_sprintf(rq->ctx.arena, "/%s/%s", member, item);
}

/* A person or organisation whom the desk names, in stored form. */
static void
normalise_party(struct mc_request *rq, const char *member)
{
	json_t *party = json_object_get(rq->body, member);

	mc_typed_name(rq, party, "full_name", under(rq, member, "full_name"));
	mc_typed_phone(rq, party, "phone", under(rq, member, "phone"));
	mc_typed_email(rq, party, "email", under(rq, member, "email"));
	mc_typed_personal_id(rq, party, "personal_id", under(rq, member, "personal_id"));
	mc_typed_tax_code(rq, party, "tax_code", under(rq, member, "tax_code"));
}

/* The staff file for somebody and say for whom and how that came; a citizen files for himself. */
static enum mc_rc
check_who_files(struct mc_request *rq)
{
	static const struct {
		const char *member;
		const char *pointer;
		bool needed;
	} staff[] = {{"applicant", "/applicant", true}, {"channel", "/channel", true},
	    {"submitter", "/submitter", false}, {"mandate", "/mandate", false},
	    {"intake_unit_code", "/intake_unit_code", false}};
	bool desk = rq->caller.kind == MC_CALLER_STAFF;

	for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
		bool given = json_object_get(rq->body, staff[i].member) != NULL;

		if (given && !desk)
			mc_problem_add(&rq->ctx, staff[i].pointer, MC_ITEM_ADDITIONAL_PROPERTIES);
		else if (!given && desk && staff[i].needed)
			mc_problem_add(&rq->ctx, staff[i].pointer, MC_ITEM_MISSING);
	}
	normalise_party(rq, "applicant");
	normalise_party(rq, "submitter");
	return mc_typed_end(rq);
}

enum mc_rc
mc_op_create_dossier(struct mc_request *rq)
{
	TRY(check_who_files(rq));
	TRY(normalise_address(rq));
	return mc_reply_query(rq, 201, &mc_sql_dossier_create,
	    (const char *const[]){
		mc_id_new(rq->ctx.arena), mc_json_canonical(rq->ctx.arena, rq->body)});
}

enum mc_rc
mc_op_update_dossier(struct mc_request *rq)
{
	const struct mc_update_dossier_params *p = rq->params;

	TRY(normalise_address(rq));
	return mc_reply_query(rq, 200, &mc_sql_dossier_update,
	    (const char *const[]){p->id, p->if_match, mc_json_canonical(rq->ctx.arena, rq->body)});
}

enum mc_rc
mc_op_delete_dossier(struct mc_request *rq)
{
	const struct mc_delete_dossier_params *p = rq->params;

	TRY(mc_request_query(rq, &mc_sql_dossier_delete, (const char *const[]){p->id}, NULL));
	return mc_reply_empty(rq, 204);
}

enum mc_rc
mc_op_put_dossier_component(struct mc_request *rq)
{
	const struct mc_put_dossier_component_params *p = rq->params;
	const json_t *ids = json_object_get(rq->body, "upload_ids");
	struct mc_buf list = mc_buf_new(rq->ctx.arena, 2000);

	/* The contract lets nothing but UUIDs through, so the array literal needs no quoting. */
	mc_buf_add_char(&list, '{');
	for (size_t i = 0; i < json_array_size(ids); i++)
		mc_buf_printf(
		    &list, "%s%s", i > 0 ? "," : "", json_string_value(json_array_get(ids, i)));
	mc_buf_add_char(&list, '}');
	return mc_reply_query(rq, 200, &mc_sql_dossier_component_put,
	    (const char *const[]){p->id, p->component_code, list.bytes});
}
