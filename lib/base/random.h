/* Random bytes of the kernel's generator. Safe in any number of threads. */
#ifndef MC_RANDOM_H
#define MC_RANDOM_H

#include <stddef.h>

enum { MC_RANDOM_MAX = 256 }; /* bytes at once: so many are never given in part */

/* Fills length <= MC_RANDOM_MAX bytes. A kernel that gives none ends the process. */
void mc_random(void *bytes, size_t length);

#endif
