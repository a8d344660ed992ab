/* The one gate for what a dossier says, passed when it is filed and when it is supplied: within the
 * limits, the form's answers, the papers that are required, an address where one is needed, the
 * fee. What has passed is sealed: content, hash and signed receipt, without which the database
 * keeps nothing. */
#ifndef MC_FILING_H
#define MC_FILING_H

#include <jansson.h>
#include <stdint.h>

#include "api/calendar/time_limit.h"
#include "api/catalogue/forms.h"
#include "api/core/request.h"
#include "lib/payment/fees.h"

struct mc_filing {
	const struct mc_rows *facts; /* of dossier_facts */
	struct mc_form *form;        /* what its version asks */
	int64_t now;                 /* seconds since 1970 */
	json_t *answers;
	json_t *said; /* whose, what, where, how, files */
	struct mc_fee_quote quote;
	struct mc_time_limit intake; /* how soon it is looked at */
};

/* For MC_CLEANUP. */
void mc_filing_done(struct mc_filing *filing);

/* Reads the one row of facts and checks all of it. Fails with answers-too-large,
 * dossier-too-many-files, answers-invalid or component-missing, naming each mistake. */
MC_MUST_CHECK enum mc_rc mc_filing_check(
    struct mc_request *rq, const struct mc_rows *facts, struct mc_filing *filing);

/* The content and its receipt, as the database takes them; in the request's arena. */
struct mc_sealed {
	const char *content;
	const char *payload; /* of the receipt */
	const char *jws;     /* the receipt, signed */
};

/* Seals what was checked. submitted_at: when the dossier was filed first; expected_by: RFC 3339, or
 * NULL; estimated: days off on the way to it are not published yet. */
MC_MUST_CHECK enum mc_rc mc_filing_seal(struct mc_request *rq, const struct mc_filing *filing,
    const char *code, int64_t submitted_at, const char *expected_by, bool estimated,
    struct mc_sealed *ret_sealed);

#endif
