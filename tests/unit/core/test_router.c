/* Routing by the generated tree: every operation of the contract is found, nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "api/core/router.h"
#include "gen/operations.h"

static const char *const methods[MC_METHOD_COUNT] = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

static enum mc_rc
find(struct mc_ctx *ctx, const char *method, const char *target, struct mc_route *route)
{
	struct mc_path path;
	struct mc_query query;

	mc_problem_clear(ctx);
	*route = (struct mc_route){0};
	if (mc_url_parse(ctx, target, strlen(target), &path, &query) != MC_OK)
		return MC_FAILED;
	return mc_route_find(ctx, method, &path, route);
}

/* The path of an operation with "x1" in place of each parameter. */
static char *
example_of(struct mc_arena *arena, const char *path)
{
	char *example = mc_strdup(arena, path);
	char *to = example;

	for (const char *from = path; *from != '\0'; from++) {
		if (*from == '{') {
			*to++ = 'x';
			*to++ = '1';
			from = strchr(from, '}');
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return example;
}

static void
test_every_operation_is_found(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	(void)state;
	for (size_t i = 0; i < MC_OPERATION_COUNT; i++) {
		const struct mc_operation *operation = &mc_operations[i];
		struct mc_route route;

		assert_int_equal(find(&ctx, methods[operation->method],
				     example_of(arena, operation->path), &route),
		    MC_OK);
		assert_ptr_equal(route.operation, operation);
		for (size_t j = 0; j < route.value_count; j++)
			assert_string_equal(route.values[j], "x1");
	}
}

static void
test_other_paths_are_not_found(void **state)
{
	static const char *const unknown[] = {"/", "/v1", "/v2/me", "/v1/me/", "/v1//me",
	    "/v1/me/x", "/V1/me", "/v1/dossiers/a/papers/receipt", "/v1/dossiers/a/papers/.pdf",
	    "/v1/dossiers/a/papers/receipt.pdf/x", "/v1/webhooks/banks", "/v1/%2e%2e/me"};
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_route route;

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		assert_int_equal(find(&ctx, "GET", unknown[i], &route), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_NOT_FOUND);
	}
}

static void
test_wrong_method_names_the_right_ones(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_route route;

	(void)state;
	assert_int_equal(find(&ctx, "PUT", "/v1/dossiers", &route), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_METHOD_NOT_ALLOWED);
	assert_string_equal(route.allow, "GET, HEAD, POST");
	assert_int_equal(find(&ctx, "TRACE", "/v1/me", &route), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_METHOD_NOT_ALLOWED);
	assert_int_equal(find(&ctx, "get", "/v1/me", &route), MC_FAILED);
}

static void
test_head_is_get_unless_it_is_its_own(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_route route;

	(void)state;
	assert_int_equal(find(&ctx, "HEAD", "/v1/me", &route), MC_OK);
	assert_string_equal(route.operation->name, "getMe");
	assert_int_equal(find(&ctx, "HEAD", "/v1/uploads/x", &route), MC_OK);
	assert_string_equal(route.operation->name, "getUpload");
}

static void
test_values_are_decoded_and_suffixes_cut(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_route route;

	(void)state;
	assert_int_equal(find(&ctx, "GET", "/v1/dossiers/a%20b/papers/receipt.pdf", &route), MC_OK);
	assert_int_equal(route.value_count, 2);
	assert_string_equal(route.values[0], "a b");
	assert_string_equal(route.values[1], "receipt");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_operation_is_found),
	    cmocka_unit_test(test_other_paths_are_not_found),
	    cmocka_unit_test(test_wrong_method_names_the_right_ones),
	    cmocka_unit_test(test_head_is_get_unless_it_is_its_own),
	    cmocka_unit_test(test_values_are_decoded_and_suffixes_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
