/* A new key is published a day before it signs, so that programs that keep the key set know it by
 * then. */
#include "api/commands/keys.h"

#include <stdio.h>
#include <string.h>

#include "api/commands/command.h"
#include "lib/base/clock.h"
#include "lib/trust/keys.h"
#include "lib/trust/server_key.h"

enum { PUBLISHED_AHEAD = 24 * 60 * 60 };

int
mc_cmd_keys(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;
	bool created = false;
	bool secret_created = false;
	bool rotate = argc == 1 && strcmp(argv[0], "rotate") == 0;

	if (argc > 0 && !rotate)
		return MC_EXIT_USAGE;
	if (mc_command_begin(&ctx, &config) != MC_OK ||
	    mc_keys_create(&ctx, config.key_dir, mc_clock_now(), &created) != MC_OK ||
	    mc_server_key_create(&ctx, config.key_dir, &secret_created) != MC_OK)
		return mc_command_failed("keys", &ctx);
	if (rotate && mc_keys_add(&ctx, config.key_dir, mc_clock_now() + PUBLISHED_AHEAD) != MC_OK)
		return mc_command_failed("keys", &ctx);
	(void)puts(rotate    ? "a key that signs from tomorrow on; the API publishes it by itself"
		   : created ? "a signing key was made"
			     : "there is a signing key");
	return MC_EXIT_DONE;
}
