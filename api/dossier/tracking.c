/* Public tracking: the code and the last four digits of the phone number, everything masked. */
#include <string.h>

#include "api/core/budget.h"
#include "api/core/reply.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/as_typed.h"
#include "lib/dossier/dossier_code.h"

enum mc_rc
mc_op_track_dossier(struct mc_request *rq)
{
	const struct mc_track_dossier_params *p = rq->params;
	const struct mc_rate *by_code = mc_budget(rq->operation, MC_PER_CODE);
	const struct mc_rate *by_address = mc_budget(rq->operation, MC_PER_ADDRESS);
	struct mc_dossier_code code;
	const struct mc_rows *rows;

	if (!mc_dossier_code_find(mc_as_typed(rq->ctx.arena, p->code), &code))
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_request_query(rq, &mc_sql_dossier_look_up,
	    (const char *const[]){code.text, p->phone_last4, mc_budget_address(rq), by_code->rules,
		by_address->rules},
	    &rows));
	TRY(mc_budget_settle(rq,
	    strcmp(mc_rows_get(rows, 0, "by_address"), "t") == 0 ? by_address : by_code,
	    MC_PROBLEM_TOO_MANY_LOOKUPS, rows));
	return mc_reply_rows(rq, 200, rows);
}
