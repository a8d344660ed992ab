/* The clock of a dossier between the database and lib/dossier/dossier_clock.h. */
#ifndef MC_API_DOSSIER_CLOCK_H
#define MC_API_DOSSIER_CLOCK_H

#include "api/core/reply.h"
#include "gen/vocabulary/steps.h"
#include "lib/calendar/calendar.h"

/* Of the facts that clock_facts gave: whose calendar counts, and the instant they are of (seconds
 * since 1970). */
const char *mc_clock_unit(const json_t *facts);
int64_t mc_clock_now_of(const json_t *facts);

/* What a step that happens at that instant hands to SQL (schema/dossier/clock.sql calls it c);
 * asked: what the step was asked with, of which it reads days and partner; NULL: nothing. A new
 * reference. */
MC_MUST_CHECK enum mc_rc mc_clock_turn(struct mc_ctx *ctx, const json_t *facts,
    const struct mc_calendar *calendar, enum mc_step_clock step, const json_t *asked,
    json_t **ret_clock);

/* The same of a request: what a step that happens now hands to SQL, computed from the facts that
 * clock_facts gave as JSON. A new reference. */
MC_MUST_CHECK enum mc_rc mc_clock_of_step(
    struct mc_request *rq, const char *facts, enum mc_step_clock step, json_t **ret_clock);

/* The same as text in the request's arena, of a step that only lets time be booked; NULL for no
 * facts. */
MC_MUST_CHECK enum mc_rc mc_clock_of_booking(
    struct mc_request *rq, const char *facts, const char **ret_text);

/* Answers 200 with a partner's notice: statement takes the clock as parameter number last, whose
 * facts the statement ask gives, no row where there is no dossier. Should the dossier change in
 * between, it is asked and tried again. */
MC_MUST_CHECK enum mc_rc mc_clock_of_notice(struct mc_request *rq, const struct mc_statement *ask,
    const char *const keys[], const struct mc_statement *statement, const char *params[],
    size_t last);

#endif
