#include "api/files/store.h"

#include <stdlib.h>

#include "api/core/part.h"
#include "lib/base/file.h"

static enum mc_rc
open(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part)
{
	struct mc_blob_store opened;
	struct mc_blob_store *store;

	TRY(mc_blob_directory(ctx, config->blob_dir, &opened));
	TRY(mc_file_make_directory(ctx, config->upload_dir));
	store = malloc(sizeof(*store));
	if (store == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	*store = opened;
	*ret_part = store;
	return MC_OK;
}

static const struct mc_part files = {"files", open, free};

MC_TABLE_ADD(parts, mc_part, files);

const struct mc_blob_store *
mc_files_store(const struct mc_request *rq)
{
	return mc_part_of(rq->app, &files);
}
