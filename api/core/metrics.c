/* Fixed arrays of atomics indexed by operation; a last row is for requests without one. */
#include "api/core/metrics.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/core/app.h"
#include "gen/operations.h"
#include "lib/base/buf.h"

enum {
	STATUS_COUNT = 6,
	BUCKET_COUNT = 12,
	ROW_COUNT = MC_OPERATION_COUNT + 1,
	PAGE_MAX = 1 << 20
};

/* Upper limits in microseconds; the last bucket takes the rest. */
static const uint64_t limits[BUCKET_COUNT - 1] = {
    500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};

struct mc_metrics {
	atomic_ulong statuses[ROW_COUNT][STATUS_COUNT]; /* by the first digit of the status */
	atomic_ulong buckets[ROW_COUNT][BUCKET_COUNT];
	atomic_ulong microseconds[ROW_COUNT];
};

struct mc_metrics *
mc_metrics_new(void)
{
	struct mc_metrics *metrics = calloc(1, sizeof(*metrics));

	if (metrics == NULL)
		abort();
	return metrics;
}

void
mc_metrics_free(struct mc_metrics *metrics)
{
	free(metrics);
}

static void
add(atomic_ulong *counter, uint64_t amount)
{
	(void)atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

void
mc_metrics_count(struct mc_metrics *metrics, const struct mc_operation *operation, unsigned status,
    uint64_t microseconds)
{
	size_t row = operation != NULL ? (size_t)(operation - mc_operations) : MC_OPERATION_COUNT;
	size_t hundred = status / 100 < STATUS_COUNT ? status / 100 : STATUS_COUNT - 1;
	size_t bucket = 0;

	while (bucket < BUCKET_COUNT - 1 && microseconds > limits[bucket])
		bucket++;
	add(&metrics->statuses[row][hundred], 1);
	add(&metrics->buckets[row][bucket], 1);
	add(&metrics->microseconds[row], microseconds);
}

static unsigned long
read_counter(atomic_ulong *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

static const char *
row_name(size_t row)
{
	return row < MC_OPERATION_COUNT ? mc_operations[row].name : "none";
}

static void
write_statuses(struct mc_buf *page, struct mc_metrics *metrics)
{
	mc_buf_add_text(page, "# HELP motcua_requests_total Requests answered.\n"
			      "# TYPE motcua_requests_total counter\n");
	for (size_t row = 0; row < ROW_COUNT; row++) {
		for (size_t hundred = 1; hundred < STATUS_COUNT; hundred++) {
			unsigned long count = read_counter(&metrics->statuses[row][hundred]);

			if (count > 0)
				mc_buf_printf(page,
				    "motcua_requests_total{operation=\"%s\",status=\"%zuxx\"} "
				    "%lu\n",
				    row_name(row), hundred, count);
		}
	}
}

static void
write_histogram(struct mc_buf *page, struct mc_metrics *metrics, size_t row)
{
	unsigned long sum = 0;

	for (size_t bucket = 0; bucket < BUCKET_COUNT; bucket++) {
		char limit[32] = "+Inf";

		sum += read_counter(&metrics->buckets[row][bucket]);
		if (bucket < BUCKET_COUNT - 1)
			(void)snprintf(limit, sizeof(limit), "%g", (double)limits[bucket] / 1e6);
		mc_buf_printf(page,
		    "motcua_request_seconds_bucket{operation=\"%s\",le=\"%s\"} %lu\n",
		    row_name(row), limit, sum);
	}
	mc_buf_printf(page, "motcua_request_seconds_sum{operation=\"%s\"} %g\n", row_name(row),
	    (double)read_counter(&metrics->microseconds[row]) / 1e6);
	mc_buf_printf(
	    page, "motcua_request_seconds_count{operation=\"%s\"} %lu\n", row_name(row), sum);
}

static void
write_histograms(struct mc_buf *page, struct mc_metrics *metrics)
{
	mc_buf_add_text(page,
	    "# HELP motcua_request_seconds Time from the last byte of a request to its answer.\n"
	    "# TYPE motcua_request_seconds histogram\n");
	for (size_t row = 0; row < ROW_COUNT; row++) {
		if (read_counter(&metrics->microseconds[row]) > 0)
			write_histogram(page, metrics, row);
	}
}

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

static void
write_pool(struct mc_buf *page, struct mc_pg_pool *pool, const char *class)
{
	struct mc_pg_pool_stats stats;

	mc_pg_pool_read_stats(pool, &stats);
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
mc_metrics_page(struct mc_arena *arena, struct mc_app *app)
{
	struct mc_buf page = mc_buf_new(arena, PAGE_MAX);

	write_statuses(&page, app->metrics);
	write_histograms(&page, app->metrics);
	mc_buf_printf(&page, "motcua_requests_under_way %ld\n", atomic_load(&app->under_way));
	for (enum mc_class_id id = 0; id < MC_CLASS_COUNT; id++) {
		write_class(&page, app, id);
		if (app->pools[id] != NULL)
			write_pool(&page, app->pools[id], mc_classes[id].name);
	}
	return page.bytes;
}
