/* Keywords that apply subschemas: to the same value, to members, to items. */
#include "gen/vocabulary/items.h"
#include "lib/json/json_schema_node.h"

#include <string.h>

#include "lib/json/json.h"

enum { SAFE_NAME_MAX = 64, REFERENCES_MAX = 8 };

/* Whether, without reporting why not. */
static bool
evaluate_quietly(struct mc_schema_run *run, const struct mc_schema_place *place,
    const struct mc_schema *schema, const json_t *value)
{
	bool valid;

	run->quiet++;
	valid = mc_schema_evaluate(run, place, schema, value);
	run->quiet--;
	return valid;
}

MC_SCHEMA_CHECK(reference)
{
	return mc_schema_evaluate(run, place, rule->schema, value);
}

MC_SCHEMA_CHECK(all_of)
{
	bool valid = true;

	for (size_t i = 0; i < rule->branch_count; i++) {
		if (!mc_schema_evaluate(run, place, rule->branches[i].schema, value))
			valid = false;
		if (!valid && run->quiet > 0)
			break;
	}
	return valid;
}

static const struct mc_schema_rule *
find_rule(const struct mc_schema *schema, const char *keyword)
{
	for (size_t i = 0; i < schema->rule_count; i++) {
		if (strcmp(schema->rules[i].keyword->name, keyword) == 0)
			return &schema->rules[i];
	}
	return NULL;
}

/* Whether a branch is the one the sender meant: its type, and every member it fixes by const. */
static bool
is_meant(const struct mc_schema *branch, const json_t *value)
{
	const struct mc_schema_rule *type;
	const struct mc_schema_rule *properties;
	const struct mc_schema_rule *reference;

	for (int i = 0; i < REFERENCES_MAX; i++) {
		reference = find_rule(branch, "$ref");
		if (reference == NULL)
			break;
		branch = reference->schema;
	}
	type = find_rule(branch, "type");
	if (branch->never || (type != NULL && (type->least & mc_schema_type_of(value)) == 0))
		return false;
	properties = find_rule(branch, "properties");
	for (size_t i = 0; properties != NULL && i < properties->branch_count; i++) {
		const struct mc_schema_branch *member = &properties->branches[i];
		const struct mc_schema_rule *fixed = find_rule(member->schema, "const");
		const json_t *given = json_object_get(value, member->name);

		if (fixed != NULL && (given == NULL || !mc_json_equal(fixed->operand, given)))
			return false;
	}
	return true;
}

/* No branch fits. If the value can only have been meant for one of them, what is wrong with that
 * one says more than "none fits". */
static bool
report_no_branch(struct mc_schema_run *run, const struct mc_schema_place *place,
    const struct mc_schema_rule *rule, const json_t *value)
{
	const struct mc_schema *meant = NULL;
	size_t count = 0;

	if (run->quiet > 0)
		return false;
	for (size_t i = 0; i < rule->branch_count; i++) {
		if (is_meant(rule->branches[i].schema, value)) {
			meant = rule->branches[i].schema;
			count++;
		}
	}
	if (count == 1) {
		(void)mc_schema_evaluate(run, place, meant, value);
		return false;
	}
	return mc_schema_report(run, place, rule->keyword->name, MC_VI_NO_BRANCH, MC_EN_NO_BRANCH);
}

MC_SCHEMA_CHECK(any_of)
{
	for (size_t i = 0; i < rule->branch_count; i++) {
		if (evaluate_quietly(run, place, rule->branches[i].schema, value))
			return true;
	}
	return report_no_branch(run, place, rule, value);
}

static bool
check_decided(struct mc_schema_run *run, const struct mc_schema_place *place,
    const struct mc_schema_rule *rule, const json_t *value)
{
	const struct mc_schema_place inside = {.parent = place, .key = rule->member};
	const json_t *member = json_object_get(value, rule->member);
	const char *word = json_string_value(member);

	if (member == NULL)
		return mc_schema_report(run, &inside, MC_ITEM_MISSING);
	for (size_t i = 0; word != NULL && i < rule->mapping_count; i++) {
		if (strcmp(rule->mapping[i].name, word) == 0)
			return mc_schema_evaluate(run, place, rule->mapping[i].schema, value);
	}
	if (run->quiet > 0)
		return false;
	return mc_schema_report(
	    run, &inside, "enum", MC_VI_ENUM, MC_EN_ENUM_LISTED(run->ctx->arena, rule->words));
}

MC_SCHEMA_CHECK(one_of)
{
	size_t fitting = 0;

	if (rule->member != NULL && json_is_object(value))
		return check_decided(run, place, rule, value);
	for (size_t i = 0; i < rule->branch_count && fitting < 2; i++)
		fitting += evaluate_quietly(run, place, rule->branches[i].schema, value);
	if (fitting == 1)
		return true;
	if (fitting == 0)
		return report_no_branch(run, place, rule, value);
	return mc_schema_report(run, place, MC_ITEM_MANY_BRANCHES);
}

MC_SCHEMA_CHECK(not )
{
	if (!evaluate_quietly(run, place, rule->schema, value))
		return true;
	return mc_schema_report(run, place, MC_ITEM_NOT);
}

MC_SCHEMA_CHECK(condition)
{
	bool holds = evaluate_quietly(run, place, rule->schema, value);
	const struct mc_schema *consequence = rule->branches[holds ? 0 : 1].schema;

	return consequence == NULL || mc_schema_evaluate(run, place, consequence, value);
}

