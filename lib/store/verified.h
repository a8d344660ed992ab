/* Which files have been read whole and were what their names say. One is known again by its inode,
 * size and time of change, so that a file is read once in the life of a process and again whenever
 * it was touched. What changes on the disk without the kernel's knowledge is found by whoever reads
 * without asking here. Of a fixed size: what is pushed out is read again. Safe in threads. */
#ifndef MC_VERIFIED_H
#define MC_VERIFIED_H

#include <stdbool.h>

struct stat;
struct mc_verified;

struct mc_verified *mc_verified_new(void);

/* NULL is allowed. */
void mc_verified_free(struct mc_verified *verified);

/* name has at least sixteen characters, the first of which are spread evenly. */
bool mc_verified_has(struct mc_verified *verified, const char *name, const struct stat *status);

void mc_verified_add(struct mc_verified *verified, const char *name, const struct stat *status);

#endif
