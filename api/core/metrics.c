/* Fixed arrays of atomics indexed by operation; a last row is for requests without one. */
#include "api/core/metrics.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen/operations.h"
#include "lib/base/buf.h"
#include "lib/base/problem.h"

enum { STATUS_COUNT = 6, BUCKET_COUNT = 12, ROW_COUNT = MC_OPERATION_COUNT + 1 };

/* Upper limits in microseconds; the last bucket takes the rest. */
static const uint64_t limits[BUCKET_COUNT - 1] = {
    500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};

struct mc_metrics {
	atomic_ulong statuses[ROW_COUNT][STATUS_COUNT]; /* by the first digit of the status */
	atomic_ulong buckets[ROW_COUNT][BUCKET_COUNT];
	atomic_ulong microseconds[ROW_COUNT];
	atomic_ulong problems[MC_PROBLEM_COUNT];
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
    enum mc_problem_id problem, uint64_t microseconds)
{
	size_t row = operation != NULL ? (size_t)(operation - mc_operations) : MC_OPERATION_COUNT;
	size_t hundred = status / 100 < STATUS_COUNT ? status / 100 : STATUS_COUNT - 1;
	size_t bucket = 0;

	while (bucket < BUCKET_COUNT - 1 && microseconds > limits[bucket])
		bucket++;
	add(&metrics->statuses[row][hundred], 1);
	if (problem != MC_PROBLEM_NONE)
		add(&metrics->problems[problem], 1);
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
write_problems(struct mc_buf *page, struct mc_metrics *metrics)
{
	mc_buf_add_text(page,
	    "# HELP motcua_problems_total Requests refused or failed, by problem.\n"
	    "# TYPE motcua_problems_total counter\n");
	for (enum mc_problem_id id = MC_PROBLEM_NONE + 1; id < MC_PROBLEM_COUNT; id++) {
		unsigned long count = read_counter(&metrics->problems[id]);

		if (count > 0)
			mc_buf_printf(page, "motcua_problems_total{problem=\"%s\"} %lu\n",
			    mc_problem_kind(id)->code, count);
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

void
mc_metrics_write(struct mc_buf *page, struct mc_metrics *metrics)
{
	write_statuses(page, metrics);
	write_problems(page, metrics);
	write_histograms(page, metrics);
}
