/* A piece of work outside of requests: a topic of the outbox, or a chore that comes round every few
 * minutes. The file of a job adds a row to one of the two tables; the command work runs what it
 * finds there. Each effect is done at least once and recognisable when done again. */
#ifndef MC_JOB_H
#define MC_JOB_H

#include "lib/base/config.h"
#include "lib/base/table.h"
#include "lib/store/pg.h"

struct mc_site;

/* What a job needs; it belongs to one job at a time. */
struct mc_job {
	struct mc_ctx ctx;
	const struct mc_config *config;
	const struct mc_site *site;
	struct mc_pg_pool *pool;
	const char *id;         /* of the outbox row: the same whenever the job is tried again */
	const char *subject_id; /* what it is about */
	const char *channel;    /* by which it is sent; NULL if it is no message */
};

/* No job takes longer; after that another worker takes it up. */
enum { MC_JOB_SECONDS_MAX = 150 };

/* A topic of the outbox. A failure is tried again later. */
struct mc_topic {
	const char *name;
	bool slow; /* waits for others, so that the topics that do not go first */
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
