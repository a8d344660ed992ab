/* The names in a folder, however many: in order, so many at a time. */
#ifndef MC_FOLDER_H
#define MC_FOLDER_H

#include <stddef.h>

#include "lib/base/problem.h"

enum { MC_FOLDER_NAME_SIZE = 80 };

struct mc_folder_names {
	char (*names)[MC_FOLDER_NAME_SIZE]; /* in the order of their bytes, in the arena */
	size_t count;
};

/* The first of the names that come after one and not after another; a longer name is passed over. A
 * folder that is not there has none. The memory it takes is a matter of limit alone. */
MC_MUST_CHECK enum mc_rc mc_folder_list(struct mc_ctx *ctx, const char *path, const char *after,
    const char *until, size_t limit, struct mc_folder_names *ret_names);

#endif
