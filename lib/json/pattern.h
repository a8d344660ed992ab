/* Regular expressions as JSON Schema means them: those of ECMA-262 with the flag "u", run by PCRE2
 * within fixed limits of time and memory. Only what both understand alike compiles, so that a
 * pattern means the same in the browser and here: no possessive or atomic groups, verbs, inline
 * options or recursion; \d, \w and \b are ASCII. Matching is not anchored. A pattern never changes
 * once compiled: any number of threads may match with it. */
#ifndef MC_PATTERN_H
#define MC_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/rc.h"

struct mc_pattern;

enum mc_pattern_result { MC_PATTERN_MATCH, MC_PATTERN_NO_MATCH, MC_PATTERN_LIMIT };

/* Compiles a pattern the caller frees with mc_pattern_free. NULL on failure, with a static or
 * thread-local text saying why in *ret_reason. */
struct mc_pattern *mc_pattern_new(const char *text, size_t length, const char **ret_reason);

/* NULL is allowed. */
void mc_pattern_free(struct mc_pattern *pattern);

/* Looks for the pattern anywhere in valid UTF-8. MC_PATTERN_LIMIT: it would have taken too long. */
MC_MUST_CHECK enum mc_pattern_result mc_pattern_match(
    const struct mc_pattern *pattern, const char *text, size_t length);

#endif
