/* Tokens as they arrive: what is accepted has the one shape that may reach a library. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/trust/token_shape.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	struct mc_token_shape shape;
	const char *token = (const char *)data;

	if (mc_token_shape_check(&ctx, token, size, &shape) == MC_OK) {
		size_t dots = 0;

		for (size_t i = 0; i < size; i++)
			dots += token[i] == '.';
		must(size <= MC_TOKEN_LENGTH_MAX && dots == 2);
		must(token[shape.signed_length] == '.' && size - shape.signed_length == 87);
		must(strcmp(shape.algorithm, "ES256") == 0);
		must(strlen(shape.key_id) > 0 && strlen(shape.key_id) <= MC_TOKEN_KEY_ID_MAX);
	} else {
		must(ctx.problem.id == MC_PROBLEM_TOKEN_INVALID && ctx.problem.detail == NULL);
	}
	mc_arena_free(ctx.arena);
	return 0;
}
