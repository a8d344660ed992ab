/* JSON Schema 2020-12 over Jansson, for the keywords in json_schema_keyword.c and no others: a
 * schema that needs more does not compile, so nothing is ever left unchecked in silence. A set
 * holds one document (an OpenAPI contract, the form of a procedure) and every schema compiled from
 * it.
 *
 * Compiling is for one thread. A compiled schema never changes again: any number of threads may
 * check with it until the set is freed. Both are bounded whatever the input: patterns by PCRE2's
 * match limit, instances by MC_JSON_DEPTH_MAX, the work of one check by a count of steps. Source:
 * JSON Schema Core and Validation 2020-12. */
#ifndef MC_JSON_SCHEMA_H
#define MC_JSON_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/base/problem.h"

struct mc_schema;
struct mc_schema_set;

/* Options of a set. Without MC_SCHEMA_ASSERT_FORMAT "format" is an annotation, as the standard has
 * it by default; with it, uuid, date, date-time, email and uri are checked and no other name
 * compiles. */
enum { MC_SCHEMA_ASSERT_FORMAT = 1u << 0 };

/* An empty set over a document. The set takes its own reference; the document must not change while
 * the set lives. */
struct mc_schema_set *mc_schema_set_new(json_t *document, unsigned options);

/* Frees the set with every schema compiled from it. NULL is allowed. */
void mc_schema_set_free(struct mc_schema_set *set);

/* For MC_CLEANUP. */
void mc_schema_set_freep(struct mc_schema_set **set);

/* Compiles the schema at a JSON pointer of the document ("" is the document itself) and everything
 * it refers to by "$ref": "#/...". Asking again returns the same schema. An unsupported keyword, a
 * reference that leaves the document or never ends, or a keyword with a wrong value fails with
 * MC_PROBLEM_INTERNAL; problem.internal names the place and the reason. After a failure the set
 * compiles nothing more. */
MC_MUST_CHECK enum mc_rc mc_schema_compile(struct mc_ctx *ctx, struct mc_schema_set *set,
    const char *pointer, const struct mc_schema **ret_schema);

/* Checks a value. What is wrong is added to the context item by item (up to MC_PROBLEM_ERRORS_MAX):
 * pointer into the value, keyword as code, and what to do about it in plain words; then the check
 * fails with the problem given. A missing member is reported at its own pointer. */
MC_MUST_CHECK enum mc_rc mc_schema_check(
    struct mc_ctx *ctx, const struct mc_schema *schema, const json_t *value, enum mc_problem_id id);

#endif
