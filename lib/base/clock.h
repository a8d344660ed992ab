/* Time: what the wall says, in UTC, and a clock that never jumps for measuring and waiting. */
#ifndef MC_CLOCK_H
#define MC_CLOCK_H

#include <stdint.h>

#include "lib/base/arena.h"

/* Milliseconds since 1970 in UTC: for what is stored or shown. */
int64_t mc_clock_now_ms(void);

/* Seconds since 1970 in UTC. */
int64_t mc_clock_now(void);

/* Microseconds on a clock that only moves forward: for durations and deadlines. */
uint64_t mc_clock_monotonic_us(void);

/* Sleeps; a signal does not shorten it. */
void mc_clock_sleep_ms(unsigned ms);

/* RFC 3339 in UTC with milliseconds, "2026-11-23T03:04:05.678Z", for a year from 1 to 9999. */
const char *mc_clock_rfc3339(struct mc_arena *arena, int64_t ms);

enum { MC_CLOCK_TEXT_SIZE = 25 };

/* The same into a buffer of the caller's. */
void mc_clock_rfc3339_into(char text[MC_CLOCK_TEXT_SIZE], int64_t ms);

#endif
