/* A key set on the first line, a signed statement on the rest. Nothing verifies but what was made
 * with one of its keys, so accepting is possible only for the seed that holds a real signature; and
 * a key set that is accepted reads back from its own text. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/trust/signature.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static void
check_statement(const struct mc_keys *keys, const char *jws, size_t length)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const char *payload = NULL;
	const char *id = NULL;
	size_t payload_length = 0;

	if (mc_jws_verify(&ctx, keys, "receipt+jws", jws, length, &payload, &payload_length, &id) !=
	    MC_OK) {
		must(ctx.problem.id == MC_PROBLEM_SIGNATURE_INVALID && payload == NULL);
		return;
	}
	must(payload[payload_length] == '\0' && mc_keys_find(keys, id) != NULL);
	must(payload_length == 13 && memcmp(payload, "{\"code\":\"H1\"}", 13) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *again = NULL;
	struct mc_ctx ctx = {.arena = arena};
	const char *text = mc_strndup(arena, (const char *)data, size);
	const uint8_t *line = size == 0 ? NULL : memchr(data, '\n', size);
	size_t first = line == NULL ? size : (size_t)(line - data);

	if (mc_keys_parse_jwks(&ctx, text, first, &keys) != MC_OK) {
		must(ctx.problem.id != MC_PROBLEM_NONE && keys == NULL);
		return 0;
	}
	must(strstr(mc_keys_jwks(keys), "\"kid\"") != NULL);
	must(mc_keys_current(keys, INT64_MAX) == NULL);
	must(mc_keys_parse_jwks(&ctx, mc_keys_jwks(keys), strlen(mc_keys_jwks(keys)), &again) ==
	     MC_OK);
	must(strcmp(mc_keys_jwks(keys), mc_keys_jwks(again)) == 0);
	if (line != NULL)
		check_statement(keys, text + first + 1, size - first - 1);
	return 0;
}
