#include "api/core/scrape.h"

#include <stdatomic.h>

#include "api/core/app.h"
#include "api/core/gauge.h"

enum { PAGE_MAX = 1 << 20 };

static void
write_class(struct mc_buf *page, struct mc_app *app, enum mc_class_id id)
{
	const char *name = mc_classes[id].name;
	struct mc_gate_stats stats;

	mc_gate_read_stats(app->gates[id], &stats);
	mc_buf_printf(page, "motcua_class_slots{class=\"%s\"} %zu\n", name, app->slots[id]);
	mc_buf_printf(page, "motcua_class_inside{class=\"%s\"} %zu\n", name, stats.inside);
	mc_buf_printf(page, "motcua_class_waiting{class=\"%s\"} %zu\n", name, stats.waiting);
	mc_buf_printf(page, "motcua_class_entered_total{class=\"%s\"} %lu\n", name, stats.entered);
	mc_buf_printf(page, "motcua_class_waits_total{class=\"%s\"} %lu\n", name, stats.waited);
	mc_buf_printf(page, "motcua_class_wait_seconds_total{class=\"%s\"} %g\n", name,
	    (double)stats.wait_us / 1e6);
	mc_buf_printf(page, "motcua_class_refused_total{class=\"%s\"} %lu\n", name, stats.refused);
}

/* Of all kinds of callers: they lease through one gate, and open connections each for itself. */
static struct mc_pg_pool_stats
read_pools(struct mc_app *app, enum mc_class_id id)
{
	struct mc_pg_pool_stats all;

	mc_pg_pool_read_stats(app->pools[id][MC_CALLER_PUBLIC], &all);
	for (size_t kind = MC_CALLER_PUBLIC + 1; kind < MC_CALLER_KIND_COUNT; kind++) {
		struct mc_pg_pool_stats one;

		mc_pg_pool_read_stats(app->pools[id][kind], &one);
		all.connects += one.connects;
		all.failures += one.failures;
	}
	return all;
}

static void
write_pools(struct mc_buf *page, struct mc_app *app, enum mc_class_id id)
{
	const char *class = mc_classes[id].name;
	struct mc_pg_pool_stats stats = read_pools(app, id);

	mc_buf_printf(page, "motcua_pool_size{class=\"%s\"} %zu\n", class, stats.size);
	mc_buf_printf(page, "motcua_pool_leased{class=\"%s\"} %zu\n", class, stats.leased);
	mc_buf_printf(page, "motcua_pool_leases_total{class=\"%s\"} %lu\n", class, stats.leases);
	mc_buf_printf(page, "motcua_pool_waits_total{class=\"%s\"} %lu\n", class, stats.waits);
	mc_buf_printf(page, "motcua_pool_wait_seconds_total{class=\"%s\"} %g\n", class,
	    (double)stats.wait_us / 1e6);
	mc_buf_printf(
	    page, "motcua_pool_timeouts_total{class=\"%s\"} %lu\n", class, stats.timeouts);
	mc_buf_printf(
	    page, "motcua_pool_connects_total{class=\"%s\"} %lu\n", class, stats.connects);
	mc_buf_printf(
	    page, "motcua_pool_failures_total{class=\"%s\"} %lu\n", class, stats.failures);
}

const char *
mc_scrape_page(struct mc_arena *arena, struct mc_app *app)
{
	struct mc_buf page = mc_buf_new(arena, PAGE_MAX);

	mc_metrics_write(&page, app->metrics);
	mc_buf_printf(&page, "motcua_requests_under_way %ld\n", atomic_load(&app->under_way));
	for (enum mc_class_id id = 0; id < MC_CLASS_COUNT; id++) {
		write_class(&page, app, id);
		if (app->pools[id][MC_CALLER_PUBLIC] != NULL)
			write_pools(&page, app, id);
	}
	mc_gauges_write(&page, app->config, app->figures);
	return page.bytes;
}
