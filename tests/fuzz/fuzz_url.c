/* Request targets: whatever is accepted is clean, whatever is refused says why. */
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	struct mc_path path;
	struct mc_query query;

	if (mc_url_parse(&ctx, (const char *)data, size, &path, &query) == MC_OK) {
		must(ctx.problem.id == MC_PROBLEM_NONE && path.count <= MC_URL_SEGMENTS_MAX);
		for (size_t i = 0; i < path.count; i++) {
			const char *segment = path.segments[i];
			size_t length = strlen(segment);

			must(length > 0 && length <= MC_URL_SEGMENT_MAX);
			must(mc_utf8_valid(segment, length) && strpbrk(segment, "/\\") == NULL);
			must(strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0);
		}
	} else {
		must(ctx.problem.id == MC_PROBLEM_BAD_REQUEST ||
		     ctx.problem.id == MC_PROBLEM_NOT_FOUND ||
		     ctx.problem.id == MC_PROBLEM_BAD_QUERY ||
		     ctx.problem.id == MC_PROBLEM_URI_TOO_LONG);
	}
	mc_arena_free(ctx.arena);
	return 0;
}
