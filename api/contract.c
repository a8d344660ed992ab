/* One set of schemas over the embedded document; an entry per operation with a JSON body. */
#include "api/contract.h"

#include <stdlib.h>
#include <string.h>

#include "gen/operations.h"
#include "lib/base/json.h"
#include "lib/base/json_pointer.h"
#include "lib/base/json_schema.h"
#include "lib/base/pattern.h"

/* The branches of a schema with a discriminator. */
struct branch {
	const char *word; /* the value of the member; NULL after the last */
	const struct mc_schema *schema;
};

struct body_check {
	const struct mc_schema *schema;
	const char *member; /* the discriminator's name, or NULL */
	struct branch *branches;
	const char *words; /* all of them, for the message */
};

struct mc_contract {
	struct mc_arena *arena;
	json_t *document;
	struct mc_schema_set *set;
	struct body_check checks[MC_OPERATION_COUNT];
	struct mc_pattern **patterns;
};

static enum mc_rc
compile_branches(struct mc_ctx *ctx, struct mc_contract *contract, const json_t *discriminator,
    struct body_check *check)
{
	json_t *mapping = json_object_get(discriminator, "mapping");
	const char *words = "";
	const char *word;
	json_t *target;
	size_t count = 0;

	check->member = json_string_value(json_object_get(discriminator, "propertyName"));
	check->branches =
	    mc_alloc_array(contract->arena, json_object_size(mapping) + 1, sizeof(struct branch));
	json_object_foreach(mapping, word, target)
	{
		struct branch *branch = &check->branches[count++];

		branch->word = word;
		TRY(mc_schema_compile(
		    ctx, contract->set, json_string_value(target) + strlen("#"), &branch->schema));
		words =
		    mc_sprintf(contract->arena, "%s%s%s", words, *words != '\0' ? ", " : "", word);
	}
	check->words = words;
	return MC_OK;
}

static enum mc_rc
compile_bodies(struct mc_ctx *ctx, struct mc_contract *contract)
{
	for (size_t i = 0; i < MC_OPERATION_COUNT; i++) {
		const char *pointer = mc_operations[i].schema_pointer;
		struct body_check *check = &contract->checks[i];
		const json_t *discriminator;

		if (pointer == NULL)
			continue;
		discriminator = json_object_get(
		    mc_json_pointer_get(contract->document, pointer), "discriminator");
		if (discriminator != NULL)
			TRY(compile_branches(ctx, contract, discriminator, check));
		else
			TRY(mc_schema_compile(ctx, contract->set, pointer, &check->schema));
	}
	return MC_OK;
}

static enum mc_rc
compile_patterns(struct mc_ctx *ctx, struct mc_contract *contract)
{
	contract->patterns =
	    mc_alloc_array(contract->arena, mc_pattern_count + 1, sizeof(struct mc_pattern *));
	for (size_t i = 0; i < mc_pattern_count; i++) {
		const char *reason = "";

		contract->patterns[i] =
		    mc_pattern_new(mc_patterns[i], strlen(mc_patterns[i]), &reason);
		if (contract->patterns[i] == NULL)
			return mc_fail_internal(
			    ctx, MC_PROBLEM_INTERNAL, "pattern %s: %s", mc_patterns[i], reason);
	}
	return MC_OK;
}

static enum mc_rc
compile_all(struct mc_ctx *ctx, struct mc_contract *contract)
{
	TRY(mc_json_parse(ctx, mc_contract_json, mc_contract_length, &contract->document));
	contract->set = mc_schema_set_new(contract->document, MC_SCHEMA_ASSERT_FORMAT);
	TRY(compile_bodies(ctx, contract));
	return compile_patterns(ctx, contract);
}

enum mc_rc
mc_contract_open(struct mc_ctx *ctx, struct mc_contract **ret_contract)
{
	struct mc_arena *arena = mc_arena_new();
	struct mc_contract *contract = mc_alloc(arena, sizeof(*contract));

	contract->arena = arena;
	if (compile_all(ctx, contract) != MC_OK) {
		mc_contract_close(contract);
		return MC_FAILED;
	}
	*ret_contract = contract;
	return MC_OK;
}

void
mc_contract_close(struct mc_contract *contract)
{
	if (contract == NULL)
		return;
	for (size_t i = 0; contract->patterns != NULL && i < mc_pattern_count; i++)
		mc_pattern_free(contract->patterns[i]);
	mc_schema_set_free(contract->set);
	json_decref(contract->document);
	mc_arena_free(contract->arena);
}

static enum mc_rc
check_branch(struct mc_ctx *ctx, const struct body_check *check, const json_t *body)
{
	const json_t *member = json_object_get(body, check->member);
	const char *word = json_string_value(member);

	if (word == NULL) {
		mc_problem_add(ctx, mc_sprintf(ctx->arena, "/%s", check->member),
		    member == NULL ? "required" : "type", "Cần có mục này.", "This is required.");
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	}
	for (const struct branch *branch = check->branches; branch->word != NULL; branch++) {
		if (strcmp(branch->word, word) == 0)
			return mc_schema_check(ctx, branch->schema, body, MC_PROBLEM_INVALID_BODY);
	}
	mc_problem_add(ctx, mc_sprintf(ctx->arena, "/%s", check->member), "enum",
	    mc_sprintf(ctx->arena, "Chọn một trong: %s.", check->words),
	    mc_sprintf(ctx->arena, "Choose one of: %s.", check->words));
	return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
}

enum mc_rc
mc_contract_check_body(struct mc_ctx *ctx, const struct mc_contract *contract,
    const struct mc_operation *operation, const json_t *body)
{
	const struct body_check *check = &contract->checks[operation - mc_operations];

	if (check->member != NULL)
		return check_branch(ctx, check, body);
	return mc_schema_check(ctx, check->schema, body, MC_PROBLEM_INVALID_BODY);
}

bool
mc_contract_matches(
    const struct mc_contract *contract, int pattern, const char *value, size_t length)
{
	return mc_pattern_match(contract->patterns[pattern], value, length) == MC_PATTERN_MATCH;
}
