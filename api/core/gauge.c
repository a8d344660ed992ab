/* Figures are written as they are read, one metric after the other, each under its help. */
#include "api/core/gauge.h"

#include <stdlib.h>

#include "lib/base/log.h"

void
mc_gauge_add(struct mc_gauge_page *page, const char *name, const char *help, double value)
{
	mc_buf_printf(
	    page->text, "# HELP %s %s\n# TYPE %s gauge\n%s %.15g\n", name, help, name, name, value);
}

void
mc_gauge_add_rows(struct mc_gauge_page *page, const struct mc_rows *rows, const char *name,
    const char *label, const char *help, const char *column)
{
	mc_buf_printf(page->text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
	for (size_t row = 0; row < mc_rows_count(rows); row++) {
		if (mc_rows_get(rows, row, column) != NULL)
			mc_buf_printf(page->text, "%s{%s=\"%s\"} %s\n", name, label,
			    mc_rows_get(rows, row, "part"), mc_rows_get(rows, row, column));
	}
}

enum mc_rc
mc_gauge_query(struct mc_gauge_page *page, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(&page->ctx, page->pool);
	size_t index = mc_batch_add(batch, statement, params);

	mc_batch_set_repeatable(batch);
	TRY(mc_batch_run(batch));
	*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}

double
mc_gauge_number(const struct mc_rows *rows, const char *column)
{
	return strtod(mc_rows_get(rows, 0, column), NULL);
}

static void
log_failure(const struct mc_gauge *gauge, const struct mc_problem *problem)
{
	mc_log(MC_LOG_WARNING, "gauge-failed", "%s: %s", gauge->name,
	    problem->internal != NULL ? problem->internal : mc_problem_kind(problem->id)->code);
}

void
mc_gauges_write(struct mc_buf *text, const struct mc_config *config, struct mc_pg_pool *pool)
{
	struct mc_gauge_page page = {.config = config, .pool = pool, .text = text};
	bool database_failed = false;
	size_t failed = 0;

	for (MC_TABLE_EACH(gauges, mc_gauge, at)) {
		page.ctx = (struct mc_ctx){.arena = text->arena};
		if (!((*at)->asks_database && database_failed) && (*at)->read(&page) == MC_OK)
			continue;
		failed++;
		if (page.ctx.problem.id == MC_PROBLEM_NONE)
			continue;
		log_failure(*at, &page.ctx.problem);
		database_failed |= (*at)->asks_database;
	}
	mc_gauge_add(&page, "motcua_gauges_failed",
	    "Kinds of figures that could not be read: the database does not answer in time.",
	    (double)failed);
}
