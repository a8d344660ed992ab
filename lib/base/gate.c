/* A slot that comes free goes from hand to hand to the one who has waited longest: a thread that is
 * running would otherwise overtake those that sleep. Who would wait in vain is told at once, as he
 * would have been later: how long he would wait is told by the pace at which the queue moves. */
#include "lib/base/gate.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "lib/base/clock.h"

enum {
	RETRY_AFTER_SECONDS = 2,
	PACE_WEIGHT = 32, /* slots that came free: about so many are in the mean */
};

struct waiter {
	struct waiter *next;
	pthread_cond_t called;
	bool ahead; /* of those who are not */
	bool served;
};

struct mc_gate {
	struct mc_gate_options options;
	pthread_mutex_t mutex;
	pthread_condattr_t monotonic;
	struct waiter *first; /* of the queue */
	struct waiter **end;  /* where the next one is hung */
	uint64_t moved_us;    /* when the queue last began or moved */
	uint64_t pace_us; /* between two slots that came free while somebody waited, in the mean */
	size_t moves;     /* that the mean is of */
	struct mc_gate_stats stats;
};

struct mc_gate *
mc_gate_new(const struct mc_gate_options *options)
{
	struct mc_gate *gate = calloc(1, sizeof(*gate));

	if (gate == NULL || pthread_mutex_init(&gate->mutex, NULL) != 0 ||
	    pthread_condattr_init(&gate->monotonic) != 0 ||
	    pthread_condattr_setclock(&gate->monotonic, CLOCK_MONOTONIC) != 0)
		abort();
	gate->options = *options;
	gate->end = &gate->first;
	return gate;
}

void
mc_gate_free(struct mc_gate *gate)
{
	if (gate == NULL)
		return;
	(void)pthread_condattr_destroy(&gate->monotonic);
	(void)pthread_mutex_destroy(&gate->mutex);
	free(gate);
}

/* With the mutex held: takes a waiter out of the queue. */
static void
leave_queue(struct mc_gate *gate, const struct waiter *waiter)
{
	struct waiter **place = &gate->first;

	while (*place != waiter)
		place = &(*place)->next;
	*place = waiter->next;
	if (*place == NULL)
		gate->end = place;
	gate->stats.waiting--;
}

/* With the mutex held: a pace of long ago tells nothing of the queue that begins now. */
static void
begin_queue(struct mc_gate *gate)
{
	uint64_t now = mc_clock_monotonic_us();

	if (now - gate->moved_us > (uint64_t)gate->options.wait_ms * 1000)
		gate->moves = 0;
	gate->moved_us = now;
}

/* With the mutex held. */
static void
join_queue(struct mc_gate *gate, struct waiter *waiter)
{
	struct waiter **place = gate->end;

	if (gate->first == NULL)
		begin_queue(gate);
	if (waiter->ahead) {
		place = &gate->first;
		while (*place != NULL && (*place)->ahead)
			place = &(*place)->next;
	}
	waiter->next = *place;
	*place = waiter;
	if (waiter->next == NULL)
		gate->end = &waiter->next;
	gate->stats.waiting++;
	gate->stats.waited++;
}

/* With the mutex held: the first of the queue is about to get a slot. */
static void
keep_pace(struct mc_gate *gate)
{
	uint64_t now = mc_clock_monotonic_us();
	uint64_t most = (uint64_t)gate->options.wait_ms * 1000;
	uint64_t took = now - gate->moved_us < most ? now - gate->moved_us : most;

	gate->moved_us = now;
	if (gate->moves < PACE_WEIGHT)
		gate->moves++;
	gate->pace_us = (gate->pace_us * (gate->moves - 1) + took) / gate->moves;
}

/* With the mutex held: whether whoever joins the queue now waits in vain, because it has not moved
 * for as long as one may wait, or moves too slowly; a quarter is left for what the mean does not
 * tell. As many as there are slots may always try, so that the pace is known again when all goes
 * faster. */
static bool
is_in_vain(const struct mc_gate *gate)
{
	uint64_t most = (uint64_t)gate->options.wait_ms * 1000;

	if (gate->stats.waiting < gate->options.slots)
		return false;
	return mc_clock_monotonic_us() - gate->moved_us > most ||
	       (gate->moves >= gate->options.slots &&
		   (gate->stats.waiting + 1) * gate->pace_us > most / 4 * 3);
}

/* With the mutex held: whether the slot of somebody who leaves came in time. */
static bool
wait_for_slot(struct mc_gate *gate, bool ahead)
{
	uint64_t begin = mc_clock_monotonic_us();
	uint64_t until = begin + (uint64_t)gate->options.wait_ms * 1000;
	struct timespec deadline = {
	    .tv_sec = (time_t)(until / 1000000), .tv_nsec = (long)(until % 1000000) * 1000};
	struct waiter self = {.ahead = ahead};
	int rc = 0;

	if (pthread_cond_init(&self.called, &gate->monotonic) != 0)
		abort();
	join_queue(gate, &self);
	while (rc == 0 && !self.served)
		rc = pthread_cond_timedwait(&self.called, &gate->mutex, &deadline);
	gate->stats.wait_us += mc_clock_monotonic_us() - begin;
	if (!self.served)
		leave_queue(gate, &self);
	(void)pthread_cond_destroy(&self.called);
	return self.served;
}

static enum mc_rc
refuse(struct mc_ctx *ctx, const struct mc_gate *gate, const char *refusal)
{
	(void)mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "%s: %s", gate->options.name, refusal);
	if (ctx->problem.id == MC_PROBLEM_OVERLOADED)
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	return MC_FAILED;
}

static enum mc_rc
enter(struct mc_ctx *ctx, struct mc_gate *gate, bool ahead)
{
	const char *refusal = NULL;

	(void)pthread_mutex_lock(&gate->mutex);
	if (gate->options.slots == 0 || gate->stats.inside < gate->options.slots)
		gate->stats.inside++;
	else if (!ahead && gate->stats.waiting >= gate->options.queue)
		refusal = "the queue is full";
	else if (!ahead && is_in_vain(gate))
		refusal = "it would wait too long";
	else if (!wait_for_slot(gate, ahead))
		refusal = "waited too long";
	if (refusal != NULL)
		gate->stats.refused++;
	else
		gate->stats.entered++;
	(void)pthread_mutex_unlock(&gate->mutex);
	return refusal == NULL ? MC_OK : refuse(ctx, gate, refusal);
}

enum mc_rc
mc_gate_enter(struct mc_ctx *ctx, struct mc_gate *gate)
{
	return enter(ctx, gate, false);
}

enum mc_rc
mc_gate_enter_first(struct mc_ctx *ctx, struct mc_gate *gate)
{
	return enter(ctx, gate, true);
}

void
mc_gate_leave(struct mc_gate *gate)
{
	struct waiter *next;

	(void)pthread_mutex_lock(&gate->mutex);
	next = gate->first;
	if (next != NULL) {
		keep_pace(gate);
		leave_queue(gate, next);
		next->served = true;
		(void)pthread_cond_signal(&next->called);
	} else {
		gate->stats.inside--;
	}
	(void)pthread_mutex_unlock(&gate->mutex);
}

void
mc_gate_read_stats(struct mc_gate *gate, struct mc_gate_stats *ret_stats)
{
	(void)pthread_mutex_lock(&gate->mutex);
	*ret_stats = gate->stats;
	(void)pthread_mutex_unlock(&gate->mutex);
}
