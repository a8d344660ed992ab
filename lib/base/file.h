/* Files that must survive a power cut: reading with a limit, writing all of it, replacing
 * atomically. Every function retries after signals. A disk that is full or read-only, or too many
 * open files, fail with MC_PROBLEM_OVERLOADED, anything else unexpected with MC_PROBLEM_INTERNAL;
 * the cause is for the log. Safe in any number of threads. */
#ifndef MC_FILE_H
#define MC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/base/problem.h"

/* Records what errno says about doing something to path, and returns MC_FAILED. */
enum mc_rc mc_file_fail(struct mc_ctx *ctx, const char *doing, const char *path);

/* For MC_CLEANUP: closes a descriptor unless it is negative, and leaves -1. errno is kept. */
void mc_file_closep(int *fd);

/* open(2) with O_CLOEXEC | O_NOFOLLOW; -1 with errno set. */
MC_MUST_CHECK int mc_file_open(const char *path, int flags, mode_t mode);

/* The whole of a regular file of at most maximum bytes, NUL-terminated, in the arena. */
MC_MUST_CHECK enum mc_rc mc_file_read(
    struct mc_ctx *ctx, const char *path, size_t maximum, char **ret_bytes, size_t *ret_length);

/* Reads until length bytes are there or the file ends; -1 with errno set. */
MC_MUST_CHECK ssize_t mc_file_read_some(int fd, void *bytes, size_t length);

/* Bytes of a file system: what a process of ours may still write, and all there are. */
struct mc_room {
	uint64_t free;
	uint64_t all;
};
MC_MUST_CHECK enum mc_rc mc_file_room(
    struct mc_ctx *ctx, const char *path, struct mc_room *ret_room);

/* Writes all bytes at the descriptor's place; path is for the message alone. */
MC_MUST_CHECK enum mc_rc mc_file_write(
    struct mc_ctx *ctx, int fd, const char *path, const void *bytes, size_t length);

/* Makes what was renamed, linked or removed in a directory durable. */
MC_MUST_CHECK enum mc_rc mc_file_sync_directory(struct mc_ctx *ctx, const char *path);

/* Makes a directory of mode 0700 unless it is there; its parent must exist. */
MC_MUST_CHECK enum mc_rc mc_file_make_directory(struct mc_ctx *ctx, const char *path);

/* A new file in a directory under a temporary name beginning with ".tmp-"; the caller owns the
 * descriptor and removes or renames the name. */
MC_MUST_CHECK enum mc_rc mc_file_temporary(
    struct mc_ctx *ctx, const char *directory, char **ret_path, int *ret_fd);

/* Writes directory/name, readable by the owner alone, so that it is either absent, the old one or
 * the complete new one, durably. */
MC_MUST_CHECK enum mc_rc mc_file_replace(
    struct mc_ctx *ctx, const char *directory, const char *name, const void *bytes, size_t length);

/* The same for a file that everybody reads who may enter the directory. */
MC_MUST_CHECK enum mc_rc mc_file_publish(
    struct mc_ctx *ctx, const char *directory, const char *name, const void *bytes, size_t length);

/* Like mc_file_replace, but leaves a file of that name as it is: *ret_created says which. */
MC_MUST_CHECK enum mc_rc mc_file_create(struct mc_ctx *ctx, const char *directory, const char *name,
    const void *bytes, size_t length, bool *ret_created);

#endif
