/* Two folders: the keys of access tokens, and those of receipts, whose public halves are published
 * at once. A new key is published a day before it signs, so that programs that keep the key set
 * know it by then. */
#include "api/commands/keys.h"

#include <stdio.h>
#include <string.h>

#include "api/commands/command.h"
#include "lib/base/clock.h"
#include "lib/trust/published.h"
#include "lib/trust/server_key.h"

enum { PUBLISHED_AHEAD = 24 * 60 * 60 };

static enum mc_rc
make(struct mc_ctx *ctx, const char *directory, bool rotate, bool *ret_created)
{
	TRY(mc_keys_create(ctx, directory, mc_clock_now(), ret_created));
	return rotate ? mc_keys_add(ctx, directory, mc_clock_now() + PUBLISHED_AHEAD) : MC_OK;
}

static enum mc_rc
make_tokens(struct mc_ctx *ctx, const struct mc_config *config, bool rotate, bool *ret_created)
{
	bool secret_created;

	TRY(make(ctx, config->key_dir, rotate, ret_created));
	return mc_server_key_create(ctx, config->key_dir, &secret_created);
}

static enum mc_rc
make_receipts(struct mc_ctx *ctx, const struct mc_config *config, bool rotate, bool *ret_created)
{
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;

	TRY(make(ctx, config->receipt_key_dir, rotate, ret_created));
	TRY(mc_keys_load(ctx, config->receipt_key_dir, &keys));
	return mc_published_write(ctx, keys, config->published_dir);
}

int
mc_cmd_keys(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;
	bool created = false;
	bool receipts = argc > 0 && strcmp(argv[argc - 1], "receipts") == 0;
	bool rotate = argc > 0 && strcmp(argv[0], "rotate") == 0;

	if (argc != (receipts ? 1 : 0) + (rotate ? 1 : 0))
		return MC_EXIT_USAGE;
	if (mc_command_begin(&ctx, &config) != MC_OK ||
	    (receipts ? make_receipts : make_tokens)(&ctx, &config, rotate, &created) != MC_OK)
		return mc_command_failed("keys", &ctx);
	(void)puts(rotate    ? "a key that signs from tomorrow on; the API publishes it by itself"
		   : created ? "a signing key was made"
			     : "there is a signing key");
	return MC_EXIT_DONE;
}
