/* The command serve: the API until a signal tells it to stop. */
#include "api/commands/serve.h"

#include "api/core/app.h"
#include "api/commands/command.h"
#include "api/core/readiness.h"
#include "api/core/scrape.h"
#include "api/core/server.h"
#include "api/core/status.h"
#include "api/core/watch.h"
#include "lib/base/log.h"
#include "lib/base/supervisor.h"

enum { LOOK_MS = 500 };

/* The threads that serve are a library's and cannot be looked at: where a service manager wants
 * signs of life, they are asked. */
static void
serve_until_stopped(const struct mc_app *app, const struct mc_server *server)
{
	struct mc_supervisor supervisor = mc_supervisor_find();

	do {
		if (mc_supervisor_waits(&supervisor) && mc_server_answers(server))
			mc_supervisor_alive(
			    &supervisor, mc_readiness_problem(app->readiness) == MC_PROBLEM_NONE);
	} while (!mc_command_told_to_stop(LOOK_MS));
	mc_supervisor_stopping();
}

int
mc_cmd_serve(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;
	struct mc_app *app = NULL;
	struct mc_watch *watch = NULL;
	struct mc_server *server;
	bool drained;

	(void)argv;
	if (argc > 0)
		return MC_EXIT_USAGE;
	if (mc_command_begin_staying(&ctx, &config) != MC_OK ||
	    mc_app_open(&ctx, &config, &app) != MC_OK)
		return mc_command_failed("serve", &ctx);
	if (mc_watch_start(&ctx, app, &watch) != MC_OK ||
	    mc_server_start(&ctx, app, &server) != MC_OK) {
		mc_watch_stop(watch);
		mc_app_close(app);
		return mc_command_failed("serve", &ctx);
	}
	atomic_store(&app->listening, true);
	mc_status_start(app->status, mc_scrape_page, app);
	mc_log(MC_LOG_INFO, "started", "%zu threads for look-ups", app->slots[MC_CLASS_KEY]);
	serve_until_stopped(app, server);
	mc_log(MC_LOG_INFO, "stopping", "no new connections");
	drained = mc_server_stop(server);
	mc_status_stop(app->status);
	mc_watch_stop(watch);
	mc_app_close(app);
	mc_log(MC_LOG_INFO, "stopped", "%s",
	    drained ? "every request was answered" : "some requests were cut off");
	mc_log_close();
	return drained ? MC_EXIT_DONE : MC_EXIT_FAILED;
}
