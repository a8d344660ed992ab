/* The clock of a dossier: what steps do to promises, and that all working time is booked once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "lib/calendar/local_time.h"
#include "lib/calendar/rule.h"
#include "lib/dossier/dossier_clock.h"
#include "lib/json/json.h"

enum { HISTORIES = 10000, STEPS_MAX = 12 };

static struct mc_ctx ctx;
static const struct mc_calendar *calendar;

/* "2026-11-23 09:00" of the local time as an instant. */
static int64_t
at(const char *text)
{
	int64_t day;
	int minute;
	char date[11] = {0};

	memcpy(date, text, 10);
	assert_true(mc_date_parse(date, &day));
	assert_true(mc_minute_parse(text + 11, &minute));
	return mc_day_start(day) + minute * 60;
}

static struct mc_due
due(const char *text)
{
	return (struct mc_due){.limited = true, .at = at(text)};
}

static void
assert_due(const struct mc_due *given, const char *text)
{
	assert_true(given->limited);
	assert_int_equal(given->at, at(text));
}

/* Filed on Wednesday at 9:00, ten working days. */
static struct mc_dossier_clock
filed(void)
{
	return (struct mc_dossier_clock){
	    .filed_at = at("2026-11-25 09:00"),
	    .booked_until = at("2026-11-25 09:00"),
	    .intake = due("2026-11-26 09:00"),
	    .result = due("2026-12-09 09:00"),
	    .limit = {10, MC_TIME_WORKING_DAY, MC_NO_CUTOFF},
	};
}

static struct mc_dossier_clock_turn
step(const struct mc_dossier_clock *clock, enum mc_step_clock kind, const char *when)
{
	struct mc_dossier_clock_turn turn;

	assert_int_equal(
	    mc_dossier_clock_step(&ctx, calendar, clock, kind, at(when), &turn), MC_OK);
	return turn;
}

static void
a_filing_promises_from_its_own_moment(void **state)
{
	static const struct mc_time_limit same_day = {1, MC_TIME_WORKING_DAY, 15 * 60};
	static const struct {
		const char *filed, *intake, *result;
	} cases[] = {
	    {"2026-11-25 14:59", "2026-11-26 14:59", "2026-11-25 17:00"},
	    {"2026-11-25 15:00", "2026-11-26 15:00", "2026-11-25 17:00"},
	    {"2026-11-25 15:01", "2026-11-26 15:01", "2026-11-26 17:00"},
	    {"2026-11-23 15:01", "2026-11-25 15:01", "2026-11-25 17:00"}, /* the 24th is off */
	    {"2027-02-04 15:01", "2027-02-12 15:01", "2027-02-12 17:00"}, /* Tết */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mc_due intake, result;

		assert_int_equal(mc_dossier_clock_begin(&ctx, calendar, &same_day, NULL, "online",
				     at(cases[i].filed), &intake, &result),
		    MC_OK);
		assert_due(&intake, cases[i].intake);
		assert_due(&result, cases[i].result);
	}
}

static void
acceptance_keeps_the_answer_and_moves_nothing(void **state)
{
	struct mc_dossier_clock clock = filed();
	struct mc_dossier_clock_turn turn = step(&clock, MC_CLOCK_ACCEPTED, "2026-11-26 10:30");

	(void)state;
	assert_int_equal(turn.intake_late, 90);
	assert_int_equal(turn.result_late, 0);
	assert_due(&turn.result, "2026-12-09 09:00");
	assert_due(&turn.notice, "2026-12-01 10:30");
	assert_int_equal(turn.minutes, 8 * 60 + 90);
}

static void
late_by_a_minute_begun(void **state)
{
	struct mc_dossier_clock clock = filed();
	struct mc_dossier_clock_turn turn;

	(void)state;
	assert_int_equal(mc_dossier_clock_step(&ctx, calendar, &clock, MC_CLOCK_STAYS,
			     at("2026-11-26 09:00") + 1, &turn),
	    MC_OK);
	assert_int_equal(turn.intake_late, 1);
}

/* The old answer: what was left went on (MC_SUPPLEMENT_SHIFT), earlier than the law's day. */
static void
after_a_supplement_the_limit_begins_again(void **state)
{
	struct mc_dossier_clock clock = filed();
	struct mc_dossier_clock_turn turn = step(&clock, MC_CLOCK_ASKED, "2026-11-30 09:00");

	(void)state;
	assert_due(&turn.supplement, "2026-12-15 17:00");
	clock.stands_since = clock.booked_until = at("2026-11-30 09:00");
	clock.supplement = turn.supplement;
	turn = step(&clock, MC_CLOCK_SUPPLIED, "2026-12-02 09:00");
	assert_due(&turn.result, "2026-12-16 09:00");
	assert_due(&turn.intake, "2026-12-03 09:00");
	assert_int_equal(turn.minutes, 16 * 60);
	assert_int_equal(turn.supplement_late, 0);
}

