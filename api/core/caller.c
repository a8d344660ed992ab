#include "api/core/caller.h"

#include "gen/queries.h"

const char *
mc_caller_database_role(enum mc_caller_kind kind)
{
	static const char *const roles[MC_CALLER_KIND_COUNT] = {
	    [MC_CALLER_PUBLIC] = "motcua_public",
	    [MC_CALLER_CITIZEN] = "motcua_citizen",
	    [MC_CALLER_STAFF] = "motcua_staff",
	    [MC_CALLER_SYSTEM] = "motcua_system",
	};

	return roles[kind];
}

void
mc_caller_enter(struct mc_batch *batch, const struct mc_caller *caller, const char *request_id)
{
	const char *const context[] = {caller->account_id,
	    caller->role == NULL ? NULL : caller->role->code, caller->units,
	    caller->assurance == NULL ? NULL : caller->assurance->code, request_id};

	(void)mc_batch_add(batch, &mc_sql_context_enter, context);
}
