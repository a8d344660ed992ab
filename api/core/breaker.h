/* A circuit breaker for each operation of class key and kind of caller. The threads of that class
 * serve many connections each: a thread that waits for a locked table keeps all of its connections
 * waiting. So such an operation waits for a lock once, and briefly; then it is refused at once, but
 * for one request a second that finds out whether the lock is gone. Others go on as if nothing were
 * locked. Safe in any number of threads. */
#ifndef MC_BREAKER_H
#define MC_BREAKER_H

#include <stdatomic.h>
#include <stdint.h>

#include "lib/base/problem.h"

/* Zeroed memory is a closed breaker: everything passes. */
struct mc_breaker {
	_Atomic uint64_t open_until; /* on the monotonic clock, us; 0: closed */
};

/* Fails with MC_PROBLEM_OVERLOADED while the breaker is open. Whoever got through ends with
 * mc_breaker_settle. */
MC_MUST_CHECK enum mc_rc mc_breaker_pass(
    struct mc_ctx *ctx, struct mc_breaker *breaker, uint64_t now_us);

/* Opens the breaker if the request met a lock (ctx->problem.locked), closes it if not. */
void mc_breaker_settle(const struct mc_ctx *ctx, struct mc_breaker *breaker, uint64_t now_us);

#endif
