/* The threads of the worker. Each takes one job, does it with no transaction open, says in the
 * outbox what became of it, and takes the next. Each channel of messages has lanes of its own, so
 * that a slow one holds up nobody else; one lane does everything that waits for nobody, and the
 * chores. A job is leased for seconds only and the lease is renewed while it lasts: what a worker
 * that dies had taken is soon taken by another. */
#ifndef MC_LANE_H
#define MC_LANE_H

#include <stdatomic.h>

#include "api/core/job.h"

struct mc_lanes;

enum {
	MC_LANES_MAX = 16,
	MC_LEASE_SECONDS = 30,
	/* Longer than a mail server is waited for, or the database: between two statements, or two
	 * jobs, nothing takes a lane as long as that unless it hangs. */
	MC_LANE_SECONDS = 180,
};

/* Starts them. What the job holds for all (config, site, pool, which needs a connection for each
 * lane and one more) and stopping must outlive them. */
MC_MUST_CHECK enum mc_rc mc_lanes_start(struct mc_ctx *ctx, const struct mc_job *common,
    const atomic_bool *stopping, struct mc_lanes **ret_lanes);

/* Renews the leases of what is under way. */
void mc_lanes_renew(struct mc_lanes *lanes);

/* Whether a lane that got on at this moment of the monotonic clock, and not since, hangs. */
bool mc_lane_hangs(uint64_t got_on_us);

/* Whether one of them does. */
bool mc_lanes_hang(struct mc_lanes *lanes);

/* Waits for the lanes, which end after their job once *stopping is true. */
void mc_lanes_join(struct mc_lanes *lanes);

#endif
