/* The store of files by what is in them: a blob's name is the SHA-256 of its bytes, so equal files
 * are kept once and a damaged one can be told. The interface is small so that another store can
 * take the directory's place; every function may be called from any thread. */
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

/* Opens for reading from the start; the caller closes the descriptor. An unknown blob fails with
 * MC_PROBLEM_INTERNAL: a row that names it exists, so it has been lost. */
MC_MUST_CHECK enum mc_rc mc_blob_open(struct mc_ctx *ctx, const struct mc_blob_store *store,
    const char *name, int *ret_file, uint64_t *ret_size);

#endif
