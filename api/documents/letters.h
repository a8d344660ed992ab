/* What an agency writes when it takes a step, out of the facts of dossier_paper. */
#ifndef MC_LETTERS_H
#define MC_LETTERS_H

#include <jansson.h>
#include <stddef.h>

#include "api/core/request.h"
#include "lib/documents/letterhead.h"

/* Draws the letter that the facts hold; the bytes live in the request's arena. Fails with not-found
 * where no such letter was written. */
MC_MUST_CHECK enum mc_rc mc_letters_draw(struct mc_request *rq, const json_t *facts,
    struct mc_letterhead head, const char *tracking_url, const unsigned char **ret_bytes,
    size_t *ret_length);

#endif
