/* Dossiers that the desk took in, found by whom they are of. */
#include "api/identity/typed.h"
#include "gen/operations.h"
#include "gen/queries.h"

enum mc_rc
mc_op_claim_dossiers(struct mc_request *rq)
{
	const struct mc_rows *rows;

	mc_typed_personal_id(rq, rq->body, "personal_id", "/personal_id");
	TRY(mc_typed_end(rq));
	TRY(mc_request_query(rq, &mc_sql_dossiers_claim,
	    (const char *const[]){json_string_value(json_object_get(rq->body, "personal_id"))},
	    &rows));
	TRY(mc_reply_wait(rq, MC_PROBLEM_TOO_MANY_NUMBERS, rows));
	return mc_reply_rows(rq, 200, rows);
}