/* The old answer: two days of waiting for the fee were the office's. */
static void
what_is_promised_moves_by_the_time_the_clock_stood(void **state)
{
	struct mc_dossier_clock clock = filed();
	struct mc_dossier_clock_turn turn;

	(void)state;
	clock.stands_since = clock.booked_until = at("2026-11-27 09:00");
	turn = step(&clock, MC_CLOCK_STAYS, "2026-12-01 11:00");
	assert_due(&turn.result, "2026-12-11 11:00");
	assert_due(
	    &turn.intake, "2026-11-30 11:00"); /* was missed already, and stays so by as much */
	clock.limit.unit = MC_TIME_CALENDAR_DAY;
	clock.result = due("2026-12-07 17:00");
	turn = step(&clock, MC_CLOCK_STAYS, "2026-12-01 11:00");
	assert_due(&turn.result, "2026-12-11 17:00");
}

/* A partner has a limit of its own, and the result keeps its day unless the clock stood. */
static void
a_partner_is_late_by_its_own_limit(void **state)
{
	struct mc_dossier_clock clock = filed();
	struct mc_dossier_clock_turn turn;

	(void)state;
	clock.awaited = (struct mc_time_limit){3, MC_TIME_WORKING_DAY, MC_NO_CUTOFF};
	turn = step(&clock, MC_CLOCK_AWAITED, "2026-11-25 10:00");
	assert_due(&turn.partner, "2026-11-30 10:00");
	assert_due(&turn.result, "2026-12-09 09:00");
	clock.booked_until = at("2026-11-25 10:00");
	clock.partner = turn.partner;
	turn = step(&clock, MC_CLOCK_ANSWERED, "2026-12-01 11:00");
	assert_false(turn.partner.limited);
	assert_int_equal(turn.partner_late, 9 * 60);
	assert_int_equal(turn.minutes, (4 * 8 + 1) * 60);
	assert_due(&turn.result, "2026-12-09 09:00");
	clock.stands_since = clock.booked_until;
	turn = step(&clock, MC_CLOCK_ANSWERED, "2026-12-01 11:00");
	assert_due(&turn.result, "2026-12-15 10:00");
	clock.awaited.unit = MC_TIME_NONE;
	turn = step(&clock, MC_CLOCK_AWAITED, "2026-11-25 10:00");
	assert_false(turn.partner.limited);
}

static void
laws_have_rules_of_their_own_from_their_first_day(void **state)
{
	int64_t now = at("2026-11-25 09:00");

	(void)state;
	assert_int_equal(
	    mc_rule_at(MC_RULE_AGENCY_CLOCK, NULL, "online", now)->choice, MC_AGENCY_CLOCK_RUNS);
	assert_int_equal(mc_rule_at(MC_RULE_AGENCY_CLOCK, "civil_status", "online", now)->choice,
	    MC_AGENCY_CLOCK_STANDS);
	assert_int_equal(mc_rule_at(MC_RULE_AGENCY_CLOCK, "another_law", "online", now)->choice,
	    MC_AGENCY_CLOCK_RUNS);
	assert_int_equal(mc_rule_at(MC_RULE_INTAKE, "civil_status", "online", now)->amount, 8);
	/* and for what came by a channel, in a unit of their own */
	assert_int_equal(mc_rule_at(MC_RULE_INTAKE, "criminal_record", "online", now)->amount, 8);
	assert_int_equal(mc_rule_at(MC_RULE_INTAKE, "criminal_record", "counter", now)->amount, 1);
	assert_string_equal(
	    mc_rule_at(MC_RULE_INTAKE, "criminal_record", "counter", now)->unit, "working_hour");
	assert_string_equal(
	    mc_rule_at(MC_RULE_INTAKE, "criminal_record", "post", now)->unit, "working_day");
	assert_int_equal(mc_rule_at(MC_RULE_INTAKE, NULL, "counter", now)->amount, 8);
	assert_int_equal(
	    mc_rule_at(MC_RULE_INTAKE, "criminal_record", "counter", at("2026-06-30 23:59"))
		->amount,
	    8);
	assert_int_equal(
	    mc_rule_at(MC_RULE_INTAKE, "criminal_record", "counter", at("2026-07-01 00:00"))
		->amount,
	    1);
	/* before the first day of all, what is said first */
	assert_int_equal(mc_rule_at(MC_RULE_INTAKE, NULL, "online", 0)->amount, 8);
}

static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* One dossier at random: what is booked to whom, and what of it fell into an outage. */
struct history {
	struct mc_dossier_clock clock;
	int64_t now;
	int64_t outage_from, outage_until;
	int64_t office, partner, outage;
	bool waits;
	int steps;
};

