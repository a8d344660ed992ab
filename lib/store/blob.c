/* Copies go to a temporary file in the folder of their name, are read while they are written, and
 * get the name when they are on the disk. */
#include "lib/store/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/base/folder.h"
#include "lib/store/verified.h"

enum {
	STEP = 64 * 1024,
	FOLDER_MODE = 0750,
	FILE_RIGHTS = 0644, /* of those that the folder has */
	HOLD_TRIES = 200,
	HOLD_PAUSE_MS = 10,
	HOLD_RETRY_SECONDS = 2,
	FOLDERS = 256,
	LEAVINGS_AT_ONCE = 1000,
};

struct mc_blob_store {
	const char *directory;
	struct mc_verified *verified;
};

enum mc_rc
mc_blob_store_open(struct mc_ctx *ctx, const char *directory, struct mc_blob_store **ret_store)
{
	struct mc_blob_store *store;

	if (mkdir(directory, FOLDER_MODE) != 0 && errno != EEXIST)
		return mc_file_fail(ctx, "make", directory);
	store = malloc(sizeof(*store));
	if (store == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	*store = (struct mc_blob_store){.directory = directory, .verified = mc_verified_new()};
	*ret_store = store;
	return MC_OK;
}

void
mc_blob_store_free(struct mc_blob_store *store)
{
	if (store == NULL)
		return;
	mc_verified_free(store->verified);
	free(store);
}

void
mc_blob_store_freep(struct mc_blob_store **store)
{
	mc_blob_store_free(*store);
	*store = NULL;
}

static bool
is_name(const char *name)
{
	return strspn(name, "0123456789abcdef") == MC_BLOB_NAME_SIZE - 1 &&
	       name[MC_BLOB_NAME_SIZE - 1] == '\0';
}

static enum mc_rc
check_name(struct mc_ctx *ctx, const char *name)
{
	if (!is_name(name))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "not the name of a blob");
	return MC_OK;
}

static char *
folder_of(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name)
{
	return mc_sprintf(ctx->arena, "%s/%.2s", store->directory, name);
}

const char *
mc_blob_place(struct mc_arena *arena, const char *name)
{
	return mc_sprintf(arena, "%.2s/%s", name, name);
}

static char *
path_of(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name)
{
	return mc_sprintf(ctx->arena, "%s/%s", store->directory, mc_blob_place(ctx->arena, name));
}

/* What is made has the rights of the store's own folder: who may read it, and who may change it. */
static enum mc_rc
rights(struct mc_ctx *ctx, const struct mc_blob_store *store, mode_t *ret_mode)
{
	struct stat status;

	if (stat(store->directory, &status) != 0)
		return mc_file_fail(ctx, "look at", store->directory);
	*ret_mode = status.st_mode & 07777;
	return MC_OK;
}

static enum mc_rc
make_folder(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *folder)
{
	mode_t mode = 0;

	if (mkdir(folder, FOLDER_MODE) != 0)
		return errno == EEXIST ? MC_OK : mc_file_fail(ctx, "make", folder);
	TRY(rights(ctx, store, &mode));
	if (chmod(folder, mode) != 0)
		return mc_file_fail(ctx, "make", folder);
	return mc_file_sync_directory(ctx, store->directory);
}

enum mc_rc
mc_blob_hold(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, bool alone,
    int *ret_hold)
{
	const char *folder = folder_of(ctx, store, name);
	MC_CLEANUP(mc_file_closep) int hold = -1;
	int how = (alone ? LOCK_EX : LOCK_SH) | LOCK_NB;

	TRY(check_name(ctx, name));
	TRY(make_folder(ctx, store, folder));
	hold = mc_file_open(folder, O_RDONLY | O_DIRECTORY, 0);
	if (hold < 0)
		return mc_file_fail(ctx, "open", folder);
	for (int i = 0; flock(hold, how) != 0; i++) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return mc_file_fail(ctx, "lock", folder);
		if (i >= HOLD_TRIES) {
			(void)mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "%s is in use", folder);
			ctx->problem.retry_after = HOLD_RETRY_SECONDS;
			return MC_FAILED;
		}
		mc_clock_sleep_ms(HOLD_PAUSE_MS);
	}
	*ret_hold = hold;
	hold = -1;
	return MC_OK;
}

