/* Fixed arrays of atomics indexed by operation; a last row is for requests without one. */
#include "api/core/metrics.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen/operations.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/problem.h"

enum {
	STATUS_COUNT = 6,
	BUCKET_COUNT = 12,
	ROW_COUNT = MC_OPERATION_COUNT + 1,
	RECENT_MINUTES = 5,
	RECENT_SLOTS = RECENT_MINUTES + 1, /* and the minute that has begun */
	FAILED_FROM = 500,
	RECENT_LEAST = 20, /* fewer answers say nothing of a share */
};

/* Upper limits in microseconds; the last bucket takes the rest. */
static const uint64_t limits[BUCKET_COUNT - 1] = {
    500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};

/* What was answered in a minute; of the two that meet when a slot is taken for a new minute one may
 * lose a count. */
struct minute {
	atomic_ulong number;
	atomic_ulong answered;
	atomic_ulong failed;
};

struct mc_metrics {
	struct minute recent[RECENT_SLOTS];
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

static unsigned long
this_minute(void)
{
	return mc_clock_monotonic_us() / 60000000;
}

static void
count_recent(struct mc_metrics *metrics, bool failed)
{
	unsigned long now = this_minute();
	struct minute *minute = &metrics->recent[now % RECENT_SLOTS];
	unsigned long number = atomic_load(&minute->number);

	if (number != now && atomic_compare_exchange_strong(&minute->number, &number, now)) {
		atomic_store(&minute->answered, 0);
		atomic_store(&minute->failed, 0);
	}
	add(&minute->answered, 1);
	if (failed)
		add(&minute->failed, 1);
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
	count_recent(metrics, status >= FAILED_FROM);
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

static void
write_recent(struct mc_buf *page, struct mc_metrics *metrics)
{
	unsigned long now = this_minute();
	unsigned long answered = 0;
	unsigned long failed = 0;

	for (size_t i = 0; i < RECENT_SLOTS; i++) {
		struct minute *minute = &metrics->recent[i];

		if (read_counter(&minute->number) + RECENT_MINUTES < now)
			continue;
		answered += read_counter(&minute->answered);
		failed += read_counter(&minute->failed);
	}
	mc_buf_printf(page,
	    "# HELP motcua_requests_failed_share Share of the last five minutes' requests that "
	    "ended in a failure of ours; 0 where they were fewer than %d.\n"
	    "# TYPE motcua_requests_failed_share gauge\n"
	    "motcua_requests_failed_share %g\n",
	    RECENT_LEAST, answered < RECENT_LEAST ? 0 : (double)failed / (double)answered);
}

void
mc_metrics_write(struct mc_buf *page, struct mc_metrics *metrics)
{
	write_recent(page, metrics);
	write_statuses(page, metrics);
	write_problems(page, metrics);
	write_histograms(page, metrics);
}
