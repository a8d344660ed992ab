/* One number a breaker: until when it is open. */
#include "api/core/breaker.h"

enum { RETRY_SECONDS = 1 };

static uint64_t
end_of_pause(uint64_t now_us)
{
	return now_us + RETRY_SECONDS * UINT64_C(1000000);
}

enum mc_rc
mc_breaker_pass(struct mc_ctx *ctx, struct mc_breaker *breaker, uint64_t now_us)
{
	uint64_t until = atomic_load_explicit(&breaker->open_until, memory_order_relaxed);

	if (until == 0)
		return MC_OK;
	/* Of those that come when the pause is over, one takes the next pause for itself and tries.
	 */
	if (now_us >= until &&
	    atomic_compare_exchange_strong(&breaker->open_until, &until, end_of_pause(now_us)))
		return MC_OK;
	(void)mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "a table that it needs is locked");
	ctx->problem.retry_after = RETRY_SECONDS;
	return MC_FAILED;
}

void
mc_breaker_settle(const struct mc_ctx *ctx, struct mc_breaker *breaker, uint64_t now_us)
{
	if (ctx->problem.locked)
		atomic_store(&breaker->open_until, end_of_pause(now_us));
	else if (atomic_load_explicit(&breaker->open_until, memory_order_relaxed) != 0)
		atomic_store(&breaker->open_until, 0);
}
