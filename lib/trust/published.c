/* One file, replaced as a whole. */
#include "lib/trust/published.h"

#include <string.h>

#include "lib/base/file.h"

enum { DOCUMENT_MAX = 64 * 1024 };

static const char name[] = "receipt-keys.json";

enum mc_rc
mc_published_write(struct mc_ctx *ctx, const struct mc_keys *keys, const char *directory)
{
	struct mc_ctx reading = {.arena = ctx->arena};
	const char *jwks = mc_keys_jwks(keys);
	char *old = NULL;
	size_t length;

	if (mc_file_read(&reading, mc_sprintf(ctx->arena, "%s/%s", directory, name), DOCUMENT_MAX,
		&old, &length) == MC_OK &&
	    strcmp(old, jwks) == 0)
		return MC_OK;
	return mc_file_publish(ctx, directory, name, jwks, strlen(jwks));
}

enum mc_rc
mc_published_load(struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys)
{
	char *text;
	size_t length;

	TRY(mc_file_read(
	    ctx, mc_sprintf(ctx->arena, "%s/%s", directory, name), DOCUMENT_MAX, &text, &length));
	return mc_keys_parse_jwks(ctx, text, length, ret_keys);
}
