/* A step of a dossier, taken or only asked about. */
#ifndef MC_STEP_PREVIEW_H
#define MC_STEP_PREVIEW_H

#include "api/core/reply.h"

/* Takes a step and answers 201; with dry_run it is asked about alone, and answered 200 with the
 * contract's StepPreview. Both statements take params. */
MC_MUST_CHECK enum mc_rc mc_reply_step(struct mc_request *rq, const char *dossier_id,
    const struct mc_statement *step, const struct mc_statement *preview,
    const char *const params[]);

#endif
