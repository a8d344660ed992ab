/* The request target: what is read, and what is refused with which problem. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/wire/url.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int
set_up(void **state)
{
	static struct mc_ctx ctx;

	ctx = (struct mc_ctx){.arena = mc_arena_new()};
	*state = &ctx;
	return 0;
}

static int
tear_down(void **state)
{
	struct mc_ctx *ctx = *state;

	mc_arena_free(ctx->arena);
	return 0;
}

static void
targets_are_split_and_decoded(void **state)
{
	struct mc_ctx *ctx = *state;
	static const char target[] =
	    "/v1/procedures/1.000656/%C4%91a?q=l%C3%A0m+s%E1%BB%95&&empty&a=b=c&plus=%2B&z=";
	struct mc_path path;
	struct mc_query query;

	assert_int_equal(mc_url_parse(ctx, target, sizeof(target) - 1, &path, &query), MC_OK);
	assert_int_equal(path.count, 4);
	assert_string_equal(path.segments[0], "v1");
	assert_string_equal(path.segments[2], "1.000656");
	assert_string_equal(path.segments[3], "đa");
	assert_int_equal(query.count, 5);
	assert_string_equal(mc_query_get(&query, "q"), "làm sổ");
	assert_string_equal(mc_query_get(&query, "empty"), "");
	assert_string_equal(mc_query_get(&query, "a"), "b=c");
	assert_string_equal(mc_query_get(&query, "plus"), "+");
	assert_string_equal(mc_query_get(&query, "z"), "");
	assert_null(mc_query_get(&query, "Q"));
	assert_int_equal(mc_url_parse(ctx, "/", 1, &path, &query), MC_OK);
	assert_int_equal(path.count, 0);
	assert_int_equal(query.count, 0);
	assert_int_equal(mc_url_parse(ctx, "/a+b?", 5, &path, &query), MC_OK);
	assert_string_equal(path.segments[0], "a+b");
}

static void
bad_targets_are_refused(void **state)
{
#define TARGET(text) text, sizeof(text) - 1
	static const struct {
		const char *target;
		size_t length;
		enum mc_problem_id id;
	} cases[] = {
	    {TARGET(""), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("v1"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("*"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("http://h/v1"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("?a=1"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/v1/"), MC_PROBLEM_NOT_FOUND},
	    {TARGET("//"), MC_PROBLEM_NOT_FOUND},
	    {TARGET("/v1//me"), MC_PROBLEM_NOT_FOUND},
	    {TARGET("/."), MC_PROBLEM_NOT_FOUND},
	    {TARGET("/v1/../me"), MC_PROBLEM_NOT_FOUND},
	    {TARGET("/v1/%2e%2E/me"), MC_PROBLEM_NOT_FOUND},
	    {TARGET("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q"), MC_PROBLEM_NOT_FOUND},
	    {TARGET("/a%2fb"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a%5Cb"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a\\b"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a%00"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a\0b"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a%0d%0ab"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a%7f"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a b"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a#b"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a%"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a%4"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/a%zz"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/%ff"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/%c0%af"), MC_PROBLEM_BAD_REQUEST},
	    {TARGET("/%ed%a0%80"), MC_PROBLEM_BAD_REQUEST},
	};
	struct mc_ctx *ctx = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_path path = {.count = 77};
		struct mc_query query = {.count = 77};

		mc_problem_clear(ctx);
		if (mc_url_parse(ctx, cases[i].target, cases[i].length, &path, &query) == MC_OK)
			fail_msg("accepted %s", cases[i].target);
		assert_int_equal(ctx->problem.id, cases[i].id);
		assert_int_equal(path.count, 77);
		assert_int_equal(query.count, 77);
	}
}

static void
bad_parameters_are_named(void **state)
{
	static const struct {
		const char *query;
		size_t length;
		const char *name, *code;
	} cases[] = {
	    {TARGET("a=1&b=2&a=3"), "a", "duplicate"},
	    {TARGET("a=1&%61=3"), "a", "duplicate"},
	    {TARGET("limit=%"), "limit", "percent"},
	    {TARGET("limit=%1g"), "limit", "percent"},
	    {TARGET("q=%ff"), "q", "utf8"},
	    {TARGET("q=a%00b"), "q", "character"},
	    {TARGET("q=a\0b"), "q", "character"},
	    {TARGET("q=a b"), "q", "character"},
	    {TARGET("a=1&=2"), "#2", "name"},
	    {TARGET("%ff=2"), "#1", "utf8"},
	    {TARGET("a=1&b=1&<b>=%ff"), "#3", "utf8"},
	    {TARGET("012345678901234567890123456789012345678901234567890123456789012345=1"), "#1",
		"name"},
	    {TARGET("<b>=1&<b>=2"), "#2", "duplicate"},
	};
	struct mc_ctx *ctx = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_query query = {.count = 77};

		mc_problem_clear(ctx);
		assert_int_equal(
		    mc_query_parse(ctx, cases[i].query, cases[i].length, &query), MC_FAILED);
		assert_int_equal(ctx->problem.id, MC_PROBLEM_BAD_QUERY);
		assert_int_equal(ctx->problem.error_count, 1);
		assert_string_equal(ctx->problem.errors[0].pointer, cases[i].name);
		assert_string_equal(ctx->problem.errors[0].code, cases[i].code);
		assert_int_equal(query.count, 77);
	}
}

static void
limits_hold_exactly(void **state)
{
	struct mc_ctx *ctx = *state;
	struct mc_buf buf = mc_buf_new(ctx->arena, 100000);
	struct mc_path path;
	struct mc_query query;

	for (int i = 0; i < MC_QUERY_PARAMETERS_MAX; i++)
		mc_buf_printf(&buf, "&p%d=1", i);
	assert_int_equal(mc_query_parse(ctx, buf.bytes, buf.length, &query), MC_OK);
	assert_int_equal(query.count, MC_QUERY_PARAMETERS_MAX);
	mc_buf_add_text(&buf, "&one=1");
	assert_int_equal(mc_query_parse(ctx, buf.bytes, buf.length, &query), MC_FAILED);
	assert_string_equal(ctx->problem.errors[0].pointer, "#33");

	buf = mc_buf_new(ctx->arena, 100000);
	for (int i = 0; i < MC_URL_LENGTH_MAX + 1; i++)
		mc_buf_add_char(&buf, i % 200 == 0 ? '/' : 'a');
	mc_problem_clear(ctx);
	assert_int_equal(mc_url_parse(ctx, buf.bytes, buf.length, &path, &query), MC_FAILED);
	assert_int_equal(ctx->problem.id, MC_PROBLEM_URI_TOO_LONG);
	mc_problem_clear(ctx);
	assert_int_equal(mc_url_parse(ctx, buf.bytes, 200 * 16, &path, &query), MC_OK);
	assert_int_equal(path.count, MC_URL_SEGMENTS_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(targets_are_split_and_decoded, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(bad_targets_are_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(bad_parameters_are_named, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(limits_hold_exactly, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
