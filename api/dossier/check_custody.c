/* The chains of hand-overs: each link follows from the one before, and the last says where the
 * dossier is. */
#include "api/core/check.h"
#include "gen/queries.h"

static enum mc_rc
run(struct mc_job *job, struct mc_check_portion *portion)
{
	return mc_check_by_rows(job, portion, &mc_sql_dossiers_stretch, &mc_sql_custody_faults);
}

static const struct mc_check custody = {"custody", "hand-overs and where dossiers are", run, NULL};

MC_TABLE_ADD(checks, mc_check, custody);
