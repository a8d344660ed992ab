/* One run of a compiled schema over a value: depth, budget, places and the items reported. */
#include "gen/vocabulary/items.h"
#include "lib/json/json_schema_node.h"

#include <string.h>

#include "lib/json/json.h"
#include "lib/json/json_number.h"
#include "lib/json/json_pointer.h"
#include "lib/json/pattern.h"

enum { DEPTH_MAX = 200, STEPS_MAX = 2000000, POINTER_MAX = 512 };

unsigned
mc_schema_type_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_NULL:
		return MC_SCHEMA_NULL;
	case JSON_TRUE:
	case JSON_FALSE:
		return MC_SCHEMA_BOOLEAN;
	case JSON_OBJECT:
		return MC_SCHEMA_OBJECT;
	case JSON_ARRAY:
		return MC_SCHEMA_ARRAY;
	case JSON_STRING:
		return MC_SCHEMA_STRING;
	default:
		return MC_SCHEMA_NUMBER |
		       (mc_json_number_is_integer(value) ? MC_SCHEMA_INTEGER : 0u);
	}
}

unsigned
mc_schema_type_named(const char *name)
{
	static const char *const names[] = {
	    "null", "boolean", "object", "array", "number", "string", "integer"};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0)
			return 1u << i;
	}
	return 0;
}

bool
mc_schema_spend(struct mc_schema_run *run, size_t steps)
{
	if (run->steps < steps)
		run->exhausted = true;
	else
		run->steps -= steps;
	return !run->exhausted;
}

bool
mc_schema_matches(
    struct mc_schema_run *run, const struct mc_pattern *pattern, const char *text, size_t length)
{
	enum mc_pattern_result result;

	if (!mc_schema_spend(run, 10 + length / 16))
		return false;
	result = mc_pattern_match(pattern, text, length);
	if (result == MC_PATTERN_LIMIT)
		run->exhausted = true;
	return result == MC_PATTERN_MATCH;
}

/* The names in a value are a stranger's: a place too long to repeat is cut to its nearest parent.
 */
static const char *
pointer_of(struct mc_arena *arena, const struct mc_schema_place *place)
{
	const struct mc_schema_place *steps[DEPTH_MAX];
	size_t count = 0;
	const char *pointer = "";

	for (; place->parent != NULL && count < DEPTH_MAX; place = place->parent)
		steps[count++] = place;
	while (count > 0) {
		const struct mc_schema_place *step = steps[--count];
		const char *longer;

		if (step->key != NULL && strlen(step->key) > POINTER_MAX)
			return pointer;
		longer = step->key != NULL ? mc_json_pointer_member(arena, pointer, step->key)
					   : mc_json_pointer_item(arena, pointer, step->index);
		if (strlen(longer) > POINTER_MAX)
			return pointer;
		pointer = longer;
	}
	return pointer;
}

bool
mc_schema_report(struct mc_schema_run *run, const struct mc_schema_place *place, const char *code,
    const char *detail_vi, const char *detail_en)
{
	const struct mc_problem *problem = &run->ctx->problem;
	const char *pointer;

	/* What an exhausted run says is wrong may only be unfinished. */
	if (run->quiet > 0 || run->exhausted || problem->error_count == MC_PROBLEM_ERRORS_MAX)
		return false;
	pointer = pointer_of(run->ctx->arena, place);
	for (size_t i = 0; i < problem->error_count; i++) {
		if (strcmp(problem->errors[i].pointer, pointer) == 0 &&
		    strcmp(problem->errors[i].code, code) == 0)
			return false;
	}
	mc_problem_add(run->ctx, pointer, code, detail_vi, detail_en);
	return false;
}

static bool
run_rules(struct mc_schema_run *run, const struct mc_schema_place *place,
    const struct mc_schema *schema, const json_t *value)
{
	unsigned types = mc_schema_type_of(value);
	bool valid = true;

	for (size_t i = 0; i < schema->rule_count && !run->exhausted; i++) {
		const struct mc_schema_rule *rule = &schema->rules[i];

		if (rule->keyword->check == NULL || (rule->keyword->types & types) == 0 ||
		    rule->keyword->check(run, place, rule, value))
			continue;
		valid = false;
		if (run->quiet > 0 || rule->keyword->gate ||
		    run->ctx->problem.error_count == MC_PROBLEM_ERRORS_MAX)
			break;
	}
	return valid && !run->exhausted;
}

bool
mc_schema_evaluate(struct mc_schema_run *run, const struct mc_schema_place *place,
    const struct mc_schema *schema, const json_t *value)
{
	bool valid;

	if (run->depth == DEPTH_MAX)
		run->exhausted = true;
	if (!mc_schema_spend(run, 1))
		return false;
	if (schema->never)
		return mc_schema_report(run, place, MC_ITEM_NEVER);
	run->depth++;
	valid = run_rules(run, place, schema, value);
	run->depth--;
	return valid;
}

enum mc_rc
mc_schema_check(
    struct mc_ctx *ctx, const struct mc_schema *schema, const json_t *value, enum mc_problem_id id)
{
	struct mc_schema_run run = {.ctx = ctx, .steps = STEPS_MAX};
	const struct mc_schema_place root = {.parent = NULL};

	if (!mc_json_within_depth(value, MC_JSON_DEPTH_MAX)) {
		mc_problem_add(ctx, "", MC_ITEM_DEPTH);
		return mc_fail(ctx, id, NULL);
	}
	if (mc_schema_evaluate(&run, &root, schema, value))
		return MC_OK;
	if (run.exhausted) {
		run.exhausted = false;
		(void)mc_schema_report(&run, &root, MC_ITEM_SIZE);
	}
	return mc_fail(ctx, id, NULL);
}
