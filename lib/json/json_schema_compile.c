/* From a document to rules, without recursion: each subschema becomes a node that waits its turn. A
 * node is found again by the address of its source, so references to it, even from inside, cost
 * nothing and recursive schemas are graphs. */
#include "lib/json/json_schema_node.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/json_pointer.h"
#include "lib/json/pattern.h"

enum { BUCKETS = 256, NODES_MAX = 50000, HEIGHT_MAX = 32 };

struct owned_pattern {
	struct owned_pattern *next;
	struct mc_pattern *pattern;
};

struct mc_schema_set {
	struct mc_arena *arena;
	json_t *document;
	unsigned options;
	bool broken;
	size_t node_count;
	struct mc_schema *waiting;
	struct owned_pattern *patterns;
	struct mc_schema *buckets[BUCKETS];
};

struct mc_schema_set *
mc_schema_set_new(json_t *document, unsigned options)
{
	struct mc_arena *arena = mc_arena_new();
	struct mc_schema_set *set = mc_alloc(arena, sizeof(*set));

	set->arena = arena;
	set->document = json_incref(document);
	set->options = options;
	return set;
}

void
mc_schema_set_free(struct mc_schema_set *set)
{
	if (set == NULL)
		return;
	for (struct owned_pattern *owned = set->patterns; owned != NULL; owned = owned->next)
		mc_pattern_free(owned->pattern);
	json_decref(set->document);
	mc_arena_free(set->arena);
}

void
mc_schema_set_freep(struct mc_schema_set **set)
{
	mc_schema_set_free(*set);
	*set = NULL;
}

struct mc_arena *
mc_schema_arena(const struct mc_schema_compiler *compiler)
{
	return compiler->set->arena;
}

const json_t *
mc_schema_document(const struct mc_schema_compiler *compiler)
{
	return compiler->set->document;
}

enum mc_rc
mc_schema_refuse(struct mc_schema_compiler *compiler, const char *keyword, const char *reason)
{
	return mc_fail_internal(compiler->ctx, MC_PROBLEM_INTERNAL, "schema #%s, %s: %s",
	    compiler->node->pointer, keyword, reason);
}

const struct mc_schema *
mc_schema_child(struct mc_schema_compiler *compiler, const json_t *source, const char *pointer)
{
	struct mc_schema_set *set = compiler->set;
	struct mc_schema **bucket = &set->buckets[((uintptr_t)source >> 4) % BUCKETS];
	struct mc_schema *node;

	for (node = *bucket; node != NULL; node = node->same_bucket) {
		if (node->source == source)
			return node;
	}
	node = mc_alloc(set->arena, sizeof(*node));
	node->source = source;
	node->pointer = mc_strdup(set->arena, pointer);
	node->same_bucket = *bucket;
	*bucket = node;
	node->next = set->waiting;
	set->waiting = node;
	set->node_count++;
	return node;
}

enum mc_rc
mc_schema_pattern(struct mc_schema_compiler *compiler, const char *keyword, const char *text,
    size_t length, const struct mc_pattern **ret_pattern)
{
	struct mc_schema_set *set = compiler->set;
	struct owned_pattern *owned;
	const char *reason;
	struct mc_pattern *pattern = mc_pattern_new(text, length, &reason);

	if (pattern == NULL)
		return mc_schema_refuse(compiler, keyword, reason);
	owned = mc_alloc(set->arena, sizeof(*owned));
	*owned = (struct owned_pattern){.next = set->patterns, .pattern = pattern};
	set->patterns = owned;
	*ret_pattern = pattern;
	return MC_OK;
}

/* Every member must be a keyword of the table or an extension. */
static enum mc_rc
check_members(struct mc_schema_compiler *compiler)
{
	const char *name;
	json_t *member;

	json_object_foreach((json_t *)compiler->node->source, name, member)
	{
		if (strncmp(name, "x-", 2) != 0 && mc_schema_keyword_find(name) == NULL)
			return mc_schema_refuse(compiler, name, "this keyword is not supported");
	}
	return MC_OK;
}

