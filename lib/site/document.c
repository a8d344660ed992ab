/* Read whole, then parsed. */
#include "lib/site/document.h"

#include <errno.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/json/json.h"

enum mc_rc
mc_site_json(struct mc_ctx *ctx, const char *path, size_t maximum, enum mc_site_need need,
    json_t **ret_document)
{
	struct mc_ctx parsing = {.arena = ctx->arena};
	char *bytes = NULL;
	size_t length = 0;

	*ret_document = NULL;
	if (need == MC_SITE_IF_THERE && access(path, F_OK) != 0 && errno == ENOENT)
		return MC_OK;
	TRY(mc_file_read(ctx, path, maximum, &bytes, &length));
	if (mc_json_parse(&parsing, bytes, length, ret_document) == MC_OK)
		return MC_OK;
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s: %s", path,
	    parsing.problem.detail != NULL ? parsing.problem.detail : "this is no JSON document");
}
