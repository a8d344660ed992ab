/* Following a dossier without signing in: by the link on its receipt, or coarsely by its code and
 * the last four digits of a phone number; and the link for those whose matter it is. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/app.h"
#include "api/core/budget.h"
#include "api/core/reply.h"
#include "api/dossier/tracking_link.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/as_typed.h"
#include "lib/dossier/dossier_code.h"
#include "api/core/own_secret.h"
#include "lib/json/json.h"
#include "lib/trust/tracking_secret.h"

static const char path[] = "/t/";

const char *
mc_tracking_link(struct mc_request *rq, const char *id, const char *generation)
{
	return mc_sprintf(rq->ctx.arena, "%s%s%s", rq->app->config->base_url, path,
	    mc_tracking_secret(rq->ctx.arena, mc_own_secret_key(rq->app->secret), id,
		(unsigned)strtoul(generation, NULL, 10)));
}

static bool
open_secret(struct mc_request *rq, const char *secret, size_t length, const char *ret_params[2])
{
	char *id = mc_alloc(rq->ctx.arena, MC_ID_SIZE);
	unsigned generation = 0;

	if (!mc_tracking_secret_open(
		mc_own_secret_key(rq->app->secret), secret, length, id, &generation))
		return false;
	ret_params[0] = id;
	ret_params[1] = mc_sprintf(rq->ctx.arena, "%u", generation);
	return true;
}

bool
mc_tracking_link_find(struct mc_request *rq, const char *text, const char *ret_params[2])
{
	const char *secret = strstr(text, path);
	size_t length = 0;

	if (secret == NULL)
		return false;
	secret += sizeof(path) - 1;
	while (isalnum((unsigned char)secret[length]) ||
	       (secret[length] != '\0' && strchr("-_.", secret[length]) != NULL))
		length++;
	return open_secret(rq, secret, length, ret_params);
}

static const char *
member(const struct mc_request *rq, const char *name)
{
	return json_string_value(json_object_get(rq->body, name));
}

enum mc_rc
mc_op_track_dossier(struct mc_request *rq)
{
	const struct mc_rate *by_code = mc_budget(rq->operation, MC_PER_CODE);
	const struct mc_rate *by_address = mc_budget(rq->operation, MC_PER_ADDRESS);
	struct mc_dossier_code code;
	const struct mc_rows *rows;

	if (!mc_dossier_code_find(mc_as_typed(rq->ctx.arena, member(rq, "code")), &code))
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_request_query(rq, &mc_sql_dossier_look_up,
	    (const char *const[]){code.text, member(rq, "phone_last4"), mc_budget_address(rq),
		by_code->rules, by_address->rules},
	    &rows));
	TRY(mc_budget_settle(rq,
	    strcmp(mc_rows_get(rows, 0, "by_address"), "t") == 0 ? by_address : by_code,
	    MC_PROBLEM_TOO_MANY_LOOKUPS, rows));
	return mc_reply_rows(rq, 200, rows);
}

enum mc_rc
mc_op_open_tracking_link(struct mc_request *rq)
{
	const char *secret = member(rq, "secret");
	const char *params[2];

	if (!open_secret(rq, secret, strlen(secret), params))
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	return mc_reply_query(rq, 200, &mc_sql_tracking_by_link, params);
}

static enum mc_rc
reply_link(struct mc_request *rq, unsigned status, const char *id, const struct mc_rows *rows)
{
	MC_CLEANUP(mc_json_freep) json_t *body = NULL;

	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	body = json_pack("{s:s, s:s}", "link",
	    mc_tracking_link(rq, id, mc_rows_get(rows, 0, "generation")), "made_at",
	    mc_rows_get(rows, 0, "made_at"));
	return mc_reply_json(rq, status, mc_json_canonical(rq->ctx.arena, body));
}

enum mc_rc
mc_op_get_tracking_link(struct mc_request *rq)
{
	const struct mc_get_tracking_link_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_tracking_link_get, (const char *const[]){p->id}, &rows));
	return reply_link(rq, 200, p->id, rows);
}

enum mc_rc
mc_op_renew_tracking_link(struct mc_request *rq)
{
	const struct mc_renew_tracking_link_params *p = rq->params;
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_tracking_link_renew, (const char *const[]){p->id}, &rows));
	return reply_link(rq, 201, p->id, rows);
}
