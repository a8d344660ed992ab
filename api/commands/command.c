/* Settings, signals and failing, the same way for every command. */
#include "api/commands/command.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/log.h"

enum mc_rc
mc_command_begin(struct mc_ctx *ctx, struct mc_config *ret_config)
{
	enum mc_log_level level;

	TRY(mc_config_load(ctx, (const char *const *)environ, ret_config));
	if (!mc_log_level_parse(ret_config->log_level, &level))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "MOTCUA_LOG_LEVEL must be debug, info, warning or error");
	mc_log_open(level);
	return MC_OK;
}

enum mc_rc
mc_command_begin_staying(struct mc_ctx *ctx, struct mc_config *ret_config)
{
	TRY(mc_command_begin(ctx, ret_config));
	if (*ret_config->log_file != '\0' && !mc_log_to_file(ret_config->log_file))
		return mc_file_fail(ctx, "open", ret_config->log_file);
	return MC_OK;
}

int
mc_command_failed(const char *command, const struct mc_ctx *ctx)
{
	const struct mc_problem *problem = &ctx->problem;
	const char *why = problem->internal != NULL ? problem->internal : problem->detail;

	if (why == NULL && problem->id != MC_PROBLEM_NONE)
		why = mc_problem_kind(problem->id)->title_en;
	(void)fprintf(stderr, "motcua %s: %s\n", command, why != NULL ? why : "failed");
	for (size_t i = 0; i < problem->error_count; i++)
		(void)fprintf(stderr, "  %s: %s: %s\n", problem->errors[i].pointer,
		    problem->errors[i].code, problem->errors[i].detail_en);
	return MC_EXIT_FAILED;
}

static sigset_t
stop_signals(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	return set;
}

bool
mc_command_told_to_stop(unsigned wait_ms)
{
	const struct timespec wait = {
	    .tv_sec = wait_ms / 1000, .tv_nsec = (long)(wait_ms % 1000) * 1000000};
	sigset_t set = stop_signals();

	return sigtimedwait(&set, NULL, &wait) > 0;
}
