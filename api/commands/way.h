/* A circuit breaker for each channel of messages, shared by the lanes of a worker that serve it.
 * While nothing gets through, one message every few seconds finds out whether that is over; all
 * others wait, and go at once when it is. Unlike api/core/breaker.h it begins unknown: the first
 * message finds out. Safe in any number of threads. */
#ifndef MC_WAY_H
#define MC_WAY_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "api/core/job.h"

enum mc_way_turn {
	MC_WAY_GO,
	MC_WAY_PROBE, /* for one message, which finds out; ends with mc_way_settle */
	MC_WAY_WAIT,
};

struct mc_way {
	pthread_mutex_t mutex;
	bool open;
	bool probing;
	unsigned lost;        /* messages in a row that found no way */
	unsigned put_off;     /* messages in a row that the other side would not have now */
	uint64_t probe_at_us; /* on the monotonic clock */
};

void mc_way_init(struct mc_way *way);
void mc_way_end(struct mc_way *way);

enum mc_way_turn mc_way_turn(struct mc_way *way, uint64_t now_us);

/* What the message of a turn told: it got through (taken or refused), it failed in one of the two
 * ways, or there was none (MC_JOB_DONE). Returns whether the way is to be opened: with
 * mc_way_opened, when what waited for it is due. */
bool mc_way_settle(struct mc_way *way, enum mc_way_turn turn, enum mc_job_end end, uint64_t now_us);
void mc_way_opened(struct mc_way *way);

/* Whether messages go through, as far as is known. */
bool mc_way_is_open(struct mc_way *way);

#endif
