#include "api/core/budget.h"

#include <stdlib.h>

#include "api/core/job.h"
#include "gen/queries.h"

enum { BUDGETS_AT_ONCE = 10000 };

const char *
mc_budget_rules(const struct mc_operation *operation, enum mc_rate_per per)
{
	for (size_t i = 0; i < operation->rate_count; i++) {
		if (operation->rates[i].per == per)
			return operation->rates[i].rules;
	}
	abort();
}

static enum mc_rc
forget(struct mc_job *job)
{
	return mc_job_repeat(job, &mc_sql_budgets_forget, BUDGETS_AT_ONCE);
}

static const struct mc_chore budgets = {"budgets", forget};

MC_TABLE_ADD(chores, mc_chore, budgets);
