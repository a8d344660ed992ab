/* The pages of figures of all instances of the API. */
#ifndef MC_TARGETS_H
#define MC_TARGETS_H

#include "lib/base/arena.h"

/* By this User-Agent an instance knows that the command watch reads it. */
extern const char mc_watch_agent[];

/* Reads /metrics of each target, with blanks between, one after the other: up{target="..."} says of
 * each whether it answered, then comes what it said. on_silent is told why one did not; NULL is
 * allowed. Lives in arena. */
const char *mc_targets_read(struct mc_arena *arena, const char *targets, const char *agent,
    void (*on_silent)(const char *why));

#endif
