/* Identifiers: UUID version 7 (RFC 9562), so that keys made one after the other lie side by side in
 * an index. Safe in any number of threads. */
#ifndef MC_ID_H
#define MC_ID_H

#include <stdint.h>

#include "lib/base/arena.h"

enum { MC_ID_SIZE = 37 }; /* 36 characters and NUL */

/* A new identifier of now, lower case. */
const char *mc_id_new(struct mc_arena *arena);

/* The same into a buffer of the caller's. */
void mc_id_new_into(char id[MC_ID_SIZE]);

#endif
