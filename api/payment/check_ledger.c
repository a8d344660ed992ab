/* The ledger: entries balance, and each payment that has arrived is booked once, to the đồng. */
#include "api/core/check.h"
#include "gen/queries.h"

static enum mc_rc
run(struct mc_job *job, struct mc_check_portion *portion)
{
	return mc_check_by_rows(job, portion, &mc_sql_ledger_stretch, &mc_sql_ledger_faults);
}

static const struct mc_check ledger = {"ledger", "entries and payments", run, NULL};

MC_TABLE_ADD(checks, mc_check, ledger);
