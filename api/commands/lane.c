#include "api/commands/lane.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api/commands/way.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/notice/channel.h"

enum {
	POLL_MS = 500,
	AGAIN_MS =
	    1000, /* until what became of a job is said again, if the database did not hear */
	CHORES_SECONDS = 300,
	OF_A_CHANNEL = 4,
	CHANNELS_MAX = (MC_LANES_MAX - 1) / OF_A_CHANNEL,
	ID_SIZE = 37,
	RANKS = 2,
	TELLING_TRIES = 3,
};

struct lane {
	struct mc_lanes *all;
	pthread_t thread;
	struct mc_way *way;  /* NULL: the lane of what goes by no channel */
	struct mc_line line; /* its channel is NULL as above */
	char job[ID_SIZE];   /* under way; "": none. Guarded by all->leases */
	atomic_uint_least64_t got_on_us;
};

struct mc_lanes {
	const struct mc_job *common;
	const atomic_bool *stopping;
	pthread_mutex_t
	    leases; /* held while they are renewed, so that none is after its job ended */
	struct mc_way ways[CHANNELS_MAX];
	size_t way_count;
	struct lane lanes[MC_LANES_MAX];
	size_t count;
};

static void
get_on(struct lane *lane)
{
	atomic_store(&lane->got_on_us, mc_clock_monotonic_us());
}

static struct mc_job
job_of(struct lane *lane, struct mc_arena *arena)
{
	struct mc_job job = *lane->all->common;

	job.ctx = (struct mc_ctx){.arena = arena};
	job.got_on_us = &lane->got_on_us;
	return job;
}

static void
log_failure(const struct mc_job *job, const char *event)
{
	const struct mc_problem *problem = &job->ctx.problem;

	mc_log(MC_LOG_WARNING, event, "%s: %s", job->id != NULL ? job->id : "-",
	    problem->internal != NULL ? problem->internal : mc_problem_kind(problem->id)->code);
}

static enum mc_rc
run_topic(struct mc_job *job, const char *topic)
{
	for (MC_TABLE_EACH(topics, mc_topic, at)) {
		if (strcmp((*at)->name, topic) == 0)
			return (*at)->run(job);
	}
	return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL, "no such topic: %s", topic);
}

static void
lease(struct lane *lane, const char *id)
{
	(void)pthread_mutex_lock(&lane->all->leases);
	(void)strncpy(lane->job, id, ID_SIZE - 1);
	(void)pthread_mutex_unlock(&lane->all->leases);
}

/* Says in the outbox what became of a job, until it is heard: what was handed over must not be sent
 * again because the database was away for a moment. */
static void
say(struct lane *lane, struct mc_job *job, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows)
{
	while (mc_job_query(job, statement, params, ret_rows) != MC_OK) {
		log_failure(job, "job-not-ended");
		mc_problem_clear(&job->ctx);
		if (ret_rows != NULL)
			*ret_rows = NULL;
		if (atomic_load(lane->all->stopping))
			return;
		mc_clock_sleep_ms(AGAIN_MS);
	}
}

static void
end_failed(struct lane *lane, struct mc_job *job, enum mc_way_turn turn)
{
	bool of_the_way =
	    job->end == MC_JOB_WAY_FAILED || (job->end == MC_JOB_PUT_OFF && turn == MC_WAY_PROBE);
	const struct mc_rows *rows = NULL;
	const char *cause;

	if (of_the_way && atomic_load(lane->all->stopping)) {
		mc_problem_clear(&job->ctx);
		say(lane, job, &mc_sql_outbox_release, (const char *const[]){job->id}, NULL);
		return;
	}
	log_failure(job, "job-failed");
	cause = job->ctx.problem.internal != NULL ? job->ctx.problem.internal
						  : mc_problem_kind(job->ctx.problem.id)->code;
	mc_problem_clear(&job->ctx);
	say(lane, job, &mc_sql_outbox_retry,
	    (const char *const[]){job->id, cause, of_the_way ? "true" : "false"}, &rows);
	if (rows != NULL && mc_rows_count(rows) == 1 &&
	    strcmp(mc_rows_get(rows, 0, "given_up"), "t") == 0)
		mc_log(MC_LOG_ERROR, "job-given-up", "%s", job->id);
}

