/* Public tracking: the code and the last four digits of the phone number, everything masked. */
#include "gen/operations.h"
#include "gen/queries.h"

enum mc_rc
mc_op_track_dossier(struct mc_request *rq)
{
	const struct mc_track_dossier_params *p = rq->params;

	return mc_reply_query(
	    rq, 200, &mc_sql_dossier_track, (const char *const[]){p->code, p->phone_last4});
}
