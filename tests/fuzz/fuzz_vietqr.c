/* VietQR payloads and bank texts: a payload that is read can be built, and then reads the same;
 * every content found in a text is one that we could have made. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/payment/transfer_content.h"
#include "lib/payment/vietqr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static void
read_and_build(struct mc_arena *arena, const char *text)
{
	struct mc_ctx ctx = {.arena = arena};
	struct mc_vietqr transfer = {0}, again = {0};
	const char *payload;

	if (!mc_vietqr_parse(text, &transfer))
		return;
	must(mc_vietqr_build(&ctx, &transfer, &payload) == MC_OK);
	must(mc_vietqr_parse(payload, &again));
	must(strcmp(transfer.account, again.account) == 0 && transfer.amount == again.amount &&
	     strcmp(transfer.purpose, again.purpose) == 0);
}

/* The fuzzer cannot guess a CRC: the same text with the right one reaches the fields behind it. */
static void
with_crc(struct mc_arena *arena, const char *text)
{
	const char *fields = mc_sprintf(arena, "%s6304", text);

	read_and_build(arena,
	    mc_sprintf(arena, "%s%04X", fields, (unsigned)mc_vietqr_crc(fields, strlen(fields))));
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
	read_and_build(arena, text);
	with_crc(arena, text);
	mc_arena_free(arena);
	return 0;
}
