/* The form of a procedure: a JSON Schema for the answers, pages that ask for them, and an example.
 * Whether the three fit together is decided here, for the importer and for the build alike. */
#ifndef MC_FORM_H
#define MC_FORM_H

#include <jansson.h>

#include "gen/vocabulary/limits.h"
#include "lib/base/problem.h"

/* What one person can be asked in one go (goals U2 and U3). */
enum {
	MC_FORM_PAGES_MAX = MC_LIMIT_FORM_PAGES,
	MC_FORM_FIELDS_MAX = MC_LIMIT_FORM_FIELDS,
	MC_FORM_ANSWERS_MAX = MC_LIMIT_FORM_ANSWERS,
};

/* Checks {"schema", "ui", "example"}: the schema compiles, closes its object, bounds every text and
 * has patterns that browsers read alike; each property is asked on exactly one page with a widget
 * that suits it; options are the enum; show_if looks back at a field that exists and hides no
 * required one; the example is a valid answer. Each mistake becomes an item with a pointer into the
 * form; then fails with MC_PROBLEM_INVALID_BODY. */
MC_MUST_CHECK enum mc_rc mc_form_check(struct mc_ctx *ctx, const json_t *form);

#endif
