/* Public tracking: the code and the last four digits of the phone number, everything masked. */
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/as_typed.h"
#include "lib/dossier/dossier_code.h"

enum mc_rc
mc_op_track_dossier(struct mc_request *rq)
{
	const struct mc_track_dossier_params *p = rq->params;
	struct mc_dossier_code code;

	if (!mc_dossier_code_find(mc_as_typed(rq->ctx.arena, p->code), &code))
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	return mc_reply_query(
	    rq, 200, &mc_sql_dossier_track, (const char *const[]){code.text, p->phone_last4});
}
