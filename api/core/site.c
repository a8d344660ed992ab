/* The contract's schema Site is what GET /v1/site answers. site.json is the same without the
 * members that are readOnly, which the program adds itself. */
#include "api/core/site.h"

#include <string.h>

#include "gen/operations.h"
#include "lib/json/json.h"

static const char schema_pointer[] = "/components/schemas/Site";

static void
forget_required(json_t *required, const char *name)
{
	for (size_t i = json_array_size(required); i-- > 0;) {
		if (strcmp(json_string_value(json_array_get(required, i)), name) == 0)
			(void)json_array_remove(required, i);
	}
}

/* Takes the members that are readOnly out of a schema. */
static void
drop_read_only(json_t *schema)
{
	json_t *properties = json_object_get(schema, "properties");
	const char *name;
	json_t *property;
	void *next;

	json_object_foreach_safe(properties, next, name, property)
	{
		if (!json_is_true(json_object_get(property, "readOnly")))
			continue;
		forget_required(json_object_get(schema, "required"), name);
		(void)json_object_del(properties, name);
	}
}

enum mc_rc
mc_site_open(struct mc_ctx *ctx, const struct mc_config *config, struct mc_site **ret_site)
{
	MC_CLEANUP(mc_json_freep) json_t *contract = NULL;
	MC_CLEANUP(mc_schema_set_freep) struct mc_schema_set *set = NULL;
	const struct mc_schema *schema;

	if (*config->site_dir == '\0')
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "MOTCUA_SITE_DIR is not set: name the folder with the province's site.json");
	TRY(mc_json_parse(ctx, mc_contract_json, mc_contract_length, &contract));
	drop_read_only(json_object_get(
	    json_object_get(json_object_get(contract, "components"), "schemas"), "Site"));
	set = mc_schema_set_new(contract, MC_SCHEMA_ASSERT_FORMAT);
	TRY(mc_schema_compile(ctx, set, schema_pointer, &schema));
	return mc_site_load(ctx, config->site_dir, schema, ret_site);
}
