#include "api/core/caller.h"

#include "gen/queries.h"

void
mc_caller_enter(struct mc_batch *batch, const struct mc_actor *actor, const char *request_id)
{
	const char *const context[] = {
	    actor->account_id, actor->session_id, actor->role_name, actor->units, request_id};

	(void)mc_batch_add(batch, &mc_sql_context_enter, context);
}
