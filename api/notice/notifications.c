/* What people were told, in the words of its template, and what became of the messages. */
#include <string.h>

#include "api/core/reply.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/json/json.h"
#include "lib/notice/words.h"

enum { RETRIED_MAX = 1000 };

static void
fill(struct mc_request *rq, json_t *item, const char *member)
{
	const char *template = json_string_value(json_object_get(item, member));
	const json_t *told = json_object_get(item, "told");

	if (template != NULL)
		json_object_set_new(item, member,
		    json_string(mc_notice_fill(rq->ctx.arena, template, told, rq->language, NULL)));
}

/* A page of notices whose words still have places for what is told. */
static enum mc_rc
reply_page(struct mc_request *rq, const struct mc_rows *rows)
{
	MC_CLEANUP(mc_json_freep) json_t *page = NULL;
	const char *text;
	json_t *item;
	size_t i;

	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	text = mc_rows_get(rows, 0, "body");
	TRY(mc_json_parse(&rq->ctx, text, strlen(text), &page));
	json_array_foreach(json_object_get(page, "items"), i, item)
	{
		fill(rq, item, "title");
		fill(rq, item, "body");
		json_object_del(item, "told");
	}
	rq->shown = mc_rows_find(rows, 0, "shown");
	return mc_reply_json(rq, 200, mc_json_canonical(rq->ctx.arena, page));
}

enum mc_rc
mc_op_list_notifications(struct mc_request *rq)
{
	const struct mc_list_notifications_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_notification_list,
	    (const char *const[]){p->limit, p->cursor, rq->language}, &rows));
	return reply_page(rq, rows);
}

enum mc_rc
mc_op_list_dossier_notices(struct mc_request *rq)
{
	const struct mc_list_dossier_notices_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(
	    rq, &mc_sql_dossier_notice_list, (const char *const[]){p->id, rq->language}, &rows));
	return reply_page(rq, rows);
}

enum mc_rc
mc_op_list_undelivered_messages(struct mc_request *rq)
{
	const struct mc_list_undelivered_messages_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_undelivered_list,
	    (const char *const[]){p->limit, p->cursor, rq->language}, &rows));
	return reply_page(rq, rows);
}

enum mc_rc
mc_op_retry_message(struct mc_request *rq)
{
	const struct mc_retry_message_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_message_again, (const char *const[]){p->id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	return mc_reply_empty(rq, 204);
}

enum mc_rc
mc_op_retry_messages(struct mc_request *rq)
{
	return mc_reply_query(rq, 200, &mc_sql_messages_again,
	    (const char *const[]){mc_sprintf(rq->ctx.arena, "%d", RETRIED_MAX)});
}

enum mc_rc
mc_op_read_notification(struct mc_request *rq)
{
	const struct mc_read_notification_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_notification_read, (const char *const[]){p->id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	return mc_reply_empty(rq, 204);
}
