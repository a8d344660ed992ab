/* Opening and closing in one place, in the order of need. */
#include "api/core/app.h"

#include <stdlib.h>

#include "api/core/key_ring.h"
#include "api/core/rates.h"
#include "api/core/readiness.h"
#include "api/core/revocations.h"
#include "api/core/own_secret.h"
#include "api/core/site.h"
#include "api/core/status.h"
#include "gen/operations.h"
#include "lib/trust/published.h"
#include "lib/trust/signer.h"

enum {
	/* To the database; one more is the watch's (api/core/watch.h), one reads figures, and one
	 * holds the statements against the schema for a moment (lib/store/pg_check.h). */
	CONNECTIONS = 38,
	FIGURES_MS = 2000,
	FIGURES_LOCK_MS = 300,
};

/* A pool for each kind of caller, which together lease what the class may; connections are opened
 * when they are asked for. */
static void
open_pools(struct mc_app *app, enum mc_class_id id, size_t connections)
{
	const struct mc_class *class = &mc_classes[id];

	struct mc_gate_options leases = {.name = class->application_name,
	    .slots = connections,
	    .queue = SIZE_MAX,
	    .wait_ms = class->wait_ms};

	app->leases[id] = mc_gate_new(&leases);
	for (enum mc_caller_kind kind = 0; kind < MC_CALLER_KIND_COUNT; kind++) {
		struct mc_pg_options pool = {.conninfo = app->config->database_url,
		    .user = mc_caller_database_role(kind),
		    .application_name = class->application_name,
		    .size = connections,
		    .gate = app->leases[id],
		    .budget = app->budget,
		    .wait_ms = class->wait_ms,
		    .statement_timeout_ms = class->statement_ms,
		    .lock_timeout_ms = class->lock_ms};

		app->pools[id][kind] = mc_pg_pool_new(&pool);
	}
}

/* A gate for each class, a connection for whoever is inside. */
static enum mc_rc
open_classes(struct mc_ctx *ctx, struct mc_app *app)
{
	size_t connections[MC_CLASS_COUNT];

	TRY(mc_class_slots(ctx, app->config->class_slots, app->slots));
	TRY(mc_rates_new(ctx, app->config->class_rates, &app->rates));
	mc_class_connections(app->slots, CONNECTIONS, connections);
	app->budget = mc_pg_budget_new(CONNECTIONS);
	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		const struct mc_class *class = &mc_classes[i];
		struct mc_gate_options gate = {.name = class->name,
		    .slots = app->slots[i],
		    .queue = class->queue,
		    .wait_ms = class->wait_ms};

		app->gates[i] = mc_gate_new(&gate);
		if (class->statement_ms > 0)
			open_pools(app, (enum mc_class_id)i, connections[i]);
	}
	return MC_OK;
}

static void
open_figures(struct mc_app *app)
{
	struct mc_pg_options pool = {.conninfo = app->config->database_url,
	    .user = mc_caller_database_role(MC_CALLER_SYSTEM),
	    .application_name = "motcua-figures",
	    .size = 1,
	    .wait_ms = FIGURES_MS,
	    .statement_timeout_ms = FIGURES_MS,
	    .lock_timeout_ms = FIGURES_LOCK_MS};

	app->figures = mc_pg_pool_new(&pool);
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
	TRY(mc_key_ring_open(ctx, app->config->key_dir, mc_keys_load, &app->ring));
	TRY(mc_own_secret_open(ctx, app->config->key_dir, &app->secret));
	TRY(mc_key_ring_open(ctx, app->config->published_dir, mc_published_load, &app->receipts));
	app->signer = mc_signer_new(app->config->sign_socket);
	app->readiness = mc_readiness_new(app->config->database_url);
	app->revocations = mc_revocations_new();
	app->metrics = mc_metrics_new();
	app->status = mc_status_new(app->config);
	open_figures(app);
	app->breakers = calloc(MC_OPERATION_COUNT, sizeof(*app->breakers));
	if (app->breakers == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	return open_classes(ctx, app);
}

enum mc_rc
mc_app_open(struct mc_ctx *ctx, const struct mc_config *config, struct mc_app **ret_app)
{
	struct mc_app *app = calloc(1, sizeof(*app));

	if (app == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	app->config = config;
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
	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		for (size_t kind = 0; kind < MC_CALLER_KIND_COUNT; kind++)
			mc_pg_pool_free(app->pools[i][kind]);
		mc_gate_free(app->leases[i]);
		mc_gate_free(app->gates[i]);
	}
	mc_rates_free(app->rates);
	mc_pg_budget_free(app->budget);
	mc_pg_pool_free(app->figures);
	close_parts(app);
	free(app->breakers);
	mc_status_free(app->status);
	mc_metrics_free(app->metrics);
	mc_revocations_free(app->revocations);
	mc_readiness_free(app->readiness);
	mc_signer_free(app->signer);
	mc_key_ring_free(app->receipts);
	mc_key_ring_free(app->ring);
	mc_own_secret_free(app->secret);
	mc_contract_close(app->contract);
	mc_site_free(app->site);
	free(app);
}
