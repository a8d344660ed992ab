/* Reading the JSON of a request, in one place and with one set of limits, and writing canonical
 * JSON. A json_t belongs to one thread; hold it in MC_CLEANUP(mc_json_freep). Call
 * json_object_seed(0) once before threads start. */
#ifndef MC_JSON_H
#define MC_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/problem.h"

/* How deep arrays and objects may nest in anything the program takes in. */
enum { MC_JSON_DEPTH_MAX = 32 };

/* Parses a whole body: UTF-8, an object or an array at the top, no member twice, no NUL, integers
 * within 64 bits. Fails with MC_PROBLEM_BAD_JSON naming line and column; the texts never repeat the
 * input. The caller owns *ret_json. */
MC_MUST_CHECK enum mc_rc mc_json_parse(
    struct mc_ctx *ctx, const char *bytes, size_t length, json_t **ret_json);

/* For MC_CLEANUP; a NULL inside is allowed. */
void mc_json_freep(json_t **json);

/* Whether the value nests at most depth levels of arrays and objects. */
bool mc_json_within_depth(const json_t *json, size_t depth);

/* The compact text of a value with its members sorted, in the arena; one text per value, so it can
 * be compared, hashed and signed. Follows RFC 8785 for everything but fractions, which are written
 * with 17 digits: sign integers and strings alone. NULL if the value nests deeper than twice
 * MC_JSON_DEPTH_MAX or holds a number that is not finite. */
char *mc_json_canonical(struct mc_arena *arena, const json_t *json);

/* The same text at the end of a buffer; false instead of NULL. */
MC_MUST_CHECK bool mc_json_canonical_add(struct mc_buf *buf, const json_t *json);

/* Whether two values are equal as JSON Schema means it: 1 and 1.0 are, objects in any order are. */
bool mc_json_equal(const json_t *a, const json_t *b);

#endif
