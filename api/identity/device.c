#include "api/identity/device.h"

#include <string.h>

#include "api/core/job.h"
#include "gen/queries.h"
#include "lib/base/digest.h"

const char *
mc_device_of(struct mc_request *rq)
{
	char *text = mc_alloc(rq->ctx.arena, MC_DIGEST_TEXT_SIZE);
	const char *said;

	if (rq->address == NULL && rq->agent == NULL)
		return NULL;
	said = mc_sprintf(rq->ctx.arena, "%s\n%s", rq->address == NULL ? "" : rq->address,
	    rq->agent == NULL ? "" : rq->agent);
	mc_digest_of(said, strlen(said), text);
	return text;
}

static enum mc_rc
forget(struct mc_job *job)
{
	return mc_job_query(job, &mc_sql_known_devices_forget, NULL, NULL);
}

static const struct mc_chore known_devices = {"known-devices", forget};

MC_TABLE_ADD(chores, mc_chore, known_devices);
