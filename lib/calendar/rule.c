#include "lib/calendar/rule.h"

#include <string.h>

/* Whether what a value is for, NULL for all, is what is asked about, NULL for none. */
static bool
is_for(const char *only, const char *asked)
{
	return only == NULL || (asked != NULL && strcmp(only, asked) == 0);
}

const struct mc_rule_value *
mc_rule_at(enum mc_rule rule, const char *law, const char *channel, int64_t at)
{
	const struct mc_rule_values *all = &mc_rule_values[rule];

	for (size_t i = 0; i < all->count; i++) {
		const struct mc_rule_value *value = &all->values[i];

		if (value->valid_from <= at && is_for(value->law, law) &&
		    is_for(value->channel, channel))
			return value;
	}
	return &all->values[all->count - 1];
}

enum mc_rc
mc_rule_time_limit(struct mc_ctx *ctx, enum mc_rule rule, const char *law, const char *channel,
    int64_t at, struct mc_time_limit *ret_limit)
{
	const struct mc_rule_value *value = mc_rule_at(rule, law, channel, at);
	struct mc_time_limit limit = {.amount = value->amount, .cutoff = MC_NO_CUTOFF};

	if (value->unit == NULL || !mc_time_unit_parse(value->unit, &limit.unit))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "a rule that is no time limit");
	*ret_limit = limit;
	return MC_OK;
}
