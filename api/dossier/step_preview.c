/* The database takes the step and undoes it; who would be told gets the words here, by the same
 * means as the worker and the list of notifications give them. */
#include "api/dossier/step_preview.h"

#include <string.h>

#include "api/core/app.h"
#include "api/notice/notice.h"
#include "lib/json/json.h"
#include "lib/notice/words.h"

static const char *
text(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

static json_t *
messages_of(struct mc_arena *arena, const struct mc_notice *notice)
{
	json_t *messages = json_array();

	for (MC_TABLE_EACH(notice_channels, mc_notice_channel, at)) {
		if ((*at)->wants(notice))
			json_array_append_new(
			    messages, json_pack("{s:s, s:s}", "channel", (*at)->name, "text",
					  (*at)->render(arena, notice)));
	}
	return messages;
}

static json_t *
words_in(struct mc_request *rq, const char *dossier_id, const json_t *told, const char *language)
{
	struct mc_arena *arena = rq->ctx.arena;
	const json_t *template = json_object_get(json_object_get(told, "words"), language);
	struct mc_notice notice = {
	    .id = rq->id,
	    .language = language,
	    .title = text(template, "title"),
	    .body = text(template, "body"),
	    .told = json_object_get(told, "told"),
	    .full_name = text(told, "full_name"),
	    .email = text(told, "email"),
	    .phone = text(told, "phone"),
	};

	mc_notice_address(arena, rq->app->config, rq->app->site, dossier_id, &notice);
	return json_pack("{s:s, s:s, s:o}", "title", notice.title, "body",
	    mc_notice_fill(arena, notice.body, notice.told, language, NULL), "messages",
	    messages_of(arena, &notice));
}

static enum mc_rc
reply_preview(struct mc_request *rq, const char *dossier_id, const struct mc_statement *statement,
    const char *const params[])
{
	MC_CLEANUP(mc_json_freep) json_t *preview = NULL;
	const struct mc_rows *rows;
	json_t *notices;
	const char *body;
	json_t *told;
	size_t i;

	TRY(mc_request_query(rq, statement, params, &rows));
	body = mc_rows_get(rows, 0, "body");
	TRY(mc_json_parse(&rq->ctx, body, strlen(body), &preview));
	notices = json_array();
	json_array_foreach(json_object_get(preview, "told"), i, told)
	{
		json_array_append_new(notices,
		    json_pack("{s:O, s:o, s:o}", "language", json_object_get(told, "language"),
			"vi", words_in(rq, dossier_id, told, "vi"), "en",
			words_in(rq, dossier_id, told, "en")));
	}
	json_object_set_new(preview, "told", notices);
	return mc_reply_json(rq, 200, mc_json_canonical(rq->ctx.arena, preview));
}

enum mc_rc
mc_reply_step(struct mc_request *rq, const char *dossier_id, const struct mc_statement *step,
    const struct mc_statement *preview, const char *const params[])
{
	return mc_request_is_dry_run(rq) ? reply_preview(rq, dossier_id, preview, params)
					 : mc_reply_query(rq, 201, step, params);
}
