/* One set of schemas over the embedded document; a compiled schema per operation with a JSON body.
 */
#include "api/core/contract.h"

#include <stdlib.h>
#include <string.h>

#include "gen/operations.h"
#include "lib/json/json.h"
#include "lib/json/json_schema.h"
#include "lib/json/pattern.h"

struct mc_contract {
	struct mc_arena *arena;
	json_t *document;
	struct mc_schema_set *set;
	const struct mc_schema *bodies[MC_OPERATION_COUNT]; /* NULL: takes no JSON */
	struct mc_pattern **patterns;
};

static enum mc_rc
compile_bodies(struct mc_ctx *ctx, struct mc_contract *contract)
{
	for (size_t i = 0; i < MC_OPERATION_COUNT; i++) {
		const char *pointer = mc_operations[i].schema_pointer;

		if (pointer != NULL)
			TRY(mc_schema_compile(ctx, contract->set, pointer, &contract->bodies[i]));
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

enum mc_rc
mc_contract_check_body(struct mc_ctx *ctx, const struct mc_contract *contract,
    const struct mc_operation *operation, const json_t *body)
{
	return mc_schema_check(
	    ctx, contract->bodies[operation - mc_operations], body, MC_PROBLEM_INVALID_BODY);
}

bool
mc_contract_matches(
    const struct mc_contract *contract, int pattern, const char *value, size_t length)
{
	return mc_pattern_match(contract->patterns[pattern], value, length) == MC_PATTERN_MATCH;
}
