#include "api/files/store.h"

#include "api/core/part.h"
#include "gen/queries.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

static enum mc_rc
open(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part)
{
	struct mc_blob_store *store;

	TRY(mc_file_make_directory(ctx, config->upload_dir));
	TRY(mc_blob_store_open(ctx, config->blob_dir, &store));
	*ret_part = store;
	return MC_OK;
}

static void
close(void *part)
{
	mc_blob_store_free(part);
}

static const struct mc_part files = {"files", open, close};

MC_TABLE_ADD(parts, mc_part, files);

const struct mc_blob_store *
mc_files_store(const struct mc_request *rq)
{
	return mc_part_of(rq->app, &files);
}

enum mc_rc
mc_files_verify(struct mc_request *rq, const char *name, bool *ret_whole)
{
	enum mc_blob_state state;

	TRY(mc_blob_verify(&rq->ctx, mc_files_store(rq), name, false, &state));
	*ret_whole = state == MC_BLOB_WHOLE;
	if (*ret_whole)
		return MC_OK;
	mc_log(MC_LOG_ERROR, "file-lost", "%s is %s", name,
	    state == MC_BLOB_MISSING ? "missing" : "damaged");
	return mc_request_ask(rq, &mc_sql_blob_lost,
	    (const char *const[]){name, state == MC_BLOB_MISSING ? "blobs" : "contents",
		state == MC_BLOB_MISSING ? "missing" : "damaged"},
	    NULL);
}

enum mc_rc
mc_files_open(struct mc_request *rq, const char *name, int *ret_file, uint64_t *ret_size)
{
	bool whole = false;

	TRY(mc_files_verify(rq, name, &whole));
	if (!whole)
		return mc_fail_internal(&rq->ctx, MC_PROBLEM_FILE_LOST, "blob %s", name);
	return mc_blob_open(&rq->ctx, mc_files_store(rq), name, ret_file, ret_size);
}

enum { ARRAY_BYTES_MAX = 8 * 1024 * 1024 };

struct mc_buf
mc_files_array(struct mc_arena *arena)
{
	struct mc_buf array = mc_buf_new(arena, ARRAY_BYTES_MAX);

	mc_buf_add_char(&array, '{');
	return array;
}

void
mc_files_array_add(struct mc_buf *array, const char *element)
{
	if (array->length > 1)
		mc_buf_add_char(array, ',');
	mc_buf_add_text(array, element);
}

bool
mc_files_array_is_empty(const struct mc_buf *array)
{
	return array->length == 1;
}

const char *
mc_files_array_end(struct mc_buf *array)
{
	mc_buf_add_char(array, '}');
	return array->bytes;
}
