/* A schema on the first line, a value on the rest. Bodies, patterns and canonical text are reached
 * on the way. A check gives the same answer twice, reports items exactly when it fails, and the
 * value read back from its canonical text is equal and judged alike. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/json/json_schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static bool
check(struct mc_ctx *ctx, const struct mc_schema *schema, const json_t *value)
{
	bool valid;

	mc_problem_clear(ctx);
	valid = mc_schema_check(ctx, schema, value, MC_PROBLEM_INVALID_BODY) == MC_OK;
	must(valid == (ctx->problem.error_count == 0));
	must(valid == (ctx->problem.id == MC_PROBLEM_NONE));
	return valid;
}

static void
check_canonical(struct mc_ctx *ctx, const struct mc_schema *schema, const json_t *value)
{
	const char *text = mc_json_canonical(ctx->arena, value);
	MC_CLEANUP(mc_json_freep) json_t *again = NULL;

	must(text != NULL);
	mc_problem_clear(ctx);
	must(mc_json_parse(ctx, text, strlen(text), &again) == MC_OK);
	must(mc_json_equal(value, again));
	must(strcmp(mc_json_canonical(ctx->arena, again), text) == 0);
	must(check(ctx, schema, again) == check(ctx, schema, value));
}

static void
check_pair(struct mc_ctx *ctx, json_t *document, const json_t *value, unsigned options)
{
	MC_CLEANUP(mc_schema_set_freep)
	struct mc_schema_set *set = mc_schema_set_new(document, options);
	const struct mc_schema *schema;

	mc_problem_clear(ctx);
	if (mc_schema_compile(ctx, set, "", &schema) != MC_OK) {
		must(ctx->problem.id == MC_PROBLEM_INTERNAL && ctx->problem.internal != NULL);
		return;
	}
	must(check(ctx, schema, value) == check(ctx, schema, value));
	check_canonical(ctx, schema, value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	MC_CLEANUP(mc_json_freep) json_t *value = NULL;
	const char *text = (const char *)data;
	const char *line = size == 0 ? NULL : memchr(text, '\n', size);
	size_t length = line == NULL ? size : (size_t)(line - text);

	if (line != NULL && mc_json_parse(&ctx, text, length, &document) == MC_OK &&
	    mc_json_parse(&ctx, line, size - length, &value) == MC_OK) {
		check_pair(&ctx, document, value, 0);
		check_pair(&ctx, document, value, MC_SCHEMA_ASSERT_FORMAT);
	}
	mc_arena_free(ctx.arena);
	return 0;
}
