/* The thread reads without the lock, and takes it only to hand over what it has read. */
#include "api/core/status.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/watch/targets.h"

struct mc_status {
	const struct mc_config *config;
	const char *(*own_page)(struct mc_arena *arena, struct mc_app *app);
	struct mc_app *app;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex; /* of all that follows */
	pthread_cond_t wake;
	bool stopping;
	int64_t read_ms;
	int64_t watch_ms;
	int64_t now;
	struct mc_alarm alarms[MC_ALERT_COUNT];
	int64_t since_ms[MC_ALERT_COUNT];
	char *pages;
};

struct mc_status *
mc_status_new(const struct mc_config *config)
{
	struct mc_status *status = calloc(1, sizeof(*status));
	pthread_condattr_t attributes;

	if (status == NULL || pthread_mutex_init(&status->mutex, NULL) != 0 ||
	    pthread_condattr_init(&attributes) != 0 ||
	    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) != 0 ||
	    pthread_cond_init(&status->wake, &attributes) != 0)
		abort();
	(void)pthread_condattr_destroy(&attributes);
	status->config = config;
	return status;
}

void
mc_status_free(struct mc_status *status)
{
	if (status == NULL)
		return;
	(void)pthread_cond_destroy(&status->wake);
	(void)pthread_mutex_destroy(&status->mutex);
	free(status->pages);
	free(status);
}

static const char *
read_pages(struct mc_arena *arena, const struct mc_status *status)
{
	const char *targets = status->config->watch_targets;

	if (*targets != '\0')
		return mc_targets_read(arena, targets, "motcua-status", NULL);
	return mc_sprintf(arena, "up{target=\"api\"} 1\n%s", status->own_page(arena, status->app));
}

/* By the clock on the wall, as people read it. */
static void
keep_since(struct mc_status *status, size_t i)
{
	if (status->alarms[i].since == 0)
		status->since_ms[i] = 0;
	else if (status->since_ms[i] == 0)
		status->since_ms[i] = status->read_ms;
}

static void
read_once(struct mc_status *status)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	const char *pages = read_pages(arena, status);
	char *copy = strdup(pages);

	if (copy == NULL)
		abort();
	(void)pthread_mutex_lock(&status->mutex);
	status->read_ms = mc_clock_now_ms();
	status->now = (int64_t)(mc_clock_monotonic_us() / 1000000) + 1;
	for (size_t i = 0; i < MC_ALERT_COUNT; i++) {
		mc_alarm_take(&status->alarms[i], &mc_alerts[i], pages, status->now);
		keep_since(status, i);
	}
	free(status->pages);
	status->pages = copy;
	(void)pthread_mutex_unlock(&status->mutex);
}

/* Waits for the next reading; false when it is time to end. */
static bool
wait_for_next(struct mc_status *status, int64_t seconds)
{
	struct timespec until;
	bool stopping;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	(void)pthread_mutex_lock(&status->mutex);
	while (
	    !status->stopping && pthread_cond_timedwait(&status->wake, &status->mutex, &until) == 0)
		continue;
	stopping = status->stopping;
	(void)pthread_mutex_unlock(&status->mutex);
	return !stopping;
}

static void *
keep_reading(void *argument)
{
	struct mc_status *status = argument;

	do
		read_once(status);
	while (wait_for_next(status, status->config->watch_seconds));
	return NULL;
}

void
mc_status_start(struct mc_status *status,
    const char *(*own_page)(struct mc_arena *arena, struct mc_app *app), struct mc_app *app)
{
	status->own_page = own_page;
	status->app = app;
	if (pthread_create(&status->thread, NULL, keep_reading, status) != 0)
		abort();
	status->started = true;
}

void
mc_status_stop(struct mc_status *status)
{
	if (!status->started)
		return;
	(void)pthread_mutex_lock(&status->mutex);
	status->stopping = true;
	(void)pthread_cond_signal(&status->wake);
	(void)pthread_mutex_unlock(&status->mutex);
	(void)pthread_join(status->thread, NULL);
	status->started = false;
}

void
mc_status_was_watched(struct mc_status *status)
{
	(void)pthread_mutex_lock(&status->mutex);
	status->watch_ms = mc_clock_now_ms();
	(void)pthread_mutex_unlock(&status->mutex);
}

struct mc_status_view
mc_status_look(struct mc_status *status, struct mc_arena *arena)
{
	struct mc_status_view view;

	(void)pthread_mutex_lock(&status->mutex);
	view = (struct mc_status_view){.read_ms = status->read_ms,
	    .watch_ms = status->watch_ms,
	    .now = status->now,
	    .pages = mc_strdup(arena, status->pages != NULL ? status->pages : "")};
	memcpy(view.alarms, status->alarms, sizeof(view.alarms));
	memcpy(view.since_ms, status->since_ms, sizeof(view.since_ms));
	(void)pthread_mutex_unlock(&status->mutex);
	return view;
}
