/* What the program counts about itself, as Prometheus reads it. Counting is lock-free. */
#ifndef MC_METRICS_H
#define MC_METRICS_H

#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/problem.h"

struct mc_metrics;
struct mc_operation;

struct mc_metrics *mc_metrics_new(void);

/* NULL is allowed. */
void mc_metrics_free(struct mc_metrics *metrics);

/* Counts a request answered; operation is NULL for one that no route fits, problem is what it was
 * refused with. */
void mc_metrics_count(struct mc_metrics *metrics, const struct mc_operation *operation,
    unsigned status, enum mc_problem_id problem, uint64_t microseconds);

/* Adds all counters in Prometheus' text format. */
void mc_metrics_write(struct mc_buf *page, struct mc_metrics *metrics);

#endif
