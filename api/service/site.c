/* GET /v1/site: what the site folder says, less what this installation cannot do, and the limits.
 */
#include <string.h>

#include "api/core/app.h"
#include "api/exchange/notices.h"
#include "api/files/store.h"
#include "gen/operations.h"
#include "lib/base/digest.h"
#include "lib/json/json.h"
#include "lib/payment/provider.h"
#include "lib/site/site.h"

enum { TAG_DIGITS = 16 };

static bool
is_connected(const struct mc_request *rq, const char *carrier)
{
	return mc_notice_partner(rq, "carriers", carrier) != NULL;
}

static bool
is_in_force(const struct mc_request *rq, const char *method)
{
	const struct mc_provider *provider = mc_provider_find(method);

	return provider != NULL && provider->ready(rq->app->config);
}

/* Replaces a list of the site by those of its members that are to be had here. */
static void
keep_only(const struct mc_request *rq, json_t *site, const char *member,
    bool (*is_there)(const struct mc_request *rq, const char *code))
{
	json_t *kept = json_array();
	size_t i;
	json_t *one;

	json_array_foreach(json_object_get(site, member), i, one)
	{
		if (is_there(rq, json_string_value(json_object_get(one, "code"))))
			(void)json_array_append(kept, one);
	}
	(void)json_object_set_new(site, member, kept);
}

enum mc_rc
mc_op_get_site(struct mc_request *rq)
{
	MC_CLEANUP(mc_json_freep)
	json_t *site =
	    json_deep_copy(mc_site_document(rq->app->site)); /* its own: others read that one */
	char digest[MC_DIGEST_TEXT_SIZE];
	const char *body;

	keep_only(rq, site, "carriers", is_connected);
	keep_only(rq, site, "payment_methods", is_in_force);
	(void)json_object_set_new(
	    site, "limits", json_pack("{s:i}", "file_bytes", MC_FILE_BYTES_MAX));
	body = mc_json_canonical(rq->ctx.arena, site);
	if (body == NULL)
		return mc_fail_internal(&rq->ctx, MC_PROBLEM_OVERLOADED, "out of memory");
	mc_digest_of(body, strlen(body), digest);
	mc_reply_header(rq, "ETag", mc_sprintf(rq->ctx.arena, "\"%.*s\"", TAG_DIGITS, digest));
	mc_reply_header(rq, "Cache-Control", "public, no-cache");
	return mc_reply_json(rq, 200, body);
}
