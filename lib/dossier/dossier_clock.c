#include "lib/dossier/dossier_clock.h"

#include "lib/calendar/rule.h"

static enum mc_rc
due_by_rule(struct mc_ctx *ctx, const struct mc_calendar *calendar, enum mc_rule rule,
    const char *law, const char *channel, int64_t at, struct mc_due *ret_due)
{
	struct mc_time_limit limit;

	TRY(mc_rule_time_limit(ctx, rule, law, channel, at, &limit));
	return mc_calendar_due(ctx, calendar, at, &limit, ret_due);
}

enum mc_rc
mc_dossier_clock_begin(struct mc_ctx *ctx, const struct mc_calendar *calendar,
    const struct mc_time_limit *limit, const char *law, const char *channel, int64_t at,
    struct mc_due *ret_intake, struct mc_due *ret_result)
{
	int64_t start = at;

	TRY(due_by_rule(ctx, calendar, MC_RULE_INTAKE, law, channel, at, ret_intake));
	if (mc_rule_at(MC_RULE_CLOCK_START, law, channel, at)->choice == MC_CLOCK_START_ACCEPTANCE)
		start = ret_intake->at; /* at the latest */
	return mc_calendar_due(ctx, calendar, start, limit, ret_result);
}

static int64_t
minutes_since_filing(
    const struct mc_calendar *calendar, const struct mc_dossier_clock *clock, int64_t at)
{
	return mc_calendar_working_seconds(calendar, clock->filed_at, at, NULL) / 60;
}

int64_t
mc_dossier_clock_minutes(
    const struct mc_calendar *calendar, int64_t filed_at, int64_t from, int64_t until)
{
	const struct mc_dossier_clock clock = {.filed_at = filed_at};

	return minutes_since_filing(calendar, &clock, until) -
	       minutes_since_filing(calendar, &clock, from);
}

static int64_t
late(const struct mc_calendar *calendar, const struct mc_due *due, int64_t at)
{
	if (!due->limited)
		return 0;
	return (mc_calendar_working_seconds(calendar, due->at, at, NULL) + 59) / 60;
}

/* What is promised, moved by the time that the clock stood. */
static enum mc_rc
moved(struct mc_ctx *ctx, const struct mc_calendar *calendar, const struct mc_dossier_clock *clock,
    const struct mc_time_limit *limit, const struct mc_due *due, int64_t at, struct mc_due *ret_due)
{
	if (clock->stands_since == 0) {
		*ret_due = *due;
		return MC_OK;
	}
	return mc_calendar_due_after_supplement(
	    ctx, calendar, MC_SUPPLEMENT_SHIFT, limit, due, clock->stands_since, at, ret_due);
}

/* All papers are there: the limit begins again, or goes on; before acceptance the answer is due
 * anew. */
static enum mc_rc
supplied(struct mc_ctx *ctx, const struct mc_calendar *calendar,
    const struct mc_dossier_clock *clock, int64_t at, struct mc_dossier_clock_turn *turn)
{
	TRY(due_by_rule(
	    ctx, calendar, MC_RULE_INTAKE, clock->law, clock->channel, at, &turn->intake));
	if (mc_rule_at(MC_RULE_SUPPLEMENT_CLOCK, clock->law, clock->channel, at)->choice !=
	    MC_SUPPLEMENT_CLOCK_AGAIN)
		return MC_OK;
	return mc_calendar_due(ctx, calendar, at, &clock->limit, &turn->result);
}

/* Asking for more has its own limit from now on; by a special law the result's time begins only
 * here. */
static enum mc_rc
accepted(struct mc_ctx *ctx, const struct mc_calendar *calendar,
    const struct mc_dossier_clock *clock, int64_t at, struct mc_dossier_clock_turn *turn)
{
	TRY(due_by_rule(ctx, calendar, MC_RULE_SUPPLEMENT_NOTICE, clock->law, clock->channel, at,
	    &turn->notice));
	if (mc_rule_at(MC_RULE_CLOCK_START, clock->law, clock->channel, at)->choice !=
	    MC_CLOCK_START_ACCEPTANCE)
		return MC_OK;
	return mc_calendar_due(ctx, calendar, at, &clock->limit, &turn->result);
}

/* What a step itself is to the clock; the others of turn are as they were. */
static enum mc_rc
stepped(struct mc_ctx *ctx, const struct mc_calendar *calendar,
    const struct mc_dossier_clock *clock, enum mc_step_clock step, int64_t at,
    struct mc_dossier_clock_turn *turn)
{
	const struct mc_time_limit days = {clock->extension, MC_TIME_WORKING_DAY, MC_NO_CUTOFF};

	switch (step) {
	case MC_CLOCK_ACCEPTED:
		TRY(accepted(ctx, calendar, clock, at, turn));
		break;
	case MC_CLOCK_EXTENDED:
		TRY(mc_calendar_due(ctx, calendar, turn->result.at, &days, &turn->result));
		break;
	case MC_CLOCK_AWAITED:
		TRY(mc_calendar_due(ctx, calendar, at, &clock->awaited, &turn->partner));
		break;
	case MC_CLOCK_ANSWERED:
		turn->partner = (struct mc_due){0};
		break;
	case MC_CLOCK_ASKED:
		TRY(due_by_rule(ctx, calendar, MC_RULE_SUPPLEMENT_LIMIT, clock->law, clock->channel,
		    at, &turn->supplement));
		break;
	case MC_CLOCK_UNASKED:
		turn->supplement = (struct mc_due){0};
		TRY(due_by_rule(
		    ctx, calendar, MC_RULE_INTAKE, clock->law, clock->channel, at, &turn->intake));
		break;
	case MC_CLOCK_SUPPLIED:
		TRY(supplied(ctx, calendar, clock, at, turn));
		break;
	case MC_CLOCK_STAYS:
		break;
	}
	return MC_OK;
}

enum mc_rc
mc_dossier_clock_step(struct mc_ctx *ctx, const struct mc_calendar *calendar,
    const struct mc_dossier_clock *before, enum mc_step_clock step, int64_t at,
    struct mc_dossier_clock_turn *ret_turn)
{
	struct mc_dossier_clock running = *before;
	const struct mc_dossier_clock *clock = &running;
	const struct mc_time_limit hours = {.unit = MC_TIME_WORKING_HOUR};
	struct mc_dossier_clock_turn turn = {
	    .supplement = clock->supplement, .partner = clock->partner};

	if (step == MC_CLOCK_UNASKED)
		running.stands_since = 0;
	turn.minutes = mc_dossier_clock_minutes(calendar, clock->filed_at, clock->booked_until, at);
	TRY(moved(ctx, calendar, clock, &hours, &clock->intake, at, &turn.intake));
	TRY(moved(ctx, calendar, clock, &clock->limit, &clock->result, at, &turn.result));
	turn.intake_late = late(calendar, &turn.intake, at);
	turn.result_late = late(calendar, &turn.result, at);
	turn.supplement_late = late(calendar, &turn.supplement, at);
	turn.partner_late = late(calendar, &turn.partner, at);
	TRY(stepped(ctx, calendar, clock, step, at, &turn));
	*ret_turn = turn;
	return MC_OK;
}
