/* Where the bytes of files lie: the store of finished ones; and what its checks share. */
#ifndef MC_FILES_STORE_H
#define MC_FILES_STORE_H

#include "gen/vocabulary/limits.h"
#include "api/core/request.h"
#include "lib/base/buf.h"
#include "lib/store/blob.h"

enum {
	MC_FILE_BYTES_MAX = MC_LIMIT_FILE_BYTES, /* of the largest file that is taken */
	/* What lies on the disk and belongs to nothing is left alone for so long: who made it may
	 * be about to say what it is. */
	MC_FILES_LEFT_SECONDS = 24 * 60 * 60,
};

const struct mc_blob_store *mc_files_store(const struct mc_request *rq);

/* Whether a blob is what it is to be; one that is not is told to those who look after the files. */
MC_MUST_CHECK enum mc_rc mc_files_verify(struct mc_request *rq, const char *name, bool *ret_whole);

/* Opens a blob that is; otherwise fails with MC_PROBLEM_FILE_LOST. */
MC_MUST_CHECK enum mc_rc mc_files_open(
    struct mc_request *rq, const char *name, int *ret_file, uint64_t *ret_size);

/* An array of the database whose elements are ids or names of blobs: begun, added to, ended. */
struct mc_buf mc_files_array(struct mc_arena *arena);
void mc_files_array_add(struct mc_buf *array, const char *element);
bool mc_files_array_is_empty(const struct mc_buf *array);
const char *mc_files_array_end(struct mc_buf *array);

#endif
