/* What the program counts about itself, as Prometheus reads it. Counting is lock-free. */
#ifndef MC_METRICS_H
#define MC_METRICS_H

#include <stdint.h>

#include "lib/base/arena.h"

struct mc_app;
struct mc_metrics;
struct mc_operation;

struct mc_metrics *mc_metrics_new(void);

/* NULL is allowed. */
void mc_metrics_free(struct mc_metrics *metrics);

/* Counts a request answered; operation is NULL for one that no route fits. */
void mc_metrics_count(struct mc_metrics *metrics, const struct mc_operation *operation,
    unsigned status, uint64_t microseconds);

/* The page in Prometheus' text format, the classes included. */
const char *mc_metrics_page(struct mc_arena *arena, struct mc_app *app);

#endif
