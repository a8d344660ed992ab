/* Fixed arrays of atomics indexed by operation; a last row is for requests without one. */
#include "api/core/metrics.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/core/app.h"
#include "gen/operations.h"
#include "lib/base/buf.h"

enum { CLASS_COUNT = 6, BUCKET_COUNT = 12, ROW_COUNT = MC_OPERATION_COUNT + 1, PAGE_MAX = 1 << 20 };

/* Upper limits in microseconds; the last bucket takes the rest. */
static const uint64_t limits[BUCKET_COUNT - 1] = {
    500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};

struct mc_metrics {
	atomic_ulong classes[ROW_COUNT][CLASS_COUNT]; /* by the first digit of the status */
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
	size_t class = status / 100 < CLASS_COUNT ? status / 100 : CLASS_COUNT - 1;
	size_t bucket = 0;

	while (bucket < BUCKET_COUNT - 1 && microseconds > limits[bucket])
		bucket++;
	add(&metrics->classes[row][class], 1);
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
write_classes(struct mc_buf *page, struct mc_metrics *metrics)
{
	mc_buf_add_text(page, "# HELP motcua_requests_total Requests answered.\n"
			      "# TYPE motcua_requests_total counter\n");
	for (size_t row = 0; row < ROW_COUNT; row++) {
		for (size_t class = 1; class < CLASS_COUNT; class ++) {
			unsigned long count = read_counter(&metrics->classes[row][class]);

			if (count > 0)
				mc_buf_printf(page,
				    "motcua_requests_total{operation=\"%s\",status=\"%zuxx\"} "
				    "%lu\n",
				    row_name(row), class, count);
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
write_pool(struct mc_buf *page, struct mc_pg_pool *pool, const char *lane)
{
	struct mc_pg_pool_stats stats;

	mc_pg_pool_read_stats(pool, &stats);
	mc_buf_printf(page, "motcua_pool_size{lane=\"%s\"} %zu\n", lane, stats.size);
	mc_buf_printf(page, "motcua_pool_leased{lane=\"%s\"} %zu\n", lane, stats.leased);
	mc_buf_printf(page, "motcua_pool_leases_total{lane=\"%s\"} %lu\n", lane, stats.leases);
	mc_buf_printf(page, "motcua_pool_waits_total{lane=\"%s\"} %lu\n", lane, stats.waits);
	mc_buf_printf(page, "motcua_pool_wait_seconds_total{lane=\"%s\"} %g\n", lane,
	    (double)stats.wait_us / 1e6);
	mc_buf_printf(page, "motcua_pool_timeouts_total{lane=\"%s\"} %lu\n", lane, stats.timeouts);
	mc_buf_printf(page, "motcua_pool_connects_total{lane=\"%s\"} %lu\n", lane, stats.connects);
	mc_buf_printf(page, "motcua_pool_failures_total{lane=\"%s\"} %lu\n", lane, stats.failures);
}

const char *
mc_metrics_page(struct mc_arena *arena, struct mc_app *app)
{
	struct mc_buf page = mc_buf_new(arena, PAGE_MAX);

	write_classes(&page, app->metrics);
	write_histograms(&page, app->metrics);
	mc_buf_printf(&page, "motcua_requests_under_way %ld\n", atomic_load(&app->under_way));
	write_pool(&page, app->pools[MC_LANE_FAST], "fast");
	write_pool(&page, app->pools[MC_LANE_SLOW], "slow");
	return page.bytes;
}
