/* Opening and closing in one place, in the order of need. */
#include "api/core/app.h"

#include <sched.h>
#include <stdlib.h>

#include "api/core/site.h"

/* Writers beyond three a processor only wait for each other inside PostgreSQL: with sixteen on two
 * processors as many dossiers are filed a second, but the slowest in a hundred take three times as
 * long. */
enum { TOKEN_SLOTS = 8192, FAST_PER_PROCESSOR = 2, SLOW_PER_PROCESSOR = 3 };

/* The processors this process may use, which a container can limit. */
static size_t
count_processors(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	return (size_t)CPU_COUNT(&set);
}

/* What is configured, or so many for each processor. */
static size_t
choose_size(long configured, size_t per_processor)
{
	return configured > 0 ? (size_t)configured : count_processors() * per_processor;
}

static void
open_pools(struct mc_app *app)
{
	const struct mc_config *config = app->config;
	struct mc_pg_options options = {
	    .conninfo = config->database_url,
	    .application_name = "motcua-fast",
	    .size = app->fast_threads,
	    .wait_ms = (unsigned)config->pool_wait_ms,
	    .statement_timeout_ms = (unsigned)config->fast_timeout_ms,
	};

	app->pools[MC_LANE_FAST] = mc_pg_pool_new(&options);
	options.application_name = "motcua-slow";
	options.size = choose_size(config->slow_pool, SLOW_PER_PROCESSOR);
	options.statement_timeout_ms = (unsigned)config->slow_timeout_ms;
	app->pools[MC_LANE_SLOW] = mc_pg_pool_new(&options);
}

static size_t
count_parts(void)
{
	return (size_t)(__stop_mc_parts - __start_mc_parts);
}

static size_t
place_of(const struct mc_part *part)
{
	size_t place = 0;

	while (__start_mc_parts[place] != part)
		place++;
	return place;
}

void *
mc_part_of(const struct mc_app *app, const struct mc_part *part)
{
	return app->parts[place_of(part)];
}

static enum mc_rc
open_parts(struct mc_ctx *ctx, struct mc_app *app)
{
	app->parts = calloc(count_parts() + 1, sizeof(*app->parts));
	if (app->parts == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	for (MC_TABLE_EACH(parts, mc_part, at))
		TRY((*at)->open(ctx, app->config, &app->parts[at - __start_mc_parts]));
	return MC_OK;
}

static void
close_parts(struct mc_app *app)
{
	if (app->parts == NULL)
		return;
	for (MC_TABLE_EACH(parts, mc_part, at)) {
		if (app->parts[at - __start_mc_parts] != NULL)
			(*at)->close(app->parts[at - __start_mc_parts]);
	}
	free(app->parts);
}

static enum mc_rc
open_core(struct mc_ctx *ctx, struct mc_app *app)
{
	TRY(mc_site_open(ctx, app->config, &app->site));
	TRY(mc_contract_open(ctx, &app->contract));
	TRY(mc_keys_load(ctx, app->config->key_dir, &app->keys));
	app->tokens = mc_token_cache_new(TOKEN_SLOTS);
	app->metrics = mc_metrics_new();
	open_pools(app);
	return MC_OK;
}

enum mc_rc
mc_app_open(struct mc_ctx *ctx, const struct mc_config *config, struct mc_app **ret_app)
{
	struct mc_app *app = calloc(1, sizeof(*app));

	if (app == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	app->config = config;
	app->fast_threads = choose_size(config->fast_threads, FAST_PER_PROCESSOR);
	if (open_core(ctx, app) != MC_OK || open_parts(ctx, app) != MC_OK) {
		mc_app_close(app);
		return MC_FAILED;
	}
	*ret_app = app;
	return MC_OK;
}

void
mc_app_close(struct mc_app *app)
{
	if (app == NULL)
		return;
	for (size_t lane = 0; lane < MC_LANE_COUNT; lane++)
		mc_pg_pool_free(app->pools[lane]);
	close_parts(app);
	mc_metrics_free(app->metrics);
	mc_token_cache_free(app->tokens);
	mc_keys_free(app->keys);
	mc_contract_close(app->contract);
	mc_site_free(app->site);
	free(app);
}
