/* GET /v1/site: what the site folder says, less what this installation cannot do, and the limits.
 */
#include <string.h>

#include "api/core/app.h"
#include "api/exchange/notices.h"
#include "api/files/store.h"
#include "gen/operations.h"
#include "gen/vocabulary/file_kinds.h"
#include "gen/vocabulary/payment_methods.h"
#include "lib/base/digest.h"
#include "lib/json/json.h"
#include "lib/payment/provider.h"
#include "lib/site/site.h"

enum { TAG_DIGITS = 16 };

/* The site's carriers with whom a secret is shared. */
static json_t *
connected_carriers(const struct mc_request *rq)
{
	const json_t *named = json_object_get(mc_site_document(rq->app->site), "carriers");
	json_t *carriers = json_array();
	size_t i;
	json_t *carrier;

	json_array_foreach(named, i, carrier)
	{
		if (mc_notice_partner(rq, "carriers",
			json_string_value(json_object_get(carrier, "code"))) != NULL)
			(void)json_array_append_new(carriers, json_deep_copy(carrier));
	}
	return carriers;
}

static bool
is_in_force(const struct mc_request *rq, const struct mc_payment_method *method)
{
	const struct mc_provider *provider = mc_provider_find(method->code);

	return provider != NULL && provider->ready(rq->app->config);
}

static json_t *
payment_methods(const struct mc_request *rq)
{
	json_t *methods = json_array();

	for (const struct mc_payment_method *one = mc_payment_methods; one->code != NULL; one++) {
		if (is_in_force(rq, one))
			(void)json_array_append_new(
			    methods, json_pack("{s:s, s:{s:s, s:s}}", "code", one->code, "name",
					 "vi", one->name_vi, "en", one->name_en));
	}
	return methods;
}

static json_t *
limits(void)
{
	json_t *types = json_array();

	for (size_t i = 0; i < MC_FILE_KIND_COUNT; i++) {
		if (mc_file_kinds[i].media_type != NULL)
			(void)json_array_append_new(
			    types, json_string(mc_file_kinds[i].media_type));
	}
	return json_pack("{s:i, s:o}", "file_bytes", MC_FILE_BYTES_MAX, "media_types", types);
}

enum mc_rc
mc_op_get_site(struct mc_request *rq)
{
	/* A copy of its own: other threads read the site's. */
	MC_CLEANUP(mc_json_freep) json_t *site = json_deep_copy(mc_site_document(rq->app->site));
	char digest[MC_DIGEST_TEXT_SIZE];
	const char *body;

	(void)json_object_set_new(site, "carriers", connected_carriers(rq));
	(void)json_object_set_new(site, "payment_methods", payment_methods(rq));
	(void)json_object_set_new(site, "limits", limits());
	body = mc_json_canonical(rq->ctx.arena, site);
	if (body == NULL)
		return mc_fail_internal(&rq->ctx, MC_PROBLEM_OVERLOADED, "out of memory");
	mc_digest_of(body, strlen(body), digest);
	mc_reply_header(rq, "ETag", mc_sprintf(rq->ctx.arena, "\"%.*s\"", TAG_DIGITS, digest));
	mc_reply_header(rq, "Cache-Control", "public, no-cache");
	return mc_reply_json(rq, 200, body);
}
