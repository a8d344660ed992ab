#include "api/identity/device.h"

#include <string.h>

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
