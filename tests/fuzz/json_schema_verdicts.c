/* Judges values by schemas for json_schema_differential.py. Standard input: a JSON array of
 * [schema, [value, ...]]. Standard output: a line per schema, a digit per value (1 = valid), or the
 * reason why the schema did not compile. */
#include <stdio.h>

#include "lib/json/json.h"
#include "lib/json/json_schema.h"

static void
judge(const json_t *pair)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	MC_CLEANUP(mc_schema_set_freep)
	struct mc_schema_set *set = mc_schema_set_new(json_array_get(pair, 0), 0);
	struct mc_ctx ctx = {.arena = arena};
	const struct mc_schema *schema;
	json_t *value;
	size_t i;

	if (mc_schema_compile(&ctx, set, "", &schema) != MC_OK) {
		puts(ctx.problem.internal);
		return;
	}
	json_array_foreach(json_array_get(pair, 1), i, value)
	{
		mc_problem_clear(&ctx);
		putchar(mc_schema_check(&ctx, schema, value, MC_PROBLEM_INVALID_BODY) == MC_OK
			    ? '1'
			    : '0');
	}
	putchar('\n');
}

int
main(void)
{
	MC_CLEANUP(mc_json_freep) json_t *pairs = NULL;
	json_error_t error;
	json_t *pair;
	size_t i;

	pairs = json_loadf(stdin, 0, &error);
	if (pairs == NULL) {
		fprintf(stderr, "line %d: %s\n", error.line, error.text);
		return 1;
	}
	json_array_foreach(pairs, i, pair)
	{
		judge(pair);
	}
	return 0;
}
