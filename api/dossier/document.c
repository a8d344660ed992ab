/* Topic document: composes what a dossier says of itself, so that it lies ready to be read. Chore
 * documents: throws away what is hardly read any more. */
#include "api/core/job.h"
#include "gen/queries.h"

static enum mc_rc
run(struct mc_job *job)
{
	return mc_job_query(
	    job, &mc_sql_document_keep, (const char *const[]){job->subject_id}, NULL);
}

static const struct mc_topic document = {"document", 0, run};

MC_TABLE_ADD(topics, mc_topic, document);

enum { FORGET_AT_ONCE = 1000 };

static enum mc_rc
forget(struct mc_job *job)
{
	return mc_job_repeat(job, &mc_sql_documents_forget, FORGET_AT_ONCE);
}

static const struct mc_chore documents = {"documents", forget};

MC_TABLE_ADD(chores, mc_chore, documents);
