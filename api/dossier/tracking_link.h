/* The link on a receipt: lib/trust/tracking_secret.h under the server's key of this program. */
#ifndef MC_TRACKING_LINK_H
#define MC_TRACKING_LINK_H

#include "api/core/request.h"

/* "https://.../t/<secret>" of a dossier and of its link's generation as the database gives it. */
const char *mc_tracking_link(struct mc_request *rq, const char *id, const char *generation);

/* A link in a text as people scan or paste it, whatever site it leads to, as parameters of
 * statements: id and generation. False if there is none. */
MC_MUST_CHECK bool mc_tracking_link_find(
    struct mc_request *rq, const char *text, const char *ret_params[2]);

#endif
