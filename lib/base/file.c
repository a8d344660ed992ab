/* Temporary file, fsync, rename, fsync of the directory. */
#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { RETRY_AFTER_SECONDS = 30 };

/* Full, or a disk that the kernel lets nobody write to any more: it can be asked again when
 * somebody has mended that. */
static bool
passes(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EROFS || error == EMFILE ||
	       error == ENFILE;
}

enum mc_rc
mc_file_fail(struct mc_ctx *ctx, const char *doing, const char *path)
{
	int error = errno;
	char text[128];
	enum mc_problem_id id = passes(error) ? MC_PROBLEM_OVERLOADED : MC_PROBLEM_INTERNAL;

	(void)mc_fail_internal(
	    ctx, id, "%s %s: %s", doing, path, strerror_r(error, text, sizeof(text)));
	if (passes(error) && ctx->problem.id == MC_PROBLEM_OVERLOADED)
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	return MC_FAILED;
}

void
mc_file_closep(int *fd)
{
	int error = errno;

	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
	errno = error;
}

int
mc_file_open(const char *path, int flags, mode_t mode)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
	while (fd < 0 && errno == EINTR);
	return fd;
}

ssize_t
mc_file_read_some(int fd, void *bytes, size_t length)
{
	size_t used = 0;

	while (used < length) {
		ssize_t count = read(fd, (char *)bytes + used, length - used);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -1;
		if (count == 0)
			break;
		used += (size_t)count;
	}
	return (ssize_t)used;
}

enum mc_rc
mc_file_read(
    struct mc_ctx *ctx, const char *path, size_t maximum, char **ret_bytes, size_t *ret_length)
{
	MC_CLEANUP(mc_file_closep) int fd = mc_file_open(path, O_RDONLY | O_NONBLOCK, 0);
	struct stat status;
	ssize_t length;
	char *bytes;

	if (fd < 0 || fstat(fd, &status) != 0)
		return mc_file_fail(ctx, "open", path);
	if (!S_ISREG(status.st_mode) || (uintmax_t)status.st_size > maximum)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "read %s: not a regular file of at most %zu bytes", path, maximum);
	bytes = mc_alloc(ctx->arena, (size_t)status.st_size + 1);
	length = mc_file_read_some(fd, bytes, (size_t)status.st_size);
	if (length < 0)
		return mc_file_fail(ctx, "read", path);
	*ret_bytes = bytes;
	*ret_length = (size_t)length;
	return MC_OK;
}

enum mc_rc
mc_file_room(struct mc_ctx *ctx, const char *path, struct mc_room *ret_room)
{
	struct statvfs status;

	if (statvfs(path, &status) != 0)
		return mc_file_fail(ctx, "look at", path);
	*ret_room = (struct mc_room){.free = (uint64_t)status.f_bavail * status.f_frsize,
	    .all = (uint64_t)status.f_blocks * status.f_frsize};
	return MC_OK;
}

enum mc_rc
mc_file_write(struct mc_ctx *ctx, int fd, const char *path, const void *bytes, size_t length)
{
	size_t used = 0;

	while (used < length) {
		ssize_t count = write(fd, (const char *)bytes + used, length - used);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return mc_file_fail(ctx, "write", path);
		used += (size_t)count;
	}
	return MC_OK;
}

enum mc_rc
mc_file_sync_directory(struct mc_ctx *ctx, const char *path)
{
	MC_CLEANUP(mc_file_closep)
	int fd = mc_file_open(path, O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0 || fsync(fd) != 0)
		return mc_file_fail(ctx, "sync", path);
	return MC_OK;
}

enum mc_rc
mc_file_make_directory(struct mc_ctx *ctx, const char *path)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return mc_file_fail(ctx, "make", path);
	return MC_OK;
}

enum mc_rc
mc_file_temporary(struct mc_ctx *ctx, const char *directory, char **ret_path, int *ret_fd)
{
	char *path = mc_sprintf(ctx->arena, "%s/.tmp-XXXXXX", directory);
	int fd = mkostemp(path, O_CLOEXEC);

	if (fd < 0)
		return mc_file_fail(ctx, "create", path);
	*ret_path = path;
	*ret_fd = fd;
	return MC_OK;
}

enum { PRIVATE_MODE = 0600, PUBLIC_MODE = 0644 };

static enum mc_rc
write_temporary(struct mc_ctx *ctx, const char *directory, mode_t mode, const void *bytes,
    size_t length, char **ret_path)
{
	MC_CLEANUP(mc_file_closep) int fd = -1;
	char *path = NULL;

	TRY(mc_file_temporary(ctx, directory, &path, &fd));
	if (mc_file_write(ctx, fd, path, bytes, length) != MC_OK) {
		(void)unlink(path);
		return MC_FAILED;
	}
	if (fchmod(fd, mode) != 0 || fsync(fd) != 0) {
		(void)mc_file_fail(ctx, "sync", path);
		(void)unlink(path);
		return MC_FAILED;
	}
	*ret_path = path;
	return MC_OK;
}

static enum mc_rc
replace(struct mc_ctx *ctx, const char *directory, const char *name, mode_t mode, const void *bytes,
    size_t length)
{
	char *path = mc_sprintf(ctx->arena, "%s/%s", directory, name);
	char *temporary = NULL;

	TRY(write_temporary(ctx, directory, mode, bytes, length, &temporary));
	if (rename(temporary, path) != 0) {
		(void)mc_file_fail(ctx, "rename", path);
		(void)unlink(temporary);
		return MC_FAILED;
	}
	return mc_file_sync_directory(ctx, directory);
}

enum mc_rc
mc_file_replace(
    struct mc_ctx *ctx, const char *directory, const char *name, const void *bytes, size_t length)
{
	return replace(ctx, directory, name, PRIVATE_MODE, bytes, length);
}

enum mc_rc
mc_file_publish(
    struct mc_ctx *ctx, const char *directory, const char *name, const void *bytes, size_t length)
{
	return replace(ctx, directory, name, PUBLIC_MODE, bytes, length);
}

enum mc_rc
mc_file_create(struct mc_ctx *ctx, const char *directory, const char *name, const void *bytes,
    size_t length, bool *ret_created)
{
	char *path = mc_sprintf(ctx->arena, "%s/%s", directory, name);
	char *temporary = NULL;
	bool created;

	TRY(write_temporary(ctx, directory, PRIVATE_MODE, bytes, length, &temporary));
	created = link(temporary, path) == 0;
	if (!created && errno != EEXIST) {
		(void)mc_file_fail(ctx, "link", path);
		(void)unlink(temporary);
		return MC_FAILED;
	}
	(void)unlink(temporary);
	TRY(mc_file_sync_directory(ctx, directory));
	*ret_created = created;
	return MC_OK;
}
