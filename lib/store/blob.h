/* The store of files by what is in them: a blob's name is the SHA-256 of its bytes, so equal files
 * are kept once and a damaged one can be told. A folder, <directory>/ab/<name>, that the group of
 * the directory may read: the web server is of it and sends the files. Which blobs there are to be
 * is rows of the database; the two are changed in this order, so that neither can be left with what
 * the other lacks for good:
 *   kept:     mc_blob_hold shared, mc_blob_put, the rows, let go;
 *   removed:  mc_blob_hold alone, the rows, mc_blob_remove, let go.
 * Every function may be called from any thread, and from any process that has the directory. */
#ifndef MC_BLOB_H
#define MC_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

enum { MC_BLOB_NAME_SIZE = 65 }; /* 64 lower hex digits and the NUL */

struct mc_blob_store;

/* A store in a directory, which is made if need be. The directory's text must outlive it. */
MC_MUST_CHECK enum mc_rc mc_blob_store_open(
    struct mc_ctx *ctx, const char *directory, struct mc_blob_store **ret_store);

/* NULL is allowed. The second is for MC_CLEANUP. */
void mc_blob_store_free(struct mc_blob_store *store);
void mc_blob_store_freep(struct mc_blob_store **store);

/* Keeps others from removing a blob (shared) or from keeping one (alone) until the descriptor is
 * closed, of this and of those whose names begin alike. Waits a moment at most, then fails with
 * MC_PROBLEM_OVERLOADED. */
MC_MUST_CHECK enum mc_rc mc_blob_hold(struct mc_ctx *ctx, const struct mc_blob_store *store,
    const char *name, bool alone, int *ret_hold);

/* Keeps the bytes of a regular file from its start; they must be those of the name, else fails with
 * MC_PROBLEM_CHECKSUM_MISMATCH and keeps nothing. Durable on return. A whole blob that is there
 * already is left as it is, a damaged one is replaced. */
MC_MUST_CHECK enum mc_rc mc_blob_put(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *path, const char *name);

enum mc_blob_state { MC_BLOB_WHOLE, MC_BLOB_MISSING, MC_BLOB_DAMAGED };

/* Reads a blob whole unless this process did so before and it is the same file; with anew it is
 * read in any case. */
MC_MUST_CHECK enum mc_rc mc_blob_verify(struct mc_ctx *ctx, const struct mc_blob_store *store,
    const char *name, bool anew, enum mc_blob_state *ret_state);

/* Opens a verified blob for reading from the start; the caller closes the descriptor. One that is
 * missing or damaged fails with MC_PROBLEM_FILE_LOST, and the cause says which. */
MC_MUST_CHECK enum mc_rc mc_blob_open(struct mc_ctx *ctx, const struct mc_blob_store *store,
    const char *name, int *ret_file, uint64_t *ret_size);

/* Removes a blob, durably; one that is not there is no failure. */
MC_MUST_CHECK enum mc_rc mc_blob_remove(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name);

/* Where it lies below the directory: "ab/<name>". */
const char *mc_blob_place(struct mc_arena *arena, const char *name);

struct mc_blob_entry {
	const char *name;
	int64_t size;
	int64_t modified; /* seconds since 1970 */
};

struct mc_blob_list {
	struct mc_blob_entry *entries; /* by name, in the arena */
	size_t count;
	bool more;       /* there are others behind the last one */
	size_t leavings; /* files removed that a process left when it died while keeping one */
};

/* The first of the blobs behind a name ("": all) and not behind another (NULL: all); the memory it
 * takes is a matter of limit alone. What has been left half for older_than seconds since 1970 is
 * removed on the way. */
MC_MUST_CHECK enum mc_rc mc_blob_list(struct mc_ctx *ctx, const struct mc_blob_store *store,
    const char *after, const char *until, size_t limit, int64_t older_than,
    struct mc_blob_list *ret_list);

#endif
