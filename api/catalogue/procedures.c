/* The catalogue of procedures. */
#include <stdlib.h>
#include <string.h>

#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/as_typed.h"

/* A page of a search is found by its place in the order of fit; a cursor is that number. */
static enum mc_rc
search(struct mc_request *rq, const struct mc_list_procedures_params *p, const char *words)
{
	const char *offset = p->cursor == NULL ? "0" : p->cursor;

	if (strlen(offset) > 4 || strspn(offset, "0123456789") != strlen(offset) || *offset == '\0')
		return mc_fail(&rq->ctx, MC_PROBLEM_BAD_CURSOR, NULL);
	return mc_reply_query(rq, 200, &mc_sql_procedure_search,
	    (const char *const[]){words, p->sector, p->audience, p->unit, p->limit, offset});
}

enum mc_rc
mc_op_list_procedures(struct mc_request *rq)
{
	const struct mc_list_procedures_params *p = rq->params;
	const char *words = mc_as_typed_words(rq->ctx.arena, p->q);

	if (words != NULL)
		return search(rq, p, words);
	return mc_reply_query(rq, 200, &mc_sql_procedure_list,
	    (const char *const[]){p->sector, p->audience, p->unit, p->limit, p->cursor});
}

enum mc_rc
mc_op_get_procedure(struct mc_request *rq)
{
	const struct mc_get_procedure_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_procedure_get, (const char *const[]){p->code}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_PROCEDURE_UNKNOWN, NULL);
	return mc_reply_rows(rq, 200, rows);
}

enum mc_rc
mc_op_get_procedure_form(struct mc_request *rq)
{
	const struct mc_get_procedure_form_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_procedure_form, (const char *const[]){p->code}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_PROCEDURE_UNKNOWN, NULL);
	return mc_reply_rows(rq, 200, rows);
}
