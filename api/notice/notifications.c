/* What people were told, in the words of its template. */
#include <string.h>

#include "api/core/reply.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/json/json.h"
#include "lib/notice/words.h"

static void
fill(struct mc_request *rq, json_t *item, const char *member)
{
	const char *template = json_string_value(json_object_get(item, member));
	const json_t *told = json_object_get(item, "told");

	json_object_set_new(item, member,
	    json_string(mc_notice_fill(rq->ctx.arena, template, told, rq->language, NULL)));
}

enum mc_rc
mc_op_list_notifications(struct mc_request *rq)
{
	const struct mc_list_notifications_params *p = rq->params;
	MC_CLEANUP(mc_json_freep) json_t *page = NULL;
	const struct mc_rows *rows;
	const char *text;
	json_t *item;
	size_t i;

	TRY(mc_request_query(rq, &mc_sql_notification_list,
	    (const char *const[]){p->limit, p->cursor, rq->language}, &rows));
	text = mc_rows_get(rows, 0, "body");
	TRY(mc_json_parse(&rq->ctx, text, strlen(text), &page));
	json_array_foreach(json_object_get(page, "items"), i, item)
	{
		fill(rq, item, "title");
		fill(rq, item, "body");
		json_object_del(item, "told");
	}
	return mc_reply_json(rq, 200, mc_json_canonical(rq->ctx.arena, page));
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