static void
end_done(struct lane *lane, struct mc_job *job)
{
	const struct mc_handover *handover = &job->handover;

	if (job->end == MC_JOB_HANDED_OVER) {
		say(lane, job, &mc_sql_message_hand_over,
		    (const char *const[]){job->id, handover->answer,
			handover->parts == 0 ? NULL
					     : mc_sprintf(job->ctx.arena, "%u", handover->parts),
			handover->parts == 0 || handover->cost < 0
			    ? NULL
			    : mc_sprintf(job->ctx.arena, "%" PRId64, handover->cost)},
		    NULL);
	} else if (job->end == MC_JOB_REFUSED) {
		mc_log(MC_LOG_WARNING, "message-refused", "%s: %s", job->channel, job->id);
		say(lane, job, &mc_sql_outbox_refuse,
		    (const char *const[]){job->id, handover->answer, handover->cause}, NULL);
	} else {
		say(lane, job, &mc_sql_outbox_done, (const char *const[]){job->id}, NULL);
	}
}

/* Does one claimed job and says in the outbox what became of it. */
static enum mc_job_end
run_job(struct lane *lane, const struct mc_rows *claimed, enum mc_way_turn turn)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = job_of(lane, arena);
	enum mc_rc rc;

	job.id = mc_rows_get(claimed, 0, "id");
	job.subject_id = mc_rows_get(claimed, 0, "subject_id");
	job.channel = mc_rows_get(claimed, 0, "channel");
	job.line = lane->way != NULL ? &lane->line : NULL;
	lease(lane, job.id);
	rc = run_topic(&job, mc_rows_get(claimed, 0, "topic"));
	if (rc == MC_OK)
		end_done(lane, &job);
	/* A lease that is renewed after this would put off the next try. */
	lease(lane, "");
	if (rc != MC_OK)
		end_failed(lane, &job, turn);
	/* One that is put off again and again tells of itself alone. */
	return job.end == MC_JOB_PUT_OFF && turn == MC_WAY_GO &&
		       strtol(mc_rows_get(claimed, 0, "attempts"), NULL, 10) > TELLING_TRIES
		   ? MC_JOB_DONE
		   : job.end;
}

/* The topics that this program knows, as an array of the database, those of the lowest rank first.
 * A job of another topic is left for a program that knows it. */
static const char *
list_topics(struct mc_arena *arena)
{
	struct mc_buf list = mc_buf_new(arena, 1000);

	for (int rank = 0; rank < RANKS; rank++) {
		for (MC_TABLE_EACH(topics, mc_topic, at)) {
			if ((*at)->rank == rank)
				mc_buf_printf(
				    &list, "%s%s", list.length > 0 ? "," : "", (*at)->name);
		}
	}
	return mc_sprintf(arena, "{%s}", list.bytes);
}

static enum mc_rc
claim_by(struct lane *lane, struct mc_job *job, const struct mc_statement *statement,
    const struct mc_rows **ret_rows)
{
	return mc_job_query(job, statement,
	    (const char *const[]){list_topics(job->ctx.arena),
		mc_sprintf(job->ctx.arena, "%d", MC_LEASE_SECONDS),
		lane->way != NULL ? lane->line.channel->name : NULL},
	    ret_rows);
}

/* What a probe would choose from may all be in somebody's hands, who makes due what waited, or
 * tries again what failed: then the next that is due will do. */
