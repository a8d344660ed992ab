/* What the checks have found, and how long ago each came to its end. */
#include "api/core/gauge.h"
#include "gen/queries.h"

static void
add(struct mc_gauge_page *page, const struct mc_rows *rows, const char *name, const char *help,
    const char *column)
{
	mc_buf_printf(page->text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
	for (size_t row = 0; row < mc_rows_count(rows); row++) {
		if (mc_rows_get(rows, row, column) != NULL)
			mc_buf_printf(page->text, "%s{check=\"%s\"} %s\n", name,
			    mc_rows_get(rows, row, "name"), mc_rows_get(rows, row, column));
	}
}

static enum mc_rc
read_checks(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	TRY(mc_gauge_query(page, &mc_sql_check_figures, NULL, &rows));
	add(page, rows, "motcua_check_losses", "What is known to be damaged or lost.", "losses");
	add(page, rows, "motcua_check_age_seconds", "Since the last whole pass ended.", "age");
	return MC_OK;
}

static const struct mc_gauge checks = {"checks", true, read_checks};

MC_TABLE_ADD(gauges, mc_gauge, checks);
