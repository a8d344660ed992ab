#include "api/calendar/time_limit.h"

#include "lib/calendar/local_time.h"

enum mc_rc
mc_time_limit_of(struct mc_ctx *ctx, int64_t amount, const char *unit, const char *cutoff,
    struct mc_time_limit *ret_limit)
{
	struct mc_time_limit limit = {.amount = amount, .cutoff = MC_NO_CUTOFF};

	if (unit != NULL && !mc_time_unit_parse(unit, &limit.unit))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "an unknown unit of time");
	if (cutoff != NULL && !mc_minute_parse(cutoff, &limit.cutoff))
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "a cut-off that is no time of day");
	*ret_limit = limit;
	return MC_OK;
}