static enum mc_rc
claim(struct lane *lane, struct mc_job *job, enum mc_way_turn turn, const struct mc_rows **ret_rows)
{
	if (lane->way == NULL)
		return claim_by(lane, job, &mc_sql_outbox_claim, ret_rows);
	if (turn == MC_WAY_PROBE) {
		TRY(claim_by(lane, job, &mc_sql_outbox_claim_probe, ret_rows));
		if (mc_rows_count(*ret_rows) > 0)
			return MC_OK;
	}
	return claim_by(lane, job, &mc_sql_outbox_claim_channel, ret_rows);
}

/* Whether there was a job; what it told of the way. */
static bool
run_next(struct lane *lane, enum mc_way_turn turn, enum mc_job_end *ret_end)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = job_of(lane, arena);
	const struct mc_rows *rows;

	*ret_end = MC_JOB_DONE;
	if (claim(lane, &job, turn, &rows) != MC_OK) {
		log_failure(&job, "claim-failed");
		return false;
	}
	if (mc_rows_count(rows) == 0)
		return false;
	*ret_end = run_job(lane, rows, turn);
	return true;
}

/* What waited for the way is due, so many at a time: after days it may be a million. Until the
 * database has heard of all, the way stays as it was. */
static void
open_way(struct lane *lane)
{
	enum { ROWS = 250 };
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = job_of(lane, arena);
	const struct mc_rows *flushed;
	long count = ROWS;

	job.id = lane->line.channel->name;
	while (count == ROWS) {
		if (atomic_load(lane->all->stopping))
			return;
		if (mc_job_query(&job, &mc_sql_outbox_flush,
			(const char *const[]){job.id, mc_sprintf(arena, "%d", ROWS)},
			&flushed) != MC_OK) {
			log_failure(&job, "flush-failed");
			return;
		}
		count = strtol(mc_rows_get(flushed, 0, "count"), NULL, 10);
	}
	mc_way_opened(lane->way);
	mc_log(MC_LOG_INFO, "way-open", "%s", job.id);
}

static unsigned
take_turn(struct lane *lane)
{
	enum mc_way_turn turn = mc_way_turn(lane->way, mc_clock_monotonic_us());
	bool was_open = turn == MC_WAY_GO;
	enum mc_job_end end;
	bool found;

	if (turn == MC_WAY_WAIT)
		return POLL_MS;
	found = run_next(lane, turn, &end);
	if (mc_way_settle(lane->way, turn, end, mc_clock_monotonic_us()))
		open_way(lane);
	else if (was_open && !mc_way_is_open(lane->way))
		mc_log(MC_LOG_WARNING, "way-closed", "%s", lane->line.channel->name);
	return found ? 0 : POLL_MS;
}

static void
run_chores(struct lane *lane)
{
	for (MC_TABLE_EACH(chores, mc_chore, at)) {
		MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
		struct mc_job job = job_of(lane, arena);

		job.id = (*at)->name;
		if ((*at)->run(&job) != MC_OK)
			log_failure(&job, "chore-failed");
	}
}

static void *
serve_channel(void *argument)
{
	struct lane *lane = argument;

	while (!atomic_load(lane->all->stopping)) {
		unsigned wait_ms = take_turn(lane);

		get_on(lane);
		if (wait_ms > 0)
			mc_clock_sleep_ms(wait_ms);
	}
	if (lane->line.channel->hang_up != NULL)
		lane->line.channel->hang_up(&lane->line);
	return NULL;
}

static void *
serve_rest(void *argument)
{
	struct lane *lane = argument;
	int64_t chores_at = 0;
	enum mc_job_end end;

	/* A worker that says it is started comes round once, however soon it is told to stop. */
	do {
		get_on(lane);
		if (!run_next(lane, MC_WAY_GO, &end))
			mc_clock_sleep_ms(POLL_MS);
		if (mc_clock_now() - chores_at >= CHORES_SECONDS) {
			run_chores(lane);
			chores_at = mc_clock_now();
		}
	} while (!atomic_load(lane->all->stopping));
	return NULL;
}

