/* Headers of resumable uploads: what is accepted is a clean name and a digest in lower hex. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/wire/tus.h"
#include "lib/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static void
check_filename(const char *name)
{
	size_t length = strlen(name);

	must(length > 0 && mc_utf8_length(name, length) <= MC_TUS_FILENAME_MAX);
	must(mc_utf8_valid(name, length) && strpbrk(name, "/\\") == NULL);
	for (size_t i = 0; i < length; i++)
		must((unsigned char)name[i] >= ' ' && name[i] != 0x7F);
	must(strcmp(name, ".") != 0 && strcmp(name, "..") != 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const char *header = mc_strndup(arena, (const char *)data, size);
	struct mc_tus_metadata metadata = {.filename = NULL};

	if (mc_tus_metadata_parse(&ctx, header, &metadata) != MC_OK)
		must(ctx.problem.id == MC_PROBLEM_BAD_HEADER);
	if (metadata.filename != NULL)
		check_filename(metadata.filename);
	if (metadata.sha256 != NULL)
		must(strspn(metadata.sha256, "0123456789abcdef") == 64 &&
		     metadata.sha256[64] == '\0');
	mc_problem_clear(&ctx);
	must(mc_tus_checksum_check(&ctx, header, "abc", 3) != MC_OK || strlen(header) == 51);
	return 0;
}
