/* Which of several servers is the primary. Each is asked alone, as libpq does not go on to the next
 * where one lets nobody in. A server that was promoted writes a newer history (timeline) than the
 * one that it followed; so the newest history tells the primary from a server that still takes
 * itself for it. Which that was is kept for the process: the others are asked again when it is
 * gone, or silent. */
#include "lib/store/pg_private.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"

enum {
	SERVERS_MAX = 8,
	SETTINGS_MAX = 16,
	ANSWER_US = 2000000,
};

const struct mc_pg_setting mc_pg_no_settings[] = {{NULL, NULL}};

struct servers {
	size_t count;
	const char *hosts[SERVERS_MAX];
	const char *ports[SERVERS_MAX]; /* NULL: as the connection's text says */
};

static atomic_size_t primary; /* its place among the servers, from 1 on; 0: all are to be asked */
static atomic_uint newest;    /* history */

unsigned
mc_pg_timeline(void)
{
	return atomic_load(&newest);
}

void
mc_pg_doubt(void)
{
	atomic_store(&primary, 0);
}

/* The parts of a list with commas; at most SERVERS_MAX. */
static size_t
split(struct mc_arena *arena, const char *list, const char *parts[])
{
	size_t count = 0;

	while (list != NULL && count < SERVERS_MAX) {
		size_t length = strcspn(list, ",");

		parts[count++] = mc_strndup(arena, list, length);
		list = list[length] == ',' ? list + length + 1 : NULL;
	}
	return count;
}

static void
read_servers(struct mc_arena *arena, const char *conninfo, struct servers *ret_servers)
{
	PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
	size_t ports = 0;

	*ret_servers = (struct servers){.count = 0};
	for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL;
	     option++) {
		if (strcmp(option->keyword, "host") == 0)
			ret_servers->count = split(arena, option->val, ret_servers->hosts);
		else if (strcmp(option->keyword, "port") == 0)
			ports = split(arena, option->val, ret_servers->ports);
	}
	if (ports != ret_servers->count)
		memset(ret_servers->ports, 0, sizeof(ret_servers->ports));
	PQconninfoFree(options);
}

/* host and port are NULL where the connection's text names one server. */
static PGconn *
connect_to(
    const char *conninfo, const struct mc_pg_setting settings[], const char *host, const char *port)
{
	const char *names[SETTINGS_MAX] = {"dbname"};
	const char *values[SETTINGS_MAX] = {conninfo};
	size_t count = 1;

	for (; settings->name != NULL && count < SETTINGS_MAX - 3; settings++) {
		names[count] = settings->name;
		values[count++] = settings->value;
	}
	if (host != NULL) {
		names[count] = "host";
		values[count++] = host;
	}
	if (port != NULL) {
		names[count] = "port";
		values[count] = port;
	}
	return PQconnectdbParams(names, values, 1);
}

/* The next result, also if that is none; false if it does not come in time. */
static bool
next_result(PGconn *pg, uint64_t deadline_us, PGresult **ret_result)
{
	while (PQisBusy(pg) == 1) {
		uint64_t now = mc_clock_monotonic_us();
		struct pollfd fd = {.fd = PQsocket(pg), .events = POLLIN};

		if (now >= deadline_us)
			return false;
		if (poll(&fd, 1, (int)((deadline_us - now) / 1000) + 1) == -1 && errno != EINTR)
			return false;
		if (PQconsumeInput(pg) != 1)
			return false;
	}
	*ret_result = PQgetResult(pg);
	return true;
}

/* The history that a server writes; 0 of one that only follows, or does not answer. */
static unsigned
ask_timeline(PGconn *pg)
{
	uint64_t deadline_us = mc_clock_monotonic_us() + ANSWER_US;
	PGresult *result = NULL;
	PGresult *end = NULL;
	unsigned timeline = 0;

	if (PQstatus(pg) != CONNECTION_OK ||
	    PQsendQuery(pg, "select left(pg_walfile_name(pg_current_wal_lsn()), 8)") != 1 ||
	    !next_result(pg, deadline_us, &result))
		return 0;
	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		timeline = (unsigned)strtoul(PQgetvalue(result, 0, 0), NULL, 16);
	PQclear(result);
	if (!next_result(pg, deadline_us, &end))
		timeline = 0;
	PQclear(end);
	return timeline;
}

/* Keeps the primary's place and history, unless another thread knows of a newer one. */
static bool
keep(size_t place, unsigned timeline)
{
	unsigned known = atomic_load(&newest);

	while (timeline > known) {
		if (atomic_compare_exchange_weak(&newest, &known, timeline))
			break;
	}
	if (timeline == 0 || timeline < known)
		return false;
	atomic_store(&primary, place);
	return true;
}

/* The reason why a server is not taken, added to those of the others. */
static const char *
add_reason(struct mc_arena *arena, const char *reasons, const char *host, PGconn *pg)
{
	const char *reason =
	    PQstatus(pg) == CONNECTION_OK ? "is not the primary" : PQerrorMessage(pg);

	return mc_sprintf(arena, "%s%s%s: %s", reasons, *reasons != '\0' ? "; " : "", host, reason);
}

static PGconn *
connect_to_newest(struct mc_arena *arena, const char *conninfo,
    const struct mc_pg_setting settings[], const struct servers *servers, unsigned *ret_timeline,
    const char **ret_reason)
{
	size_t known = atomic_load(&primary);
	size_t best = 0;
	unsigned best_timeline = 0;
	PGconn *best_pg = NULL;

	*ret_reason = "";
	/* First the one that is known; then, if it is not, each of the others. */
	for (size_t turn = known > 0 && known <= servers->count ? 0 : 1; turn <= servers->count;
	     turn++) {
		size_t place = turn == 0 ? known : turn;
		PGconn *pg;
		unsigned timeline;

		if (turn > 0 && place == known)
			continue;
		pg = connect_to(
		    conninfo, settings, servers->hosts[place - 1], servers->ports[place - 1]);
		timeline = ask_timeline(pg);
		if (timeline > best_timeline) {
			PQfinish(best_pg);
			best_pg = pg;
			best = place;
			best_timeline = timeline;
		} else {
			*ret_reason = add_reason(arena, *ret_reason, servers->hosts[place - 1], pg);
			PQfinish(pg);
		}
		if (turn == 0 && keep(place, timeline))
			break;
	}
	*ret_timeline = best_timeline;
	if (best_pg != NULL && !keep(best, best_timeline)) {
		*ret_reason =
		    mc_sprintf(arena, "%s is not the primary any more", servers->hosts[best - 1]);
		PQfinish(best_pg);
		best_pg = NULL;
	}
	return best_pg;
}

PGconn *
mc_pg_connect(struct mc_arena *arena, const char *conninfo, const struct mc_pg_setting settings[],
    unsigned *ret_timeline, const char **ret_reason)
{
	struct servers servers;
	PGconn *pg;

	*ret_timeline = 0;
	*ret_reason = mc_pg_in_the_clear(arena, conninfo);
	if (*ret_reason != NULL)
		return NULL;
	read_servers(arena, conninfo, &servers);
	if (servers.count > 1)
		return connect_to_newest(
		    arena, conninfo, settings, &servers, ret_timeline, ret_reason);
	pg = connect_to(conninfo, settings, NULL, NULL);
	if (PQstatus(pg) == CONNECTION_OK)
		return pg;
	*ret_reason = mc_strdup(arena, PQerrorMessage(pg));
	PQfinish(pg);
	return NULL;
}
