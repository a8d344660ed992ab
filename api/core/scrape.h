/* What the program tells of itself to whoever collects figures (Prometheus). */
#ifndef MC_SCRAPE_H
#define MC_SCRAPE_H

#include "lib/base/arena.h"

struct mc_app;

/* The page in Prometheus' text format: requests, classes and their
 * connections, and all gauges. Lives in arena. */
const char *mc_scrape_page(struct mc_arena *arena, struct mc_app *app);

#endif
