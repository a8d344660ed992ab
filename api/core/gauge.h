/* Figures that are read when somebody asks, beside those that the program counts as it goes
 * (api/core/metrics.h). The file of a noun adds a row to the table of gauges; whoever makes the
 * page of figures (api/core/scrape.h) knows no noun. Names follow Prometheus:
 * motcua_<noun>_<what>_<unit>.
 */
#ifndef MC_GAUGE_H
#define MC_GAUGE_H

#include "lib/base/buf.h"
#include "lib/base/config.h"
#include "lib/base/problem.h"
#include "lib/base/table.h"
#include "lib/store/pg.h"

/* The page while it is made; it belongs to one reader at a time. */
struct mc_gauge_page {
	struct mc_ctx ctx;
	const struct mc_config *config;
	struct mc_pg_pool *pool;
	struct mc_buf *text;
};

struct mc_gauge {
	const char *name;
	bool asks_database;
	/* Adds its figures. A failure leaves them out and is counted. */
	enum mc_rc (*read)(struct mc_gauge_page *page);
};

MC_TABLE(gauges, mc_gauge);

/* One figure; help says what it is, in one line. */
void mc_gauge_add(struct mc_gauge_page *page, const char *name, const char *help, double value);

/* One figure with a value a row, each under a label that says of what; a value that is null is left
 * out. The labels are the column "part". */
void mc_gauge_add_rows(struct mc_gauge_page *page, const struct mc_rows *rows, const char *name,
    const char *label, const char *help, const char *column);

/* One statement in a batch of its own. */
MC_MUST_CHECK enum mc_rc mc_gauge_query(struct mc_gauge_page *page,
    const struct mc_statement *statement, const char *const params[],
    const struct mc_rows **ret_rows);

/* The number in a column of the first row. */
double mc_gauge_number(const struct mc_rows *rows, const char *column);

/* Adds all figures, and how many kinds of them could not be read. When the database fails one it is
 * not asked for the others, so that a page takes no longer than one of its time limits. */
void mc_gauges_write(struct mc_buf *text, const struct mc_config *config, struct mc_pg_pool *pool);

#endif