/* Copies to the end of the source; the name is checked against what was really written. */
static enum mc_rc
copy(struct mc_ctx *ctx, int from, int to, mode_t mode, const char *path, const char *name)
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
	if (fchmod(to, mode) != 0 || fsync(to) != 0)
		return mc_file_fail(ctx, "sync", path);
	return MC_OK;
}

/* Reads an open file whole: whether its bytes are those of the name. */
static enum mc_rc
read_whole(
    struct mc_ctx *ctx, int file, const struct stat *status, const char *name, bool *ret_same)
{
	MC_CLEANUP(mc_digest_freep) struct mc_digest *digest = mc_digest_new();
	size_t most = status->st_size < STEP ? (size_t)status->st_size + 1 : STEP;
	unsigned char *step = mc_alloc(ctx->arena, most);
	char hex[MC_DIGEST_TEXT_SIZE];
	ssize_t length;

	while ((length = mc_file_read_some(file, step, most)) > 0)
		mc_digest_add(digest, step, (size_t)length);
	if (length < 0 && errno != EIO)
		return mc_file_fail(ctx, "read", name);
	mc_digest_finish(digest, hex);
	/* What the disk cannot read any more is damaged. */
	*ret_same = length == 0 && strcmp(hex, name) == 0;
	return lseek(file, 0, SEEK_SET) == 0 ? MC_OK : mc_file_fail(ctx, "rewind", name);
}

/* The state of an open file, and what it was when it was read. */
static enum mc_rc
verify(struct mc_ctx *ctx, const struct mc_blob_store *store, int file, const char *name, bool anew,
    struct stat *ret_status, enum mc_blob_state *ret_state)
{
	bool same = false;

	if (fstat(file, ret_status) != 0)
		return mc_file_fail(ctx, "look at", name);
	*ret_state = MC_BLOB_DAMAGED;
	if (!S_ISREG(ret_status->st_mode))
		return MC_OK;
	if (!anew && mc_verified_has(store->verified, name, ret_status)) {
		*ret_state = MC_BLOB_WHOLE;
		return MC_OK;
	}
	TRY(read_whole(ctx, file, ret_status, name, &same));
	if (same) {
		mc_verified_add(store->verified, name, ret_status);
		*ret_state = MC_BLOB_WHOLE;
	}
	return MC_OK;
}

/* Opens and verifies; *ret_file is -1 for a blob that is missing. */
static enum mc_rc
open_verified(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, bool anew,
    int *ret_file, struct stat *ret_status, enum mc_blob_state *ret_state)
{
	MC_CLEANUP(mc_file_closep) int file = -1;

	TRY(check_name(ctx, name));
	file = mc_file_open(path_of(ctx, store, name), O_RDONLY | O_NONBLOCK, 0);
	if (file < 0 && errno != ENOENT && errno != ELOOP)
		return mc_file_fail(ctx, "open", name);
	if (file < 0) {
		*ret_state = MC_BLOB_MISSING;
		return MC_OK;
	}
	TRY(verify(ctx, store, file, name, anew, ret_status, ret_state));
	*ret_file = file;
	file = -1;
	return MC_OK;
}

enum mc_rc
mc_blob_verify(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, bool anew,
    enum mc_blob_state *ret_state)
{
	MC_CLEANUP(mc_file_closep) int file = -1;
	struct stat status;

	return open_verified(ctx, store, name, anew, &file, &status, ret_state);
}

enum mc_rc
mc_blob_open(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, int *ret_file,
    uint64_t *ret_size)
{
	MC_CLEANUP(mc_file_closep) int file = -1;
	enum mc_blob_state state = MC_BLOB_DAMAGED;
	struct stat status;

	TRY(open_verified(ctx, store, name, false, &file, &status, &state));
	if (state != MC_BLOB_WHOLE)
		return mc_fail_internal(ctx, MC_PROBLEM_FILE_LOST, "blob %s is %s", name,
		    state == MC_BLOB_MISSING ? "missing" : "damaged");
	*ret_file = file;
	*ret_size = (uint64_t)status.st_size;
	file = -1;
	return MC_OK;
}

static enum mc_rc
write_new(struct mc_ctx *ctx, const struct mc_blob_store *store, int from, const char *name)
{
	const char *folder = folder_of(ctx, store, name);
	MC_CLEANUP(mc_file_closep) int to = -1;
	char *path = NULL;
	struct stat status;
	mode_t mode = 0;
	enum mc_rc rc;

	TRY(rights(ctx, store, &mode));
	TRY(mc_file_temporary(ctx, folder, &path, &to));
	rc = copy(ctx, from, to, mode & FILE_RIGHTS, path, name);
	if (rc == MC_OK && rename(path, path_of(ctx, store, name)) != 0)
		rc = mc_file_fail(ctx, "rename", path);
	if (rc != MC_OK) {
		(void)unlink(path);
		return MC_FAILED;
	}
	if (fstat(to, &status) == 0)
		mc_verified_add(store->verified, name, &status);
	return mc_file_sync_directory(ctx, folder);
}

