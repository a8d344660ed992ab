/* What a step would do, without taking it. */
#ifndef MC_STEP_PREVIEW_H
#define MC_STEP_PREVIEW_H

#include "api/core/reply.h"

/* Answers 200 with the contract's StepPreview; params are those of dossier_act. */
MC_MUST_CHECK enum mc_rc mc_step_preview(
    struct mc_request *rq, const char *dossier_id, const char *const params[]);

#endif