MC_SCHEMA_CHECK(dependent_schemas)
{
	bool valid = true;

	for (size_t i = 0; i < rule->branch_count; i++) {
		const struct mc_schema_branch *branch = &rule->branches[i];

		if (json_object_get(value, branch->name) != NULL &&
		    !mc_schema_evaluate(run, place, branch->schema, value))
			valid = false;
	}
	return valid;
}

MC_SCHEMA_CHECK(properties)
{
	bool valid = true;

	for (size_t i = 0; i < rule->branch_count; i++) {
		const struct mc_schema_branch *branch = &rule->branches[i];
		const json_t *member = json_object_get(value, branch->name);
		const struct mc_schema_place inside = {.parent = place, .key = branch->name};

		if (member == NULL || mc_schema_evaluate(run, &inside, branch->schema, member))
			continue;
		valid = false;
		if (run->quiet > 0)
			break;
	}
	return valid;
}

MC_SCHEMA_CHECK(pattern_properties)
{
	const char *name;
	json_t *member;
	bool valid = true;

	json_object_foreach((json_t *)value, name, member)
	{
		const struct mc_schema_place inside = {.parent = place, .key = name};

		for (size_t i = 0; i < rule->branch_count; i++) {
			const struct mc_schema_branch *branch = &rule->branches[i];

			if (mc_schema_matches(run, branch->pattern, name, strlen(name)) &&
			    !mc_schema_evaluate(run, &inside, branch->schema, member))
				valid = false;
		}
		if (run->exhausted || (!valid && run->quiet > 0))
			break;
	}
	return valid;
}

static bool
is_known(struct mc_schema_run *run, const struct mc_schema_rule *rule, const char *name)
{
	if (json_object_get(rule->known, name) != NULL)
		return true;
	for (size_t i = 0; i < rule->branch_count; i++) {
		if (mc_schema_matches(run, rule->branches[i].pattern, name, strlen(name)))
			return true;
	}
	return false;
}

/* Whether an answer may repeat a member name that nobody expected. */
static bool
is_safe_name(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || length > SAFE_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = name[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '_' || c == '-' || c == '.'))
			return false;
	}
	return true;
}

MC_SCHEMA_CHECK(additional_properties)
{
	const char *name;
	json_t *member;
	bool valid = true;

	json_object_foreach((json_t *)value, name, member)
	{
		const struct mc_schema_place inside = {.parent = place, .key = name};

		if (!mc_schema_spend(run, 1) || is_known(run, rule, name))
			continue;
		if (rule->schema->never)
			valid = mc_schema_report(run, is_safe_name(name) ? &inside : place,
			    MC_ITEM_ADDITIONAL_PROPERTIES);
		else if (!mc_schema_evaluate(run, &inside, rule->schema, member))
			valid = false;
		if (run->exhausted || (!valid && run->quiet > 0))
			break;
	}
	return valid && !run->exhausted;
}

MC_SCHEMA_CHECK(property_names)
{
	const char *name;
	json_t *member;

	json_object_foreach((json_t *)value, name, member)
	{
		MC_CLEANUP(mc_json_freep) json_t *text = json_string(name);
		const struct mc_schema_place inside = {.parent = place, .key = name};

		if (text != NULL && evaluate_quietly(run, &inside, rule->schema, text))
			continue;
		return mc_schema_report(
		    run, is_safe_name(name) ? &inside : place, MC_ITEM_PROPERTY_NAMES);
	}
	return true;
}

MC_SCHEMA_CHECK(prefix_items)
{
	bool valid = true;
	size_t count = json_array_size(value);

	for (size_t i = 0; i < rule->branch_count && i < count; i++) {
		const struct mc_schema_place inside = {.parent = place, .index = i};

		if (!mc_schema_evaluate(
			run, &inside, rule->branches[i].schema, json_array_get(value, i)))
			valid = false;
	}
	return valid;
}

MC_SCHEMA_CHECK(items)
{
	bool valid = true;

	for (size_t i = rule->least; i < json_array_size(value); i++) {
		const struct mc_schema_place inside = {.parent = place, .index = i};

		if (mc_schema_evaluate(run, &inside, rule->schema, json_array_get(value, i)))
			continue;
		valid = false;
		if (run->quiet > 0 || run->exhausted ||
		    run->ctx->problem.error_count == MC_PROBLEM_ERRORS_MAX)
			break;
	}
	return valid;
}

static bool
report_contained(struct mc_schema_run *run, const struct mc_schema_place *place,
    const struct mc_schema_rule *rule, size_t found)
{
	struct mc_arena *arena = run->ctx->arena;

	if (found < rule->least)
		return mc_schema_report(run, place, rule->least == 1 ? "contains" : "minContains",
		    MC_VI_CONTAINS(arena, rule->least), MC_EN_CONTAINS(arena, rule->least));
	return mc_schema_report(run, place, MC_ITEM_MAX_CONTAINS(arena, rule->most));
}

MC_SCHEMA_CHECK(contains)
{
	size_t found = 0;

	for (size_t i = 0; i < json_array_size(value) && !run->exhausted; i++) {
		const struct mc_schema_place inside = {.parent = place, .index = i};

		found += evaluate_quietly(run, &inside, rule->schema, json_array_get(value, i));
	}
	if (found >= rule->least && found <= rule->most)
		return true;
	return run->quiet > 0 ? false : report_contained(run, place, rule, found);
}
