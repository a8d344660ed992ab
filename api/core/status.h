/* How the system is, for the administrator's page: a thread reads the figures of all instances as
 * the command watch does (MOTCUA_WATCH_TARGETS; without them its own) and holds them against the
 * same alerts. Everything stays in memory, so that it can be told while the database or the command
 * is away. */
#ifndef MC_STATUS_H
#define MC_STATUS_H

#include "lib/base/arena.h"
#include "lib/base/config.h"
#include "lib/watch/alarm.h"

struct mc_app;
struct mc_status;

struct mc_status_view {
	int64_t read_ms; /* when the figures were read; 0: not yet */
	int64_t
	    watch_ms; /* when the command watch last read this instance; 0: not since it began */
	int64_t now;  /* of the reading, on the clock of the alarms */
	struct mc_alarm alarms[MC_ALERT_COUNT];
	int64_t since_ms[MC_ALERT_COUNT]; /* when each was first seen to hold; 0: it does not */
	const char *pages;                /* what was read */
};

/* Never NULL; the config must outlive it. */
struct mc_status *mc_status_new(const struct mc_config *config);

/* NULL is allowed. */
void mc_status_free(struct mc_status *status);

/* Begins to read, once the listeners are open; own_page (mc_scrape_page) is asked for this
 * instance's figures where no targets are named. The app must outlive the thread. */
void mc_status_start(struct mc_status *status,
    const char *(*own_page)(struct mc_arena *arena, struct mc_app *app), struct mc_app *app);

/* Ends the thread; nothing happens if it was not started. */
void mc_status_stop(struct mc_status *status);

/* The command watch has read this instance. */
void mc_status_was_watched(struct mc_status *status);

/* What is known now; lives in arena. */
struct mc_status_view mc_status_look(struct mc_status *status, struct mc_arena *arena);

#endif
