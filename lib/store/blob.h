/* The store of files by what is in them: a blob's name is the SHA-256 of its bytes, so equal files
 * are kept once and a damaged one is noticed. The interface is small so that another store can take
 * the directory's place; every function may be called from any thread.
 * That nobody removes a blob while another puts the same one is for the caller, who counts uses. */
#ifndef MC_BLOB_H
#define MC_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

enum { MC_BLOB_NAME_SIZE = 65 }; /* 64 lower hex digits and the NUL */

/* One kind of store. Names are checked before a function is called. */
struct mc_blob_backend {
	enum mc_rc (*put)(struct mc_ctx *ctx, void *store, int file, const char *name);
	enum mc_rc (*open)(
	    struct mc_ctx *ctx, void *store, const char *name, int *ret_file, uint64_t *ret_size);
	enum mc_rc (*exists)(struct mc_ctx *ctx, void *store, const char *name, bool *ret_exists);
	enum mc_rc (*remove)(struct mc_ctx *ctx, void *store, const char *name);
};

struct mc_blob_store {
	const struct mc_blob_backend *backend;
	void *store;
};

/* A store in a directory, which is made if need be: <directory>/ab/<name>, modes 0700 and 0600.
 * The directory's text must outlive the store; nothing is to be freed. */
MC_MUST_CHECK enum mc_rc mc_blob_directory(
    struct mc_ctx *ctx, const char *directory, struct mc_blob_store *ret_store);

/* Keeps the bytes of a regular file from its start; they must be those of the name, else fails with
 * MC_PROBLEM_CHECKSUM_MISMATCH and keeps nothing. Durable on return. A blob that is there already
 * is left as it is. */
MC_MUST_CHECK enum mc_rc mc_blob_put(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *path, const char *name);

/* Keeps bytes in memory and tells their name. */
MC_MUST_CHECK enum mc_rc mc_blob_put_bytes(struct mc_ctx *ctx, const struct mc_blob_store *store,
    const void *bytes, size_t length, char ret_name[MC_BLOB_NAME_SIZE]);

/* Opens for reading from the start; the caller closes the descriptor. An unknown blob fails with
 * MC_PROBLEM_INTERNAL: a row that names it exists, so it has been lost. */
MC_MUST_CHECK enum mc_rc mc_blob_open(struct mc_ctx *ctx, const struct mc_blob_store *store,
    const char *name, int *ret_file, uint64_t *ret_size);

MC_MUST_CHECK enum mc_rc mc_blob_exists(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, bool *ret_exists);

/* Bytes of a blob; fails like mc_blob_open. */
MC_MUST_CHECK enum mc_rc mc_blob_size(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, uint64_t *ret_size);

/* Reads the whole blob and says whether it is still what its name says. */
MC_MUST_CHECK enum mc_rc mc_blob_verify(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, bool *ret_sound);

/* Removes a blob; one that is not there is no failure. */
MC_MUST_CHECK enum mc_rc mc_blob_remove(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name);

#endif
