/* The program: motcua COMMAND. What every command needs once in a process happens here, before
 * threads. */
#include <curl/curl.h>
#include <jansson.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/commands/command.h"
#include "api/commands/import.h"
#include "api/commands/keys.h"
#include "api/commands/migrate.h"
#include "api/commands/outbox.h"
#include "api/commands/quota.h"
#include "api/commands/receipt.h"
#include "api/commands/serve.h"
#include "api/commands/sign.h"
#include "api/commands/verify.h"
#include "api/commands/watch.h"
#include "api/commands/work.h"
#include "api/core/site.h"
#include "gen/queries.h"
#include "lib/base/config.h"
#include "lib/store/pg_check.h"
#include "lib/documents/page.h"

static int check_settings(int argc, char **argv);

static const struct mc_command commands[] = {
    {"serve", mc_cmd_serve, "", "answer requests until SIGTERM"},
    {"work", mc_cmd_work, "", "do what the outbox holds until SIGTERM"},
    {"watch", mc_cmd_watch, "", "write to the operator when something is wrong, until SIGTERM"},
    {"migrate", mc_cmd_migrate, "", "bring the database up to date"},
    {"import", mc_cmd_import, "WHAT PATH...",
	"places, accounts, catalogue, or a kind of the catalogue's documents"},
    {"outbox", mc_cmd_outbox, "list [--dossier CODE] [--json] | retry ID...|--all",
	"what was refused or given up, or became of a dossier's messages; try it again"},
    {"quota", mc_cmd_quota, "list [--json] | set ACCOUNT QUOTA MOST WHY | clear ACCOUNT [QUOTA]",
	"what one account may have or do more, or less, than others"},
    {"sign", mc_cmd_sign, "", "sign receipts for the API until SIGTERM"},
    {"keys", mc_cmd_keys, "[rotate] [receipts]",
	"make the key that signs access tokens, or receipts; add the next one"},
    {"receipt", mc_cmd_receipt, "verify FILE --jwks FILE", "check a signed receipt"},
    {"verify", mc_cmd_verify, "[CHECK...]", "compare all that is kept with its rows and seals"},
    {"check", check_settings, "[database]",
	"check the site folder and print the settings in force, or check the statements"},
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]), SETTINGS_MAX = 64 * 1024 };

static int
check_settings(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_buf out = mc_buf_new(arena, SETTINGS_MAX);
	MC_CLEANUP(mc_site_freep) struct mc_site *site = NULL;
	struct mc_config config;

	if (argc > 1 || (argc == 1 && strcmp(argv[0], "database") != 0))
		return MC_EXIT_USAGE;
	if (mc_command_begin(&ctx, &config) != MC_OK)
		return mc_command_failed("check", &ctx);
	if (argc == 1 && mc_pg_check(&ctx, config.database_url, MC_RELEASE, mc_statements) != MC_OK)
		return mc_command_failed("check", &ctx);
	if (argc == 0) {
		if (mc_site_open(&ctx, &config, &site) != MC_OK)
			return mc_command_failed("check", &ctx);
		mc_config_print(&out, &config);
	}
	(void)fputs(out.bytes, stdout);
	return MC_EXIT_DONE;
}

static int
print_usage(void)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_buf out = mc_buf_new(arena, SETTINGS_MAX);

	mc_buf_printf(&out, "usage: motcua COMMAND    (release %d)\n\n", MC_RELEASE);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		mc_buf_printf(&out, "  %-10s %-20s %s\n", commands[i].name, commands[i].usage,
		    commands[i].help);
	mc_buf_add_text(&out, "\nSettings come from the environment (default in parentheses):\n\n");
	mc_config_help(&out);
	(void)fputs(out.bytes, stderr);
	return MC_EXIT_USAGE;
}

/* Signals arrive where a command waits for them, in no other thread; a peer that hangs up is no
 * signal. */
static void
block_signals(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGPIPE);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static int
run(const struct mc_command *command, int argc, char **argv)
{
	int status;

	block_signals();
	json_object_seed(0);
	if (sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		(void)fputs("motcua: a library did not start\n", stderr);
		return MC_EXIT_FAILED;
	}
	status = command->run(argc, argv);
	mc_document_end();
	curl_global_cleanup();
	if (status == MC_EXIT_USAGE)
		(void)fprintf(stderr, "usage: motcua %s %s\n", command->name, command->usage);
	return status;
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return print_usage();
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(commands[i].name, argv[1]) == 0)
			return run(&commands[i], argc - 2, argv + 2);
	}
	return print_usage();
}
