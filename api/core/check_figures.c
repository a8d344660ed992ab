/* What the checks have found, and how long ago each came to its end. */
#include "api/core/gauge.h"
#include "gen/queries.h"

static enum mc_rc
read_checks(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	TRY(mc_gauge_query(page, &mc_sql_check_figures, NULL, &rows));
	mc_gauge_add_rows(page, rows, "motcua_check_losses", "check",
	    "What is known to be damaged or lost.", "losses");
	mc_gauge_add_rows(page, rows, "motcua_check_age_seconds", "check",
	    "Since the last whole pass ended.", "age");
	return MC_OK;
}

static const struct mc_gauge checks = {"checks", true, read_checks};

MC_TABLE_ADD(gauges, mc_gauge, checks);
