/* The server's own secret. */
#include "tests/unit/scratch.h"

#include "lib/base/file.h"
#include "lib/trust/server_key.h"

static void
it_is_made_once_for_its_user_alone(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_server_key first;
	struct mc_server_key again;
	struct stat status;
	bool created = false;

	assert_good(ctx, mc_server_key_create(ctx, scratch->directory, &created));
	assert_true(created);
	assert_good(ctx, mc_server_key_load(ctx, scratch->directory, &first));
	assert_good(ctx, mc_server_key_create(ctx, scratch->directory, &created));
	assert_false(created);
	assert_good(ctx, mc_server_key_load(ctx, scratch->directory, &again));
	assert_memory_equal(&first, &again, sizeof(first));
	assert_int_equal(stat(scratch_path(scratch, "server.key"), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

static void
each_is_another(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_server_key first;
	struct mc_server_key second;
	bool created = false;

	assert_good(ctx, mc_server_key_create(ctx, scratch->directory, &created));
	assert_good(ctx, mc_server_key_load(ctx, scratch->directory, &first));
	assert_int_equal(remove(scratch_path(scratch, "server.key")), 0);
	assert_good(ctx, mc_server_key_create(ctx, scratch->directory, &created));
	assert_good(ctx, mc_server_key_load(ctx, scratch->directory, &second));
	assert_memory_not_equal(&first, &second, sizeof(first));
	mc_server_key_wipe(&second);
	memset(&first, 0, sizeof(first));
	assert_memory_equal(&first, &second, sizeof(first));
}

static void
what_is_none_is_refused_with_what_to_do(void **state)
{
	static const char *const texts[] = {"", "c2hvcnQ",
	    "not base64url of 32 bytes at all!!!!!!!!!!!",
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_server_key key;
	bool created = false;

	assert_int_equal(mc_server_key_load(ctx, scratch->directory, &key), MC_FAILED);
	assert_non_null(strstr(ctx->problem.internal, "\"motcua keys\" makes it"));
	mc_problem_clear(ctx);
	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_good(ctx, mc_file_replace(ctx, scratch->directory, "server.key", texts[i],
				     strlen(texts[i])));
		assert_int_equal(mc_server_key_load(ctx, scratch->directory, &key), MC_FAILED);
		assert_non_null(strstr(ctx->problem.internal, "is not what"));
		mc_problem_clear(ctx);
	}
	assert_int_equal(remove(scratch_path(scratch, "server.key")), 0);
	assert_good(ctx, mc_server_key_create(ctx, scratch->directory, &created));
	assert_int_equal(chmod(scratch_path(scratch, "server.key"), 0640), 0);
	assert_int_equal(mc_server_key_load(ctx, scratch->directory, &key), MC_FAILED);
	assert_non_null(strstr(ctx->problem.internal, "chmod 600"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_is_made_once_for_its_user_alone),
	    TEST(each_is_another),
	    TEST(what_is_none_is_refused_with_what_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
