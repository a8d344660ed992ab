#include "api/dossier/clock.h"

#include <string.h>

#include "api/calendar/calendars.h"
#include "api/calendar/time_limit.h"
#include "lib/base/clock.h"
#include "lib/dossier/dossier_clock.h"
#include "lib/json/json.h"

enum { TRIES = 3 };

static int64_t
integer(const json_t *facts, const char *member)
{
	return json_integer_value(json_object_get(facts, member));
}

static struct mc_due
open_promise(const json_t *facts, const char *kind)
{
	const json_t *at = json_object_get(json_object_get(facts, "open"), kind);

	return (struct mc_due){.limited = json_is_integer(at), .at = json_integer_value(at)};
}

static enum mc_rc
time_limit(struct mc_ctx *ctx, const json_t *said, struct mc_time_limit *limit)
{
	return mc_time_limit_of(ctx, integer(said, "amount"),
	    json_string_value(json_object_get(said, "unit")),
	    json_string_value(json_object_get(said, "cutoff")), limit);
}

/* A partner that the procedure does not wait for is refused by the step. */
static enum mc_rc
read_facts(
    struct mc_ctx *ctx, const json_t *facts, const json_t *asked, struct mc_dossier_clock *clock)
{
	const char *partner = json_string_value(json_object_get(asked, "partner"));

	*clock = (struct mc_dossier_clock){
	    .filed_at = integer(facts, "filed"),
	    .booked_until = integer(facts, "booked"),
	    .stands_since = integer(facts, "stands"),
	    .intake = open_promise(facts, "intake"),
	    .result = open_promise(facts, "result"),
	    .supplement = open_promise(facts, "supplement"),
	    .partner = open_promise(facts, "partner"),
	    .extension = integer(asked, "days"),
	    .law = json_string_value(json_object_get(facts, "law")),
	    .channel = json_string_value(json_object_get(facts, "channel")),
	};
	clock->result.estimated = json_is_true(json_object_get(facts, "estimated"));
	if (partner != NULL)
		TRY(time_limit(ctx, json_object_get(json_object_get(facts, "partners"), partner),
		    &clock->awaited));
	return time_limit(ctx, json_object_get(facts, "limit"), &clock->limit);
}

static void
set_time(struct mc_arena *arena, json_t *object, const char *member, const struct mc_due *due)
{
	if (due->limited)
		json_object_set_new(
		    object, member, json_string(mc_clock_rfc3339(arena, due->at * 1000)));
}

static void
set_promise(
    struct mc_arena *arena, json_t *clock, const char *kind, const struct mc_due *due, int64_t late)
{
	json_t *promise =
	    json_pack("{s:I,s:b}", "late", (json_int_t)late, "estimated", due->estimated);

	set_time(arena, promise, "due", due);
	json_object_set_new(clock, kind, promise);
}

static json_t *
clock_json(struct mc_arena *arena, const struct mc_dossier_clock *clock,
    const struct mc_dossier_clock_turn *turn, int64_t at)
{
	const struct mc_due now = {.limited = true, .at = at};
	const struct mc_due from = {.limited = true, .at = clock->booked_until};
	json_t *json = json_pack("{s:I}", "minutes", (json_int_t)turn->minutes);

	set_time(arena, json, "at", &now);
	set_time(arena, json, "from", &from);
	set_time(arena, json, "notice", &turn->notice);
	set_promise(arena, json, "intake", &turn->intake, turn->intake_late);
	set_promise(arena, json, "result", &turn->result, turn->result_late);
	set_promise(arena, json, "supplement", &turn->supplement, turn->supplement_late);
	set_promise(arena, json, "partner", &turn->partner, turn->partner_late);
	return json;
}

const char *
mc_clock_unit(const json_t *facts)
{
	return json_string_value(json_object_get(facts, "unit"));
}

int64_t
mc_clock_now_of(const json_t *facts)
{
	return integer(facts, "now");
}

enum mc_rc
mc_clock_turn(struct mc_ctx *ctx, const json_t *facts, const struct mc_calendar *calendar,
    enum mc_step_clock step, const json_t *asked, json_t **ret_clock)
{
	struct mc_dossier_clock_turn turn;
	struct mc_dossier_clock clock;
	int64_t now = mc_clock_now_of(facts);

	TRY(read_facts(ctx, facts, asked, &clock));
	TRY(mc_dossier_clock_step(ctx, calendar, &clock, step, now, &turn));
	*ret_clock = clock_json(ctx->arena, &clock, &turn, now);
	if (step == MC_CLOCK_UNASKED)
		json_object_set_new(*ret_clock, "unasked", json_true());
	return MC_OK;
}

enum mc_rc
mc_clock_of_step(
    struct mc_request *rq, const char *text, enum mc_step_clock step, json_t **ret_clock)
{
	MC_CLEANUP(mc_json_freep) json_t *facts = NULL;
	const struct mc_calendar *calendar;

	TRY(mc_json_parse(&rq->ctx, text, strlen(text), &facts));
	TRY(mc_calendars_get(rq, mc_clock_unit(facts), mc_clock_now_of(facts), &calendar));
	return mc_clock_turn(&rq->ctx, facts, calendar, step, rq->body, ret_clock);
}

enum mc_rc
mc_clock_of_booking(struct mc_request *rq, const char *facts, const char **ret_text)
{
	MC_CLEANUP(mc_json_freep) json_t *clock = NULL;

	*ret_text = NULL;
	if (facts == NULL)
		return MC_OK;
	TRY(mc_clock_of_step(rq, facts, MC_CLOCK_STAYS, &clock));
	*ret_text = mc_json_canonical(rq->ctx.arena, clock);
	return MC_OK;
}

enum mc_rc
mc_clock_of_notice(struct mc_request *rq, const struct mc_statement *ask, const char *const keys[],
    const struct mc_statement *statement, const char *params[], size_t last)
{
	enum mc_rc rc = MC_FAILED;

	for (int i = 0; i < TRIES && rc != MC_OK; i++) {
		const struct mc_rows *rows;

		rq->ctx.problem = (struct mc_problem){0};
		TRY(mc_request_query(rq, ask, keys, &rows));
		TRY(mc_clock_of_booking(rq,
		    mc_rows_count(rows) == 0 ? NULL : mc_rows_get(rows, 0, "clock"),
		    &params[last]));
		rc = mc_reply_query(rq, 200, statement, params);
		if (rq->ctx.problem.id != MC_PROBLEM_STALE)
			break;
	}
	return rc;
}