static enum mc_rc
compile_node(struct mc_schema_compiler *compiler)
{
	struct mc_schema *node = compiler->node;
	const struct mc_schema_keyword *keyword;

	if (json_is_boolean(node->source)) {
		node->never = json_is_false(node->source);
		return MC_OK;
	}
	if (!json_is_object(node->source))
		return mc_schema_refuse(compiler, "schema", "a schema is an object or a boolean");
	TRY(check_members(compiler));
	node->rules = mc_alloc_array(
	    compiler->set->arena, json_object_size(node->source) + 1, sizeof(*node->rules));
	for (size_t i = 0; (keyword = mc_schema_keyword_at(i)) != NULL; i++) {
		struct mc_schema_rule *rule = &node->rules[node->rule_count];

		rule->operand = json_object_get(node->source, keyword->name);
		if (rule->operand == NULL || keyword->compile == NULL)
			continue;
		rule->keyword = keyword;
		TRY(keyword->compile(compiler, rule));
		node->rule_count++;
	}
	memset(&node->rules[node->rule_count], 0, sizeof(*node->rules));
	return MC_OK;
}

static enum mc_rc measure(
    struct mc_schema_compiler *compiler, struct mc_schema *node, unsigned depth);

static enum mc_rc
measure_child(struct mc_schema_compiler *compiler, struct mc_schema *node,
    const struct mc_schema *child, unsigned depth)
{
	if (child == NULL)
		return MC_OK;
	TRY(measure(compiler, (struct mc_schema *)child, depth + 1));
	compiler->node = node;
	if (child->height + 1 > node->height)
		node->height = child->height + 1;
	return MC_OK;
}

/* How many schemas stack up on one value. A reference that leads back to itself without stepping
 * into the value would never end, so it does not compile. */
static enum mc_rc
measure(struct mc_schema_compiler *compiler, struct mc_schema *node, unsigned depth)
{
	compiler->node = node;
	if (node->measure == MEASURED)
		return MC_OK;
	if (node->measure == MEASURING)
		return mc_schema_refuse(compiler, "$ref", "this reference never ends");
	node->measure = MEASURING;
	node->height = 1;
	for (size_t i = 0; i < node->rule_count && depth < HEIGHT_MAX; i++) {
		const struct mc_schema_rule *rule = &node->rules[i];

		if (!rule->keyword->in_place)
			continue;
		TRY(measure_child(compiler, node, rule->schema, depth));
		for (size_t k = 0; k < rule->branch_count; k++)
			TRY(measure_child(compiler, node, rule->branches[k].schema, depth));
	}
	if (depth == HEIGHT_MAX || node->height > HEIGHT_MAX)
		return mc_schema_refuse(compiler, "$ref", "schemas are stacked too high");
	node->measure = MEASURED;
	return MC_OK;
}

static enum mc_rc
compile_all(struct mc_schema_compiler *compiler)
{
	struct mc_schema_set *set = compiler->set;

	while (set->waiting != NULL) {
		compiler->node = set->waiting;
		set->waiting = set->waiting->next;
		if (set->node_count > NODES_MAX)
			return mc_schema_refuse(compiler, "schema", "there are too many schemas");
		TRY(compile_node(compiler));
	}
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct mc_schema *node = set->buckets[i]; node != NULL;
		     node = node->same_bucket)
			TRY(measure(compiler, node, 0));
	}
	return MC_OK;
}

enum mc_rc
mc_schema_compile(struct mc_ctx *ctx, struct mc_schema_set *set, const char *pointer,
    const struct mc_schema **ret_schema)
{
	struct mc_schema_compiler compiler = {
	    .ctx = ctx, .set = set, .assert_format = set->options & MC_SCHEMA_ASSERT_FORMAT};
	const json_t *source = mc_json_pointer_get(set->document, pointer);
	const struct mc_schema *schema;

	if (set->broken)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "schema #%s: the set is broken", pointer);
	if (source == NULL)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "schema #%s: there is none", pointer);
	schema = mc_schema_child(&compiler, source, pointer);
	if (compile_all(&compiler) != MC_OK) {
		set->broken = true;
		return MC_FAILED;
	}
	*ret_schema = schema;
	return MC_OK;
}
