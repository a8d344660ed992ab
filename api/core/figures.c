/* What the core itself is asked for: the database, the outbox, the worker, copies, releases. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/gauge.h"
#include "gen/queries.h"
#include "lib/base/clock.h"

/* The clocks are compared at the middle of the statement's way. */
static double
clock_difference(const struct mc_rows *rows, int64_t sent_ms, int64_t back_ms)
{
	double here = (double)(sent_ms + back_ms) / 2000.0;

	return fabs(mc_gauge_number(rows, "clock") - here);
}

static enum mc_rc
read_database(struct mc_gauge_page *page)
{
	int64_t sent_ms = mc_clock_now_ms();
	const struct mc_rows *rows;
	int64_t back_ms;

	TRY(mc_gauge_query(page, &mc_sql_database_figures, NULL, &rows));
	back_ms = mc_clock_now_ms();
	mc_gauge_add(page, "motcua_database_connections", "Connections of clients to PostgreSQL.",
	    mc_gauge_number(rows, "connections"));
	mc_gauge_add(page, "motcua_database_connections_most", "Connections that there may be.",
	    mc_gauge_number(rows, "connections_most"));
	mc_gauge_add(page, "motcua_database_oldest_transaction_seconds",
	    "For how long the oldest transaction has been open.",
	    mc_gauge_number(rows, "oldest_transaction"));
	mc_gauge_add(page, "motcua_database_replicas", "Replicas that follow.",
	    mc_gauge_number(rows, "replicas"));
	mc_gauge_add(page, "motcua_database_replica_behind_seconds",
	    "How far the last of the replicas is behind.", mc_gauge_number(rows, "replica_behind"));
	mc_gauge_add(page, "motcua_database_size_bytes", "Size of the database.",
	    mc_gauge_number(rows, "bytes"));
	mc_gauge_add(page, "motcua_database_clock_difference_seconds",
	    "Between the clocks of this machine and of the database.",
	    clock_difference(rows, sent_ms, back_ms));
	return MC_OK;
}

static enum mc_rc
read_replica(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	TRY(mc_gauge_query(page, &mc_sql_replica_figures, NULL, &rows));
	if (mc_rows_count(rows) == 0)
		return MC_OK;
	mc_gauge_add(page, "motcua_replica_missing",
	    "1 if the replica is gone that commits shall wait for.",
	    mc_gauge_number(rows, "missing"));
	mc_gauge_add(page, "motcua_replica_alone",
	    "1 if what is confirmed may be in the primary alone.", mc_gauge_number(rows, "alone"));
	mc_gauge_add(page, "motcua_replica_stopped",
	    "1 if nothing can be written until the replica is back.",
	    mc_gauge_number(rows, "stopped"));
	return MC_OK;
}

/* What stands in the outbox in all. Each is counted until one more than MC_LIMIT_JOBS_COUNTED. */
static void
add_in_all(struct mc_gauge_page *page, const char *state, double count, double seconds)
{
	if (strcmp(state, "refused") == 0) {
		mc_gauge_add(page, "motcua_outbox_refused",
		    "Messages that the other side refused for good.", count);
	} else if (strcmp(state, "given-up") == 0) {
		mc_gauge_add(
		    page, "motcua_outbox_dead", "Jobs that are not tried any more.", count);
	} else {
		mc_gauge_add(page, "motcua_outbox_waiting", "Jobs that wait.", count);
		mc_gauge_add(page, "motcua_outbox_oldest_seconds",
		    "For how long a job has been due or held up, without messages that fail alone.",
		    seconds);
	}
}

static enum mc_rc
read_outbox(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	TRY(mc_gauge_query(page, &mc_sql_outbox_figures, NULL, &rows));
	for (size_t row = 0; row < mc_rows_count(rows); row++) {
		if (mc_rows_get(rows, row, "part") == NULL)
			add_in_all(page, mc_rows_get(rows, row, "state"),
			    strtod(mc_rows_get(rows, row, "count"), NULL),
			    strtod(mc_rows_get(rows, row, "seconds"), NULL));
	}
	mc_gauge_add_rows(page, rows, "motcua_outbox_channel_waiting", "channel",
	    "Jobs that wait, by the channel of messages.", "waiting");
	mc_gauge_add_rows(page, rows, "motcua_outbox_channel_oldest_seconds", "channel",
	    "For how long one of them has been due or held up.", "oldest_seconds");
	return MC_OK;
}

static enum mc_rc
read_worker(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	TRY(mc_gauge_query(page, &mc_sql_heartbeat_age, NULL, &rows));
	mc_gauge_add(page, "motcua_worker_heartbeat_age_seconds",
	    "Since a worker last said that it lives.", mc_gauge_number(rows, "seconds"));
	return MC_OK;
}

/* Nothing where no copies are made. */
static enum mc_rc
read_copies(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	TRY(mc_gauge_query(page, &mc_sql_copy_figures, NULL, &rows));
	if (mc_rows_count(rows) == 0)
		return MC_OK;
	mc_gauge_add(page, "motcua_copies_behind_seconds",
	    "For how long the copy of the log has lacked a full piece.",
	    mc_gauge_number(rows, "behind"));
	mc_gauge_add(page, "motcua_copies_whole_age_seconds", "Since the whole was copied.",
	    mc_gauge_number(rows, "whole_age"));
	return MC_OK;
}

static enum mc_rc
read_release(struct mc_gauge_page *page)
{
	const struct mc_rows *rows;

	mc_gauge_add(page, "motcua_release", "Release of the program.", MC_RELEASE);
	TRY(mc_gauge_query(page, &mc_sql_service_release, NULL, &rows));
	mc_gauge_add(page, "motcua_database_release", "Release of the schema.",
	    mc_gauge_number(rows, "release"));
	return MC_OK;
}

static const struct mc_gauge database = {"database", true, read_database};
static const struct mc_gauge replica = {"replica", true, read_replica};
static const struct mc_gauge outbox = {"outbox", true, read_outbox};
static const struct mc_gauge worker = {"worker", true, read_worker};
static const struct mc_gauge copies = {"copies", true, read_copies};
static const struct mc_gauge release = {"release", true, read_release};

MC_TABLE_ADD(gauges, mc_gauge, database);
MC_TABLE_ADD(gauges, mc_gauge, replica);
MC_TABLE_ADD(gauges, mc_gauge, outbox);
MC_TABLE_ADD(gauges, mc_gauge, worker);
MC_TABLE_ADD(gauges, mc_gauge, copies);
MC_TABLE_ADD(gauges, mc_gauge, release);
