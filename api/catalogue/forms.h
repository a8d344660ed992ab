/* What the versions of procedures ask of a filing, kept between requests: the form as a compiled
 * schema, papers and times. A version never changes. Safe in any number of threads. */
#ifndef MC_FORMS_H
#define MC_FORMS_H

#include "api/calendar/time_limit.h"
#include "api/core/request.h"
#include "lib/json/json_schema.h"

struct mc_form;

/* The form of a version, read from the database when it is asked for first. The caller holds it
 * until mc_form_releasep. */
MC_MUST_CHECK enum mc_rc mc_forms_get(
    struct mc_request *rq, const char *version_id, struct mc_form **ret_form);

const struct mc_schema *mc_form_schema(const struct mc_form *form);

/* The name of the answer that says an item of who the applicant is: item is "full_name", "phone",
 * "email" or "personal_id". NULL if the form does not ask for it. Lives as long as the form. */
const char *mc_form_applicant_answer(const struct mc_form *form, const char *item);

/* The codes of the papers that a case requires, an array in their order; NULL if there are none.
 * Lives as long as the form. */
const json_t *mc_form_papers(const struct mc_form *form, const char *case_code);

/* How long a case takes by a channel; no limit if nothing is said of it. */
MC_MUST_CHECK enum mc_rc mc_form_time_limit(struct mc_ctx *ctx, const struct mc_form *form,
    const char *case_code, const char *channel, struct mc_time_limit *ret_limit);

/* For MC_CLEANUP; NULL inside is allowed. */
void mc_form_releasep(struct mc_form **form);

#endif
