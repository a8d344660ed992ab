/* Settings: defaults, limits, unknown names, and secrets that stay secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lib/base/config.h"

static enum mc_rc
load(struct mc_ctx *ctx, const char *entry, struct mc_config *config)
{
	const char *const environment[] = {"PATH=/bin", entry, "HOME=/", NULL};

	mc_problem_clear(ctx);
	return mc_config_load(ctx, environment, config);
}

static void
test_defaults_and_values(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;

	(void)state;
	assert_int_equal(load(&ctx, "MOTCUA_LOOKUP_CONNECTIONS=77", &config), MC_OK);
	assert_int_equal(config.lookup_connections, 77);
	assert_string_equal(config.log_level, "info");
	assert_int_equal(load(&ctx, "MOTCUA_BASE_URL=https://a=b", &config), MC_OK);
	assert_string_equal(config.base_url, "https://a=b");
}

static void
test_wrong_numbers_are_refused(void **state)
{
	static const char *const wrong[] = {
	    "MOTCUA_LOOKUP_CONNECTIONS=", "MOTCUA_LOOKUP_CONNECTIONS=-1",
	    "MOTCUA_LOOKUP_CONNECTIONS=65537", "MOTCUA_LOOKUP_CONNECTIONS=3x",
	    "MOTCUA_LOOKUP_CONNECTIONS=99999999999999999999", "MOTCUA_IDLE_TIMEOUT=4"};
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(load(&ctx, wrong[i], &config), MC_FAILED);
	assert_string_equal(
	    ctx.problem.internal, "MOTCUA_IDLE_TIMEOUT must be a whole number from 5 to 3600");
}

static void
test_unknown_names_are_refused_without_their_value(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;

	(void)state;
	assert_int_equal(load(&ctx, "MOTCUA_DATABASE=hidden", &config), MC_FAILED);
	assert_string_equal(ctx.problem.internal, "there is no setting MOTCUA_DATABASE");
	assert_int_equal(load(&ctx, "MOTCUA_PORT=8080", &config), MC_OK);
}

static void
test_secrets_are_masked(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_buf out = mc_buf_new(arena, 65536);
	struct mc_config config;

	(void)state;
	assert_int_equal(load(&ctx, "MOTCUA_DATABASE_URL=password=hunter2", &config), MC_OK);
	mc_config_print(&out, &config);
	assert_null(strstr(out.bytes, "hunter2"));
	assert_non_null(strstr(out.bytes, "MOTCUA_DATABASE_URL=***\n"));
	assert_non_null(strstr(out.bytes, "MOTCUA_OWNER_DATABASE_URL=\n"));
	assert_non_null(strstr(out.bytes, "MOTCUA_LOOKUP_CONNECTIONS=1024\n"));
}

static void
test_help_names_every_setting(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_buf out = mc_buf_new(arena, 65536);

	(void)state;
	mc_config_help(&out);
	assert_non_null(strstr(out.bytes, "MOTCUA_CLASS_SLOTS"));
	assert_non_null(strstr(out.bytes, "MOTCUA_RUN"));
	assert_false(mc_buf_overflowed(&out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_defaults_and_values),
	    cmocka_unit_test(test_wrong_numbers_are_refused),
	    cmocka_unit_test(test_unknown_names_are_refused_without_their_value),
	    cmocka_unit_test(test_secrets_are_masked),
	    cmocka_unit_test(test_help_names_every_setting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
