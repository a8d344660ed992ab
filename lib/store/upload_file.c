/* pwrite at the acknowledged offset, fdatasync before anybody is told. */
#include "lib/store/upload_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"

enum { STEP = 64 * 1024, ID_MAX = 64, BUSY_SECONDS = 1 };

static enum mc_rc
path_of(struct mc_ctx *ctx, const char *directory, const char *id, const char **ret_path)
{
	size_t length =
	    strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

	if (length == 0 || length > ID_MAX || id[length] != '\0')
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "not the id of an upload");
	*ret_path = mc_sprintf(ctx->arena, "%s/%s", directory, id);
	return MC_OK;
}

static enum mc_rc
lock(struct mc_ctx *ctx, int fd, const char *path)
{
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK) {
			(void)mc_fail_internal(ctx, MC_PROBLEM_UPLOAD_BUSY, "%s is in use", path);
			ctx->problem.retry_after = BUSY_SECONDS;
			return MC_FAILED;
		}
		if (errno != EINTR)
			return mc_file_fail(ctx, "lock", path);
	}
	return MC_OK;
}

enum mc_rc
mc_upload_file_open(struct mc_ctx *ctx, const char *directory, const char *id, bool make,
    struct mc_upload_file *ret_file)
{
	MC_CLEANUP(mc_file_closep) int fd = -1;
	const char *path = NULL;

	TRY(path_of(ctx, directory, id, &path));
	fd = mc_file_open(path, O_RDWR | (make ? O_CREAT : 0), 0600);
	if (fd < 0 && errno == ENOENT && !make)
		return mc_fail_internal(ctx, MC_PROBLEM_UPLOAD_GONE, "no file %s", path);
	if (fd < 0)
		return mc_file_fail(ctx, "open", path);
	TRY(lock(ctx, fd, path));
	if (make)
		TRY(mc_file_sync_directory(ctx, directory));
	*ret_file = (struct mc_upload_file){.fd = fd, .path = path};
	fd = -1;
	return MC_OK;
}

void
mc_upload_file_closep(struct mc_upload_file *file)
{
	mc_file_closep(&file->fd);
}

/* Leaves exactly the acknowledged bytes. */
static enum mc_rc
cut(struct mc_ctx *ctx, const struct mc_upload_file *file, uint64_t length)
{
	struct stat status;

	if (fstat(file->fd, &status) != 0)
		return mc_file_fail(ctx, "look at", file->path);
	if ((uint64_t)status.st_size < length)
		return mc_fail_internal(ctx, MC_PROBLEM_UPLOAD_GONE,
		    "%s has %lld bytes, %llu were acknowledged", file->path,
		    (long long)status.st_size, (unsigned long long)length);
	if ((uint64_t)status.st_size > length && ftruncate(file->fd, (off_t)length) != 0)
		return mc_file_fail(ctx, "cut", file->path);
	return MC_OK;
}

enum mc_rc
mc_upload_file_append(struct mc_ctx *ctx, struct mc_upload_file *file, uint64_t offset,
    const void *bytes, size_t length)
{
	size_t used = 0;

	TRY(cut(ctx, file, offset));
	while (used < length) {
		ssize_t count = pwrite(
		    file->fd, (const char *)bytes + used, length - used, (off_t)(offset + used));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return mc_file_fail(ctx, "write", file->path);
		used += (size_t)count;
	}
	if (fdatasync(file->fd) != 0)
		return mc_file_fail(ctx, "sync", file->path);
	return MC_OK;
}

/* Keeps the last MC_UPLOAD_EDGE bytes of all steps together. */
static void
keep_tail(struct mc_upload_summary *summary, const unsigned char *step, size_t length)
{
	size_t old = summary->tail_length;

	if (length >= MC_UPLOAD_EDGE) {
		memcpy(summary->tail, step + length - MC_UPLOAD_EDGE, MC_UPLOAD_EDGE);
		summary->tail_length = MC_UPLOAD_EDGE;
		return;
	}
	if (old + length > MC_UPLOAD_EDGE) {
		size_t drop = old + length - MC_UPLOAD_EDGE;

		memmove(summary->tail, summary->tail + drop, old - drop);
		old -= drop;
	}
	memcpy(summary->tail + old, step, length);
	summary->tail_length = old + length;
}

enum mc_rc
mc_upload_file_finish(struct mc_ctx *ctx, struct mc_upload_file *file, uint64_t length,
    struct mc_upload_summary *ret_summary)
{
	MC_CLEANUP(mc_digest_freep) struct mc_digest *digest = mc_digest_new();
	struct mc_upload_summary *summary = mc_alloc(ctx->arena, sizeof(*summary));
	unsigned char *step = mc_alloc(ctx->arena, STEP);
	ssize_t count;

	TRY(cut(ctx, file, length));
	if (lseek(file->fd, 0, SEEK_SET) != 0)
		return mc_file_fail(ctx, "rewind", file->path);
	while ((count = mc_file_read_some(file->fd, step, STEP)) > 0) {
		size_t size = (size_t)count;

		if (summary->length == 0) {
			summary->head_length = size < MC_UPLOAD_EDGE ? size : MC_UPLOAD_EDGE;
			memcpy(summary->head, step, summary->head_length);
		}
		keep_tail(summary, step, size);
		mc_digest_add(digest, step, size);
		summary->length += size;
	}
	if (count < 0)
		return mc_file_fail(ctx, "read", file->path);
	if (summary->length != length)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s changed while being read", file->path);
	mc_digest_finish(digest, summary->sha256);
	*ret_summary = *summary;
	return MC_OK;
}

enum mc_rc
mc_upload_file_remove(struct mc_ctx *ctx, const char *directory, const char *id)
{
	const char *path = NULL;

	TRY(path_of(ctx, directory, id, &path));
	if (unlink(path) != 0 && errno != ENOENT)
		return mc_file_fail(ctx, "remove", path);
	return MC_OK;
}