/* channel is NULL for the lane of what goes by none. */
static enum mc_rc
start_lane(struct mc_ctx *ctx, struct mc_lanes *lanes, const struct mc_notice_channel *channel,
    struct mc_way *way)
{
	struct lane *lane = &lanes->lanes[lanes->count];

	lane->all = lanes;
	lane->way = way;
	lane->line = (struct mc_line){.channel = channel,
	    .config = lanes->common->config,
	    .site = lanes->common->site,
	    .stopping = lanes->stopping};
	get_on(lane);
	if (channel != NULL && channel->check != NULL)
		TRY(channel->check(ctx, &lane->line));
	if (pthread_create(
		&lane->thread, NULL, channel != NULL ? serve_channel : serve_rest, lane) != 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "a thread does not start");
	lanes->count++;
	return MC_OK;
}

static enum mc_rc
start_channel(struct mc_ctx *ctx, struct mc_lanes *lanes, const struct mc_notice_channel *channel)
{
	struct mc_way *way = &lanes->ways[lanes->way_count];

	if (lanes->way_count == CHANNELS_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "too many channels");
	mc_way_init(way);
	lanes->way_count++;
	for (int i = 0; i < OF_A_CHANNEL; i++)
		TRY(start_lane(ctx, lanes, channel, way));
	return MC_OK;
}

enum mc_rc
mc_lanes_start(struct mc_ctx *ctx, const struct mc_job *common, const atomic_bool *stopping,
    struct mc_lanes **ret_lanes)
{
	struct mc_lanes *lanes = calloc(1, sizeof(*lanes));

	if (lanes == NULL)
		abort();
	lanes->common = common;
	lanes->stopping = stopping;
	(void)pthread_mutex_init(&lanes->leases, NULL);
	*ret_lanes = lanes;
	TRY(start_lane(ctx, lanes, NULL, NULL));
	for (MC_TABLE_EACH(notice_channels, mc_notice_channel, at))
		TRY(start_channel(ctx, lanes, *at));
	return MC_OK;
}

void
mc_lanes_renew(struct mc_lanes *lanes)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_job job = *lanes->common;
	struct mc_buf list = mc_buf_new(arena, MC_LANES_MAX * ID_SIZE);

	job.ctx = (struct mc_ctx){.arena = arena};
	(void)pthread_mutex_lock(&lanes->leases);
	for (size_t i = 0; i < lanes->count; i++) {
		if (*lanes->lanes[i].job != '\0')
			mc_buf_printf(
			    &list, "%s%s", list.length > 0 ? "," : "", lanes->lanes[i].job);
	}
	if (list.length > 0 && mc_job_query(&job, &mc_sql_outbox_renew,
				   (const char *const[]){mc_sprintf(arena, "{%s}", list.bytes),
				       mc_sprintf(arena, "%d", MC_LEASE_SECONDS)},
				   NULL) != MC_OK)
		log_failure(&job, "leases-not-renewed");
	(void)pthread_mutex_unlock(&lanes->leases);
}

bool
mc_lane_hangs(uint64_t got_on_us)
{
	return mc_clock_monotonic_us() - got_on_us > UINT64_C(1000000) * MC_LANE_SECONDS;
}

bool
mc_lanes_hang(struct mc_lanes *lanes)
{
	for (size_t i = 0; i < lanes->count; i++) {
		if (mc_lane_hangs(atomic_load(&lanes->lanes[i].got_on_us)))
			return true;
	}
	return false;
}

void
mc_lanes_join(struct mc_lanes *lanes)
{
	for (size_t i = 0; i < lanes->count; i++)
		(void)pthread_join(lanes->lanes[i].thread, NULL);
	for (size_t i = 0; i < lanes->way_count; i++)
		mc_way_end(&lanes->ways[i]);
	(void)pthread_mutex_destroy(&lanes->leases);
	free(lanes);
}
