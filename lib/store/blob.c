/* The store's common part and its directory. */
#include "lib/store/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/digest.h"
#include "lib/base/file.h"

enum { STEP = 64 * 1024 };

static enum mc_rc
check_name(struct mc_ctx *ctx, const char *name)
{
	if (strspn(name, "0123456789abcdef") != MC_BLOB_NAME_SIZE - 1 ||
	    name[MC_BLOB_NAME_SIZE - 1] != '\0')
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "not the name of a blob");
	return MC_OK;
}

static char *
folder_of(struct mc_ctx *ctx, const char *directory, const char *name)
{
	return mc_sprintf(ctx->arena, "%s/%.2s", directory, name);
}

static char *
path_of(struct mc_ctx *ctx, const char *directory, const char *name)
{
	return mc_sprintf(ctx->arena, "%s/%.2s/%s", directory, name, name);
}

/* Copies to the end of the source; the name is checked against what was really written. */
static enum mc_rc
copy(struct mc_ctx *ctx, int from, int to, const char *path, const char *name)
{
	MC_CLEANUP(mc_digest_freep) struct mc_digest *digest = mc_digest_new();
	unsigned char *step = mc_alloc(ctx->arena, STEP);
	char hex[MC_DIGEST_TEXT_SIZE];

	for (;;) {
		ssize_t length = mc_file_read_some(from, step, STEP);

		if (length < 0)
			return mc_file_fail(ctx, "read for", path);
		if (length == 0)
			break;
		mc_digest_add(digest, step, (size_t)length);
		TRY(mc_file_write(ctx, to, path, step, (size_t)length));
	}
	mc_digest_finish(digest, hex);
	if (strcmp(hex, name) != 0)
		return mc_fail(ctx, MC_PROBLEM_CHECKSUM_MISMATCH, NULL);
	if (fsync(to) != 0)
		return mc_file_fail(ctx, "sync", path);
	return MC_OK;
}

/* Whether a complete blob is there. One of another size was damaged from outside: it is replaced.
 */
static bool
is_kept(const char *path, off_t size)
{
	struct stat status;

	return lstat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == size;
}

static enum mc_rc
directory_put(struct mc_ctx *ctx, void *store, int file, const char *name)
{
	const char *directory = store;
	const char *folder = folder_of(ctx, directory, name);
	const char *path = path_of(ctx, directory, name);
	MC_CLEANUP(mc_file_closep) int temporary = -1;
	char *temporary_path = NULL;
	struct stat status;
	enum mc_rc rc;

	if (fstat(file, &status) != 0)
		return mc_file_fail(ctx, "read for", path);
	/* Whoever put it first may not have made its name durable yet. */
	if (is_kept(path, status.st_size))
		return mc_file_sync_directory(ctx, folder);
	TRY(mc_file_make_directory(ctx, folder));
	TRY(mc_file_sync_directory(ctx, directory));
	TRY(mc_file_temporary(ctx, folder, &temporary_path, &temporary));
	rc = copy(ctx, file, temporary, temporary_path, name);
	if (rc == MC_OK && rename(temporary_path, path) != 0)
		rc = mc_file_fail(ctx, "rename", path);
	if (rc != MC_OK) {
		(void)unlink(temporary_path);
		return MC_FAILED;
	}
	return mc_file_sync_directory(ctx, folder);
}

static enum mc_rc
directory_open(struct mc_ctx *ctx, void *store, const char *name, int *ret_file, uint64_t *ret_size)
{
	const char *path = path_of(ctx, store, name);
	MC_CLEANUP(mc_file_closep) int file = mc_file_open(path, O_RDONLY, 0);
	struct stat status;

	if (file < 0 || fstat(file, &status) != 0)
		return mc_file_fail(ctx, "open", path);
	*ret_file = file;
	*ret_size = (uint64_t)status.st_size;
	file = -1;
	return MC_OK;
}

enum mc_rc
mc_blob_directory(struct mc_ctx *ctx, const char *directory, struct mc_blob_store *ret_store)
{
	static const struct mc_blob_backend backend = {
	    .put = directory_put,
	    .open = directory_open,
	};

	TRY(mc_file_make_directory(ctx, directory));
	*ret_store = (struct mc_blob_store){.backend = &backend, .store = (void *)directory};
	return MC_OK;
}

enum mc_rc
mc_blob_put(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *path, const char *name)
{
	MC_CLEANUP(mc_file_closep) int file = -1;

	TRY(check_name(ctx, name));
	file = mc_file_open(path, O_RDONLY, 0);
	if (file < 0)
		return mc_file_fail(ctx, "open", path);
	return store->backend->put(ctx, store->store, file, name);
}

enum mc_rc
mc_blob_open(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, int *ret_file,
    uint64_t *ret_size)
{
	TRY(check_name(ctx, name));
	return store->backend->open(ctx, store->store, name, ret_file, ret_size);
}
