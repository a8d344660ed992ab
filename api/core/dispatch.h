/* The one path that every request takes. */
#ifndef MC_DISPATCH_H
#define MC_DISPATCH_H

#include "api/core/app.h"
#include "api/core/incoming.h"
#include "api/core/request.h"

/* Answers a request: the response, problems included, lives in the arena; a file in it is the
 * caller's to close. Writes one log line and counts. The arena belongs to the request alone. */
void mc_dispatch(struct mc_app *app, struct mc_arena *arena, const struct mc_incoming *incoming,
    struct mc_response *ret_response);

#endif
