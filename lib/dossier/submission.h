/* What a dossier says at one moment, as one canonical JSON text that is hashed, kept and never
 * changed. Anybody who may read it can compute the hash anew; the receipt is signed over it.
 *
 * Content (every member present; "?" may be null):
 *   version             2 would be another shape      dossier_id    its UUID
 *   number              1 when it is filed, and one more for each supplement
 *   at                  RFC 3339 UTC                  submitter     {id, full_name}
 *   procedure           {code, title}                 case_code     unit {code, name}
 *   applicant           as the dossier knows them
 *   channel             counter | online | post       return_channel   the same
 *   return_address?     where the result goes
 *   answers             by the names of the form
 *   files               [{id, component_code, name, size, sha256, media_type}]
 *   quote               what it costs, see mc_fees_json */
#ifndef MC_SUBMISSION_H
#define MC_SUBMISSION_H

#include <jansson.h>
#include <stdint.h>

#include "gen/vocabulary/limits.h"
#include "lib/base/digest.h"
#include "lib/base/problem.h"
#include "lib/payment/fees.h"

enum { MC_SUBMISSION_VERSION = 1, MC_SUBMISSION_FILES_MAX = MC_LIMIT_DOSSIER_FILES };

struct mc_submission {
	const char *content; /* in ctx->arena */
	char sha256[MC_DIGEST_TEXT_SIZE];
};

/* Whether a dossier as a whole is within its limits, however many small changes made it. Fails with
 * answers-too-large or dossier-too-many-files. */
MC_MUST_CHECK enum mc_rc mc_submission_check_size(
    struct mc_ctx *ctx, const json_t *answers, const json_t *files);

/* said: an object with the members above that come from the database; others are left out. now:
 * seconds since 1970. Fails with internal when one is missing: they are ours. */
MC_MUST_CHECK enum mc_rc mc_submission_seal(struct mc_ctx *ctx, const json_t *said, int number,
    int64_t now, const json_t *answers, const struct mc_fee_quote *quote,
    struct mc_submission *ret_submission);

#endif
