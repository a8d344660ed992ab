#include "lib/site/networks.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/site/document.h"
#include "lib/wire/network.h"

enum { NETWORKS_MAX = 10000, NETWORKS_FILE_MAX = 1024 * 1024 };

#define PROXY "proxy"

static const char *const kinds[] = {"unit", "kiosk", PROXY};

struct mc_networks {
	size_t count;
	struct {
		struct mc_network range;
		const char *kind;
	} list[];
};

static const char *
kind_of(const char *text)
{
	for (size_t i = 0; text != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i], text) == 0)
			return kinds[i];
	}
	return NULL;
}

static enum mc_rc
read_all(struct mc_ctx *ctx, const char *path, const json_t *list, struct mc_networks *networks)
{
	size_t i;
	const json_t *entry;

	json_array_foreach(list, i, entry)
	{
		const char *range = json_string_value(json_object_get(entry, "range"));
		const char *kind = json_string_value(json_object_get(entry, "kind"));

		if (range == NULL || !mc_network_parse(range, &networks->list[i].range))
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
			    "%s: networks/%zu: range is no network such as 10.20.0.0/16", path, i);
		networks->list[i].kind = kind_of(kind);
		if (networks->list[i].kind == NULL || json_object_size(entry) != 2)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
			    "%s: networks/%zu: holds range and kind (unit, kiosk or proxy), "
			    "nothing else",
			    path, i);
		networks->count++;
	}
	return MC_OK;
}

enum mc_rc
mc_networks_load(struct mc_ctx *ctx, const char *folder, struct mc_networks **ret_networks)
{
	const char *path = mc_sprintf(ctx->arena, "%s/networks.json", folder);
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	struct mc_networks *networks;
	const json_t *list;
	enum mc_rc rc;

	*ret_networks = NULL;
	TRY(mc_site_json(ctx, path, NETWORKS_FILE_MAX, MC_SITE_IF_THERE, &document));
	if (document == NULL)
		return MC_OK;
	list = json_object_get(document, "networks");
	if (!json_is_array(list) || json_object_size(document) != 1 ||
	    json_array_size(list) > NETWORKS_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s: holds a list 'networks' of at most %d, nothing else", path, NETWORKS_MAX);
	networks = calloc(1, sizeof(*networks) + json_array_size(list) * sizeof(networks->list[0]));
	if (networks == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	rc = read_all(ctx, path, list, networks);
	if (rc != MC_OK)
		mc_networks_free(networks);
	else
		*ret_networks = networks;
	return rc;
}

void
mc_networks_free(struct mc_networks *networks)
{
	free(networks);
}

const char *
mc_networks_kind(const struct mc_networks *networks, const char *address)
{
	struct mc_network asked;
	const char *kind = NULL;
	unsigned bits = 0;

	if (networks == NULL || address == NULL || !mc_network_parse(address, &asked))
		return NULL;
	for (size_t i = 0; i < networks->count; i++) {
		if (strcmp(networks->list[i].kind, PROXY) == 0 ||
		    !mc_network_holds(&networks->list[i].range, &asked))
			continue;
		if (kind == NULL || networks->list[i].range.bits > bits) {
			kind = networks->list[i].kind;
			bits = networks->list[i].range.bits;
		}
	}
	return kind;
}
