/* A bump allocator for everything that lives as long as one request or one job.
 * Allocation never returns NULL: memory is bounded where bytes enter (body, header and row limits),
 * so running out is a fault of the machine and ends the process. An arena belongs to one thread. */
#ifndef MC_ARENA_H
#define MC_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "lib/base/rc.h"

struct mc_arena;

/* Makes an empty arena; the caller owns it and ends it with mc_arena_free. */
struct mc_arena *mc_arena_new(void);

/* Gives back everything allocated but keeps the first block for the next request. */
void mc_arena_reset(struct mc_arena *arena);

/* Ends the arena and everything in it. NULL is allowed. */
void mc_arena_free(struct mc_arena *arena);

/* For MC_CLEANUP. */
void mc_arena_freep(struct mc_arena **arena);

/* Zeroed memory of size bytes, aligned for any type. Never NULL. */
void *mc_alloc(struct mc_arena *arena, size_t size);

/* Zeroed memory for count items of size bytes; ends the process if the product overflows. */
void *mc_alloc_array(struct mc_arena *arena, size_t count, size_t size);

/* A NUL-terminated copy of a string, or of its first length bytes. */
char *mc_strdup(struct mc_arena *arena, const char *text);
char *mc_strndup(struct mc_arena *arena, const char *text, size_t length);

/* Formatted text in the arena. */
char *mc_sprintf(struct mc_arena *arena, const char *format, ...) MC_PRINTF(2, 3);
char *mc_vsprintf(struct mc_arena *arena, const char *format, va_list args) MC_PRINTF(2, 0);

#endif
