/* GET /v1/admin/status: what the thread of api/core/status.h knows, without asking anybody. */
#include "api/core/status.h"

#include "api/core/app.h"
#include "gen/operations.h"
#include "gen/vocabulary/figures.h"
#include "lib/base/clock.h"
#include "lib/json/json.h"
#include "lib/watch/figure.h"

static json_t *
moment(struct mc_arena *arena, int64_t ms)
{
	return ms == 0 ? json_null() : json_string(mc_clock_rfc3339(arena, ms));
}

static json_t *
alerts(struct mc_arena *arena, const struct mc_status_view *view)
{
	static const char *const states[] = {[MC_ALARM_UNKNOWN] = "unknown",
	    [MC_ALARM_GOOD] = "good",
	    [MC_ALARM_ATTENTION] = "attention",
	    [MC_ALARM_ACT] = "act"};
	json_t *all = json_array();

	for (size_t i = 0; i < MC_ALERT_COUNT; i++) {
		const struct mc_alert *alert = &mc_alerts[i];
		const struct mc_alarm *alarm = &view->alarms[i];

		(void)json_array_append_new(all,
		    json_pack("{s:s, s:s, s:o, s:f, s:b, s:o, s:s}", "alert", alert->code, "state",
			states[mc_alarm_state(alarm, alert, view->now)], "value",
			alarm->known ? json_real(alarm->value) : json_null(), "bound", alert->bound,
			"above", alert->above, "since", moment(arena, view->since_ms[i]), "runbook",
			mc_sprintf(arena, "runbook/alerts/%s.md", alert->code)));
	}
	return all;
}

static json_t *
text_of(const char *bytes, size_t length)
{
	return bytes == NULL ? json_null() : json_stringn(bytes, length);
}

/* The values of a kind, in the order of the pages. What every instance says alike is said once, as
 * the first does that has it. */
static void
add_values(json_t *all, const struct mc_figure_kind *kind, const char *pages)
{
	struct mc_figure figure;
	struct mc_figure instance = {.name = NULL};
	const char *from = NULL;

	while (mc_figure_next(&pages, &figure)) {
		if (mc_figure_is(&figure, "up"))
			instance = figure;
		if (!mc_figure_is(&figure, kind->name))
			continue;
		if (from == NULL || kind->each)
			from = instance.name;
		if (from != instance.name)
			continue;
		if (kind->each)
			figure = (struct mc_figure){.part = instance.part,
			    .part_length = instance.part_length,
			    .value = figure.value};
		(void)json_array_append_new(
		    all, json_pack("{s:s, s:o, s:f}", "figure", kind->name, "part",
			     text_of(figure.part, figure.part_length), "value", figure.value));
	}
}

enum mc_rc
mc_op_get_system_status(struct mc_request *rq)
{
	struct mc_arena *arena = rq->ctx.arena;
	struct mc_status_view view = mc_status_look(rq->app->status, arena);
	MC_CLEANUP(mc_json_freep) json_t *figures = json_array();
	MC_CLEANUP(mc_json_freep) json_t *body = NULL;
	const char *text;

	for (size_t i = 0; i < MC_FIGURE_COUNT; i++)
		add_values(figures, &mc_figure_kinds[i], view.pages);
	body = json_pack("{s:o, s:o, s:o, s:O}", "read_at", moment(arena, view.read_ms),
	    "watch_seen_at", moment(arena, view.watch_ms), "alerts", alerts(arena, &view),
	    "figures", figures);
	text = mc_json_canonical(arena, body);
	if (text == NULL)
		return mc_fail_internal(&rq->ctx, MC_PROBLEM_OVERLOADED, "out of memory");
	return mc_reply_json(rq, 200, text);
}
