/* Chore units: from the day that a unit ends its dossiers go to the unit that goes on. */
#include "api/core/job.h"
#include "gen/queries.h"

enum { AT_ONCE = 500 };

static enum mc_rc
succeed(struct mc_job *job)
{
	return mc_job_repeat(job, &mc_sql_units_succeed, AT_ONCE);
}

static const struct mc_chore units = {"units", succeed};

MC_TABLE_ADD(chores, mc_chore, units);
