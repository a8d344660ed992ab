/* The clock of a dossier: what is promised at its filing, and what a step makes of it. All times
 * come from here, so that receipt, papers, desk and citizen are told the same day. Pure; instants
 * are seconds since 1970.
 *
 * The rules are those of schema/vocabulary/rules.yaml in force at the instant. By default the time
 * limit of a procedure runs from its filing, and acceptance does not move it; while the clock
 * stands (the citizen, the fee, or another agency or a partner where a law says so), what is
 * promised moves by as much; after a supplement the limit begins again.
 *
 * Working time is booked in whole minutes since filing: of each stretch between two steps, the
 * difference of what had passed at its ends, so that the stretches add up to the whole. */
#ifndef MC_DOSSIER_CLOCK_H
#define MC_DOSSIER_CLOCK_H

#include "gen/vocabulary/steps.h"
#include "lib/calendar/calendar.h"

/* What the clock says before a step. */
struct mc_dossier_clock {
	int64_t filed_at;
	int64_t booked_until;         /* up to where the time is booked */
	int64_t stands_since;         /* 0: it runs */
	struct mc_due intake;         /* what is open of what was promised; not limited: nothing */
	struct mc_due result;         /* likewise */
	struct mc_due supplement;     /* likewise, by the citizen */
	struct mc_due partner;        /* likewise, by a partner */
	struct mc_time_limit limit;   /* the procedure's */
	struct mc_time_limit awaited; /* the partner's who is asked with MC_CLOCK_AWAITED */
	int64_t extension;   /* the working days that are asked for with MC_CLOCK_EXTENDED */
	const char *law;     /* whose special rules hold, or NULL */
	const char *channel; /* by which it came */
};

/* What it says after, if it runs on from there. */
struct mc_dossier_clock_turn {
	int64_t minutes; /* worked since booked_until */
	struct mc_due intake, result, supplement, partner;
	struct mc_due
	    notice; /* until when an accepted dossier may be asked for more; else not limited */
	/* by how many working minutes each is missed, a minute begun counting as one; 0: in time */
	int64_t intake_late, result_late, supplement_late, partner_late;
};

/* What a filing promises. */
MC_MUST_CHECK enum mc_rc mc_dossier_clock_begin(struct mc_ctx *ctx,
    const struct mc_calendar *calendar, const struct mc_time_limit *limit, const char *law,
    const char *channel, int64_t at, struct mc_due *ret_intake, struct mc_due *ret_result);

/* The minutes worked between two instants, none before the filing, as they are booked: parts of a
 * stretch add up to it. */
int64_t mc_dossier_clock_minutes(
    const struct mc_calendar *calendar, int64_t filed_at, int64_t from, int64_t until);

/* What a step at an instant makes of it; the instant is not before booked_until. */
MC_MUST_CHECK enum mc_rc mc_dossier_clock_step(struct mc_ctx *ctx,
    const struct mc_calendar *calendar, const struct mc_dossier_clock *clock,
    enum mc_step_clock step, int64_t at, struct mc_dossier_clock_turn *ret_turn);

#endif
