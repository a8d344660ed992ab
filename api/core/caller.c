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
mc_caller_enter(struct mc_batch *batch, const struct mc_caller *caller, const char *application)
{
	const char *const context[] = {caller->account_id,
	    caller->role == NULL ? NULL : caller->role->code,
	    caller->assurance == NULL ? NULL : caller->assurance->code, application, caller->units};

	(void)mc_batch_add(batch,
	    caller->kind == MC_CALLER_STAFF ? &mc_sql_context_enter_staff : &mc_sql_context_enter,
	    context);
}
