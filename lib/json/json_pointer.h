/* JSON pointers (RFC 6901): finding a value by one, and writing one down. */
#ifndef MC_JSON_POINTER_H
#define MC_JSON_POINTER_H

#include <jansson.h>

#include "lib/base/arena.h"

/* The value at a pointer ("" is the document, "/a/0" an item), owned by the document; NULL if there
 * is none or the pointer is not one. */
const json_t *mc_json_pointer_get(const json_t *document, const char *pointer);

/* The pointer extended by one member name or one array index, in the arena. */
char *mc_json_pointer_member(struct mc_arena *arena, const char *pointer, const char *name);
char *mc_json_pointer_item(struct mc_arena *arena, const char *pointer, size_t index);

#endif
