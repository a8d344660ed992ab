#include "api/calendar/time_limit.h"

#include <stdlib.h>

static const struct mc_rule_value *
value_at(enum mc_rule rule, int64_t at)
{
	const struct mc_rule_value *found = mc_rule_values[rule];

	for (const struct mc_rule_value *value = found; value->unit != NULL; value++) {
		if (value->valid_from <= at)
			found = value;
	}
	return found;
}

enum mc_rc
mc_time_limit_by_rule(
    struct mc_ctx *ctx, enum mc_rule rule, int64_t at, struct mc_time_limit *ret_limit)
{
	const struct mc_rule_value *value = value_at(rule, at);
	struct mc_time_limit limit = {.amount = value->amount, .cutoff = MC_NO_CUTOFF};

	if (!mc_time_unit_parse(value->unit, &limit.unit))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "an unknown unit of time");
	*ret_limit = limit;
	return MC_OK;
}

enum mc_rc
mc_time_limit_read(struct mc_ctx *ctx, const struct mc_rows *rows, struct mc_time_limit *ret_limit)
{
	const char *amount = mc_rows_get(rows, 0, "time_amount");
	const char *cutoff = mc_rows_get(rows, 0, "time_cutoff");
	struct mc_time_limit limit = {
	    .amount = amount == NULL ? 0 : strtoll(amount, NULL, 10), .cutoff = MC_NO_CUTOFF};

	if (!mc_time_unit_parse(mc_rows_get(rows, 0, "time_unit"), &limit.unit))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "an unknown unit of time");
	if (cutoff != NULL)
		limit.cutoff =
		    (int)strtol(cutoff, NULL, 10) * 60 + (int)strtol(cutoff + 3, NULL, 10);
	*ret_limit = limit;
	return MC_OK;
}

const char *
mc_time_limit_text(struct mc_arena *arena, const struct mc_time_limit *limit)
{
	return mc_sprintf(
	    arena, "%lld %s", (long long)limit->amount, mc_time_units[limit->unit].name_vi);
}
