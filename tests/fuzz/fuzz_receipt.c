/* Receipts that somebody shows us: what is read is canonical, so writing it again gives the same
 * text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/dossier/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

/* A payload with its members in any order and blanks between them is no receipt, but its canonical
 * text may be: that way the fuzzer gets past the check of the text to that of the members. */
static void
read_canonical(struct mc_arena *arena, const char *text, size_t length)
{
	struct mc_ctx ctx = {.arena = arena};
	MC_CLEANUP(mc_json_freep) json_t *json = NULL;
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	const char *canonical;

	if (mc_json_parse(&ctx, text, length, &json) != MC_OK)
		return;
	canonical = mc_json_canonical(arena, json);
	if (canonical == NULL ||
	    mc_receipt_read(&ctx, canonical, strlen(canonical), &payload) != MC_OK)
		return;
	must(strcmp(mc_json_canonical(arena, payload), canonical) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	const char *text = (const char *)data;

	if (mc_receipt_read(&ctx, text, size, &payload) == MC_OK) {
		const char *again = mc_json_canonical(ctx.arena, payload);

		must(strlen(again) == size && memcmp(again, text, size) == 0);
	} else {
		must(ctx.problem.id != MC_PROBLEM_NONE && ctx.problem.id != MC_PROBLEM_INTERNAL);
	}
	read_canonical(ctx.arena, text, size);
	mc_arena_free(ctx.arena);
	return 0;
}
