/* Places and units: public reference data. */
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/as_typed.h"

enum mc_rc
mc_op_list_places(struct mc_request *rq)
{
	const struct mc_list_places_params *p = rq->params;

	return mc_reply_query(rq, 200, &mc_sql_place_list,
	    (const char *const[]){mc_as_typed_words(rq->ctx.arena, p->q), p->parent});
}

enum mc_rc
mc_op_list_units(struct mc_request *rq)
{
	const struct mc_list_units_params *p = rq->params;

	return mc_reply_query(rq, 200, &mc_sql_unit_list,
	    (const char *const[]){mc_as_typed_words(rq->ctx.arena, p->q), p->procedure, p->parent});
}

enum mc_rc
mc_op_get_unit(struct mc_request *rq)
{
	const struct mc_get_unit_params *p = rq->params;

	return mc_reply_query(rq, 200, &mc_sql_unit_get, (const char *const[]){p->code});
}
