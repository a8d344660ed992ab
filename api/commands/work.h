/* The command work: does what the outbox holds, one job at a time, until a signal tells it to stop.
 * Any number of workers may run; each effect is done at least once and recognisable when done
 * again. */
#ifndef MC_WORK_H
#define MC_WORK_H

#include "lib/base/config.h"
#include "lib/store/pg.h"

/* What a job needs; it belongs to one job at a time. */
struct mc_job {
	struct mc_ctx ctx;
	const struct mc_config *config;
	struct mc_pg_pool *pool;
	const char *id;         /* of the outbox row: the same whenever the job is tried again */
	const char *subject_id; /* what it is about */
};

/* One statement in a batch of its own; ret_rows may be NULL. */
MC_MUST_CHECK enum mc_rc mc_job_query(struct mc_job *job, const struct mc_statement *statement,
    const char *const params[], const struct mc_rows **ret_rows);

/* The jobs, one per topic: api/<noun>/<topic>.c. A failure is tried again later. */
MC_MUST_CHECK enum mc_rc mc_job_message(struct mc_job *job);
MC_MUST_CHECK enum mc_rc mc_job_document(struct mc_job *job);

/* Not from the outbox: throws away what has expired, every few minutes. */
MC_MUST_CHECK enum mc_rc mc_job_cleanup(struct mc_job *job);

int mc_cmd_work(int argc, char **argv);

#endif
