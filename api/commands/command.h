/* What the commands of the program share. A command gets the words after its name and returns the
 * exit status: 0 done, 1 failed, 2 used wrongly. It says on standard error why it failed. */
#ifndef MC_COMMAND_H
#define MC_COMMAND_H

#include <stdbool.h>

#include "lib/base/config.h"
#include "lib/base/problem.h"

enum { MC_EXIT_DONE = 0, MC_EXIT_FAILED = 1, MC_EXIT_USAGE = 2 };

struct mc_command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage; /* what may follow the name */
	const char *help;
};

/* Reads the settings from the environment and opens the log at their level. */
MC_MUST_CHECK enum mc_rc mc_command_begin(struct mc_ctx *ctx, struct mc_config *ret_config);

/* The same for a command that stays until it is told to stop: its log goes to MOTCUA_LOG_FILE, if
 * that is set, and so does what anybody says on standard error. */
MC_MUST_CHECK enum mc_rc mc_command_begin_staying(struct mc_ctx *ctx, struct mc_config *ret_config);

/* Says on standard error what failed and why, and returns MC_EXIT_FAILED. */
int mc_command_failed(const char *command, const struct mc_ctx *ctx);

/* Waits for SIGINT or SIGTERM, which main has blocked in all threads, for a moment; whether one
 * came. */
bool mc_command_told_to_stop(unsigned wait_ms);

#endif
