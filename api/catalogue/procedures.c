/* The catalogue of procedures. */
#include <string.h>

#include "gen/operations.h"
#include "gen/queries.h"

/* A page of a search is found by its place in the order of fit; a cursor is that number. */
static enum mc_rc
search(struct mc_request *rq, const struct mc_list_procedures_params *p)
{
	const char *offset = p->cursor == NULL ? "0" : p->cursor;

	if (strlen(offset) > 4 || strspn(offset, "0123456789") != strlen(offset) || *offset == '\0')
		return mc_fail(&rq->ctx, MC_PROBLEM_BAD_CURSOR, NULL);
	return mc_reply_query(rq, 200, &mc_sql_procedure_search,
	    (const char *const[]){p->q, p->sector, p->audience, p->unit, p->limit, offset, p->at});
}

enum mc_rc
mc_op_list_procedures(struct mc_request *rq)
{
	const struct mc_list_procedures_params *p = rq->params;

	if (p->q != NULL)
		return search(rq, p);
	return mc_reply_query(rq, 200, &mc_sql_procedure_list,
	    (const char *const[]){p->sector, p->audience, p->unit, p->limit, p->cursor, p->at});
}