enum mc_rc
mc_blob_put(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *path, const char *name)
{
	MC_CLEANUP(mc_file_closep) int file = -1;
	enum mc_blob_state state = MC_BLOB_DAMAGED;

	TRY(mc_blob_verify(ctx, store, name, false, &state));
	/* Whoever put it first may not have made its name durable yet. */
	if (state == MC_BLOB_WHOLE)
		return mc_file_sync_directory(ctx, folder_of(ctx, store, name));
	file = mc_file_open(path, O_RDONLY, 0);
	if (file < 0)
		return mc_file_fail(ctx, "open", path);
	TRY(make_folder(ctx, store, folder_of(ctx, store, name)));
	return write_new(ctx, store, file, name);
}

enum mc_rc
mc_blob_remove(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name)
{
	const char *path = path_of(ctx, store, name);

	TRY(check_name(ctx, name));
	if (unlink(path) != 0)
		return errno == ENOENT ? MC_OK : mc_file_fail(ctx, "remove", path);
	return mc_file_sync_directory(ctx, folder_of(ctx, store, name));
}

/* What processes left that died while they kept something. */
static enum mc_rc
remove_leavings(struct mc_ctx *ctx, const char *folder, int64_t older_than, size_t *count)
{
	struct mc_folder_names names;
	struct stat status;

	TRY(mc_folder_list(ctx, folder, ".tmp-", ".tmp-~", LEAVINGS_AT_ONCE, &names));
	for (size_t i = 0; i < names.count; i++) {
		const char *path = mc_sprintf(ctx->arena, "%s/%s", folder, names.names[i]);

		if (lstat(path, &status) != 0 || status.st_mtim.tv_sec >= older_than)
			continue;
		if (unlink(path) != 0 && errno != ENOENT)
			return mc_file_fail(ctx, "remove", path);
		(*count)++;
	}
	return MC_OK;
}

/* Adds the blobs of a folder, as many as there is room for. */
static enum mc_rc
list_folder(struct mc_ctx *ctx, const char *folder, const char *after, const char *until,
    size_t limit, struct mc_blob_list *list)
{
	struct mc_folder_names names;
	struct stat status;
	size_t room = limit - list->count;

	TRY(mc_folder_list(ctx, folder, after, until, room, &names));
	list->more = names.count == room;
	for (size_t i = 0; i < names.count; i++) {
		const char *path = mc_sprintf(ctx->arena, "%s/%s", folder, names.names[i]);

		if (is_name(names.names[i]) && lstat(path, &status) == 0)
			list->entries[list->count++] = (struct mc_blob_entry){
			    names.names[i], status.st_size, status.st_mtim.tv_sec};
	}
	if (list->more && list->count == 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s is full of files that are no blobs", folder);
	return MC_OK;
}

static unsigned
folder_number(const char *name)
{
	const char digits[] = {name[0], name[1], '\0'};

	return (unsigned)strtoul(digits, NULL, 16);
}

enum mc_rc
mc_blob_list(struct mc_ctx *ctx, const struct mc_blob_store *store, const char *after,
    const char *until, size_t limit, int64_t older_than, struct mc_blob_list *ret_list)
{
	unsigned first = *after == '\0' ? 0 : folder_number(after);
	unsigned last = until == NULL ? FOLDERS - 1 : folder_number(until);

	*ret_list = (struct mc_blob_list){
	    .entries = mc_alloc_array(ctx->arena, limit, sizeof(struct mc_blob_entry))};
	for (unsigned i = first; i <= last && !ret_list->more; i++) {
		const char *folder = mc_sprintf(ctx->arena, "%s/%02x", store->directory, i);

		if (i > first || *after == '\0')
			TRY(remove_leavings(ctx, folder, older_than, &ret_list->leavings));
		/* Names begin with a digit or a letter up to f. */
		TRY(list_folder(ctx, folder, *after == '\0' ? "/" : after,
		    until == NULL ? "g" : until, limit, ret_list));
	}
	return MC_OK;
}
