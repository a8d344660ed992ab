/* What banks write beside a transfer: every content found in it is one that we could have made. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/payment/transfer_content.h"

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
	struct mc_arena *arena = mc_arena_new();
	const char *text = mc_strndup(arena, (const char *)data, size);
	struct mc_transfer_content found[MC_TRANSFER_CANDIDATES_MAX],
	    again[MC_TRANSFER_CANDIDATES_MAX];
	bool mistyped;
	size_t count = mc_transfer_content_find(text, found, &mistyped);

	must(count <= MC_TRANSFER_CANDIDATES_MAX);
	for (size_t i = 0; i < count; i++)
		must(mc_transfer_content_find(found[i].text, again, &mistyped) >= 1 &&
		     strcmp(found[i].text, again[0].text) == 0);
	mc_arena_free(arena);
	return 0;
}
