/* A target that is silent costs as long as mc_fetch waits. */
#include "lib/watch/targets.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/wire/fetch.h"

enum { PAGE_MAX = 1 << 20, PAGES_MAX = 8 << 20 };

const char mc_watch_agent[] = "motcua-watch";

const char *
mc_targets_read(struct mc_arena *arena, const char *targets, const char *agent,
    void (*on_silent)(const char *why))
{
	struct mc_buf pages = mc_buf_new(arena, PAGES_MAX);

	for (const char *at = targets; *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		const char *target = mc_strndup(arena, at, length);
		struct mc_ctx ctx = {.arena = arena};
		const char *page = "";
		bool up = mc_fetch(&ctx, target, "/metrics", agent, PAGE_MAX, &page) == MC_OK;

		if (!up && on_silent != NULL)
			on_silent(ctx.problem.internal);
		mc_buf_printf(&pages, "up{target=\"%s\"} %d\n%s", target, up, page);
		at += length;
	}
	return pages.bytes;
}