/* A stretch ends: what of it fell into the outage is the outage's, and never more than it has. */
static void
book(struct history *h, int64_t from, int64_t minutes)
{
	int64_t begin = h->outage_from > from ? h->outage_from : from;
	int64_t end = h->outage_until < h->now ? h->outage_until : h->now;
	int64_t lost =
	    begin < end ? mc_dossier_clock_minutes(calendar, h->clock.filed_at, begin, end) : 0;

	assert_true(minutes >= 0 && lost >= 0 && lost <= minutes);
	h->outage += lost;
	if (h->waits)
		h->partner += minutes - lost;
	else
		h->office += minutes - lost;
}

/* A step at random: a partner begins or ends to be waited for, or something else is done. */
static void
take(struct history *h, uint64_t *seed)
{
	static const int64_t strides[] = {40, 3000, 90000, 900000};
	enum mc_step_clock kind = next(seed) % 3 > 0 ? MC_CLOCK_STAYS
				  : h->waits         ? MC_CLOCK_ANSWERED
						     : MC_CLOCK_AWAITED;
	struct mc_dossier_clock_turn turn;

	h->now += (int64_t)(next(seed) % (uint64_t)strides[next(seed) % 4]);
	assert_int_equal(
	    mc_dossier_clock_step(&ctx, calendar, &h->clock, kind, h->now, &turn), MC_OK);
	book(h, h->clock.booked_until, turn.minutes);
	assert_true(
	    kind != MC_CLOCK_ANSWERED || turn.partner_late == 0 || h->now > h->clock.partner.at);
	assert_int_equal(turn.result.at, h->clock.result.at);
	h->waits = kind == MC_CLOCK_AWAITED || (h->waits && kind != MC_CLOCK_ANSWERED);
	assert_int_equal(turn.partner.limited, h->waits);
	h->clock.partner = turn.partner;
	h->clock.booked_until = h->now;
	h->steps++;
}

/* Random filings and steps, in and out of working hours, some within one minute, with partners that
 * are waited for and an outage somewhere. */
static void
all_working_time_is_booked_once(void **state)
{
	uint64_t seed = 7;
	int64_t office = 0, partner = 0, outage = 0;
	int steps = 0;

	(void)state;
	for (int i = 0; i < HISTORIES; i++) {
		struct history h = {.clock = filed()};
		int count = 1 + (int)(next(&seed) % STEPS_MAX);

		h.now = at("2026-01-01 00:00") + (int64_t)(next(&seed) % (400 * 86400));
		h.clock.filed_at = h.clock.booked_until = h.now;
		h.clock.awaited = (struct mc_time_limit){3, MC_TIME_WORKING_DAY, MC_NO_CUTOFF};
		h.outage_from = h.now + (int64_t)(next(&seed) % (10 * 86400)) - 86400;
		h.outage_from -= h.outage_from % 60;
		h.outage_until = h.outage_from + (int64_t)(next(&seed) % 3000) * 60;
		if (h.outage_from < h.now)
			h.outage_from = h.now;
		while (h.steps < count)
			take(&h, &seed);
		assert_int_equal(h.office + h.partner + h.outage,
		    mc_calendar_working_seconds(calendar, h.clock.filed_at, h.now, NULL) / 60);
		office += h.office;
		partner += h.partner;
		outage += h.outage;
		steps += h.steps;
	}
	print_message("%d histories of %d steps: %lld minutes of the office, %lld of partners and "
		      "%lld of outages = elapsed\n",
	    HISTORIES, steps, (long long)office, (long long)partner, (long long)outage);
	assert_true(office > 0 && partner > 0 && outage > 0);
}

static int
read_calendar(void **state)
{
	json_error_t error;
	json_t *document = json_load_file("schema/reference/calendar-2026.json", 0, &error);

	(void)state;
	ctx.arena = mc_arena_new();
	assert_non_null(document);
	assert_int_equal(mc_calendar_read(&ctx, document, &calendar), MC_OK);
	json_decref(document);
	return 0;
}

static int
free_calendar(void **state)
{
	(void)state;
	mc_arena_free(ctx.arena);
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_filing_promises_from_its_own_moment),
	    cmocka_unit_test(acceptance_keeps_the_answer_and_moves_nothing),
	    cmocka_unit_test(late_by_a_minute_begun),
	    cmocka_unit_test(after_a_supplement_the_limit_begins_again),
	    cmocka_unit_test(what_is_promised_moves_by_the_time_the_clock_stood),
	    cmocka_unit_test(a_partner_is_late_by_its_own_limit),
	    cmocka_unit_test(laws_have_rules_of_their_own_from_their_first_day),
	    cmocka_unit_test(all_working_time_is_booked_once),
	};

	return cmocka_run_group_tests(tests, read_calendar, free_calendar);
}
