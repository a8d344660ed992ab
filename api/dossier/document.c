/* Topic document: composes what a dossier says of itself, so that it lies ready to be read. */
#include "api/commands/work.h"
#include "gen/queries.h"

enum mc_rc
mc_job_document(struct mc_job *job)
{
	return mc_job_query(
	    job, &mc_sql_document_keep, (const char *const[]){job->subject_id}, NULL);
}
