/* Queries: names are unique and within their limits, values hold no NUL; a refusal names one plain
 * parameter. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/wire/url.h"
#include "lib/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static void
check_accepted(const struct mc_query *query, size_t size)
{
	must(query->count <= MC_QUERY_PARAMETERS_MAX);
	for (size_t i = 0; i < query->count; i++) {
		const struct mc_query_parameter *one = &query->parameters[i];
		size_t name = strlen(one->name);
		size_t value = strlen(one->value);

		must(name > 0 && name <= MC_QUERY_NAME_MAX && value <= size);
		must(mc_utf8_valid(one->name, name) && mc_utf8_valid(one->value, value));
		must(mc_query_get(query, one->name) == one->value);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	struct mc_query query;

	if (mc_query_parse(&ctx, (const char *)data, size, &query) == MC_OK) {
		check_accepted(&query, size);
	} else {
		must(ctx.problem.id == MC_PROBLEM_BAD_QUERY && ctx.problem.error_count == 1);
		must(strpbrk(ctx.problem.errors[0].pointer, "<>\"'&\n\r ") == NULL);
		must(strlen(ctx.problem.errors[0].pointer) <= MC_QUERY_NAME_MAX);
	}
	mc_arena_free(ctx.arena);
	return 0;
}
