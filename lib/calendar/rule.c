#include "lib/calendar/rule.h"

#include <string.h>

const struct mc_rule_value *
mc_rule_at(enum mc_rule rule, const char *law, int64_t at)
{
	const struct mc_rule_values *all = &mc_rule_values[rule];

	for (size_t i = 0; i < all->count; i++) {
		const struct mc_rule_value *value = &all->values[i];

		if (value->valid_from <= at &&
		    (value->law == NULL || (law != NULL && strcmp(value->law, law) == 0)))
			return value;
	}
	return &all->values[all->count - 1];
}

enum mc_rc
mc_rule_time_limit(struct mc_ctx *ctx, enum mc_rule rule, const char *law, int64_t at,
    struct mc_time_limit *ret_limit)
{
	const struct mc_rule_value *value = mc_rule_at(rule, law, at);
	struct mc_time_limit limit = {.amount = value->amount, .cutoff = MC_NO_CUTOFF};

	if (value->unit == NULL || !mc_time_unit_parse(value->unit, &limit.unit))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "a rule that is no time limit");
	*ret_limit = limit;
	return MC_OK;
}
