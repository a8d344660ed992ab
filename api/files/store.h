/* Where the bytes of files lie: the store of finished ones. */
#ifndef MC_FILES_STORE_H
#define MC_FILES_STORE_H

#include "gen/vocabulary/limits.h"
#include "api/core/request.h"
#include "lib/store/blob.h"

/* Of the largest file that is taken. */
enum { MC_FILE_BYTES_MAX = MC_LIMIT_FILE_BYTES };

const struct mc_blob_store *mc_files_store(const struct mc_request *rq);

#endif
