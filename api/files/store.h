/* Where the bytes of files lie: the store of finished ones. */
#ifndef MC_FILES_STORE_H
#define MC_FILES_STORE_H

#include "api/core/request.h"
#include "lib/store/blob.h"

/* Of the largest file that is taken. */
enum { MC_FILE_BYTES_MAX = 100 * 1024 * 1024 };

const struct mc_blob_store *mc_files_store(const struct mc_request *rq);

#endif
