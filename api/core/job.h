/* A piece of work outside of requests: a topic of the outbox, or a chore that comes round every few
 * minutes. The file of a job adds a row to one of the two tables; the command work runs what it
 * finds there. Each effect is done at least once and recognisable when done again. */
#ifndef MC_JOB_H
#define MC_JOB_H

#include <stdatomic.h>

#include "lib/base/config.h"
#include "lib/base/table.h"
#include "lib/store/pg.h"
#include "lib/wire/delivery.h"

struct mc_line;
struct mc_site;

/* What became of a job that sends something, beyond that it was done or failed. */
enum mc_job_end {
	MC_JOB_DONE,
	MC_JOB_HANDED_OVER, /* a carrier has it */
	MC_JOB_REFUSED,     /* by the other side, for good */
	MC_JOB_PUT_OFF,     /* failed: the other side will not have this one now */
	MC_JOB_WAY_FAILED,  /* failed: there is no way to the other side */
};

/* What a job needs; it belongs to one job at a time. */
struct mc_job {
	struct mc_ctx ctx;
	const struct mc_config *config;
	const struct mc_site *site;
	struct mc_pg_pool *pool;
	const char *id;         /* of the outbox row: the same whenever the job is tried again */
	const char *subject_id; /* what it is about */
	const char *channel;    /* by which it goes; NULL if by none */
	struct mc_line *line;   /* to the channel's other side, kept between jobs; NULL as above */
	enum mc_job_end end;    /* set by who sends */
	struct mc_handover handover; /* what the other side said, if it sends */
	atomic_uint_least64_t
	    *got_on_us; /* set when it gets on, on the monotonic clock; NULL: nobody looks */
};

/* A topic of the outbox. A failure is tried again later. What goes by a channel is never waited for
 * by what does not. */
struct mc_topic {
	const char *name;
	int rank; /* those of a lower one go first */
	enum mc_rc (*run)(struct mc_job *job);
};

/* Not from the outbox: its id is its name, and it has no subject. A failure waits for the next
 * round. */
struct mc_chore {
	const char *name;
	enum mc_rc (*run)(struct mc_job *job);
};

MC_TABLE(topics, mc_topic);
MC_TABLE(chores, mc_chore);

/* One statement in a batch of its own; ret_rows may be NULL. */
MC_MUST_CHECK enum mc_rc mc_job_query(struct mc_job *job, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows);

/* A statement that does at most so many rows (its only parameter) and says in the column "count"
 * how many it did: repeated until it finds fewer, or has been repeated enough for one round. */
MC_MUST_CHECK enum mc_rc mc_job_repeat(
    struct mc_job *job, const struct mc_statement *statement, int rows);

#endif
