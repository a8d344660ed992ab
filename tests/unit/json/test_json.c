/* Parsing of bodies, and canonical JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/json/json_pointer.h"

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
bodies_are_parsed(void **state)
{
	static const char *const bodies[] = {"{}", "[]", " {\"a\": [1, -2.5e3, true, null]} \n",
	    "{\"tên\":\"Nguyễn Văn Đạt\"}", "[9223372036854775807]", "[\"\\ud83d\\ude00\"]",
	    "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[\"]"};
	struct mc_ctx *ctx = *state;

	for (size_t i = 0; i < COUNT(bodies); i++) {
		MC_CLEANUP(mc_json_freep) json_t *json = NULL;

		assert_int_equal(mc_json_parse(ctx, bodies[i], strlen(bodies[i]), &json), MC_OK);
		assert_non_null(json);
	}
}

static void
bad_bodies_are_refused_with_their_place(void **state)
{
#define BODY(text) text, sizeof(text) - 1
	static const struct {
		const char *bytes;
		size_t length;
		const char *detail_end; /* NULL: whatever it says */
	} cases[] = {
	    {BODY(""), NULL},
	    {BODY("   "), NULL},
	    {BODY("1"), NULL},
	    {BODY("\"a\""), NULL},
	    {BODY("null"), NULL},
	    {BODY("{\"a\":1"), "(Line 1, column 6: it ends too early.)"},
	    {BODY("{\"a\":1}x"), "something follows its end.)"},
	    {BODY("{\"a\":1,\n \"a\":2}"), "(Line 2, column 4: a member name appears twice.)"},
	    {BODY("[1,]"), "this is not JSON syntax.)"},
	    {BODY("[01]"), NULL},
	    {BODY("[NaN]"), NULL},
	    {BODY("['a']"), NULL},
	    {BODY("[\"\\u0000\"]"), NULL},
	    {BODY("[\"a\0b\"]"), NULL},
	    {BODY("{}\0"), NULL},
	    {BODY("[\"\xff\"]"), "text is not valid UTF-8.)"},
	    {BODY("[\"\xc0\xaf\"]"), NULL},
	    {BODY("[\"\\ud800\"]"), NULL},
	    {BODY("\xef\xbb\xbf{}"), NULL},
	    {BODY("[9223372036854775808]"), NULL},
	    {BODY("[1e400]"), NULL},
	    {BODY("{\"a\": [9.223372036854778e+18]}"), NULL},
	    {BODY("[-1e19]"), NULL},
	    {BODY("[\"a\nb\"]"), NULL},
	};
	struct mc_ctx *ctx = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		json_t *json = NULL;
		const char *detail;
		const char *end = cases[i].detail_end;

		mc_problem_clear(ctx);
		assert_int_equal(
		    mc_json_parse(ctx, cases[i].bytes, cases[i].length, &json), MC_FAILED);
		assert_null(json);
		assert_int_equal(ctx->problem.id, MC_PROBLEM_BAD_JSON);
		detail = ctx->problem.detail;
		assert_int_equal(strncmp(detail, "Dòng ", strlen("Dòng ")), 0);
		if (end != NULL)
			assert_string_equal(detail + strlen(detail) - strlen(end), end);
	}
}

static void
details_never_repeat_the_input(void **state)
{
	static const char body[] = "{\"<script>\":1,\"<script>\":2}";
	struct mc_ctx *ctx = *state;
	json_t *json;

	assert_int_equal(mc_json_parse(ctx, body, sizeof(body) - 1, &json), MC_FAILED);
	assert_null(strstr(ctx->problem.detail, "script"));
}

static void
bodies_nest_32_levels_at_most(void **state)
{
	struct mc_ctx *ctx = *state;
	char body[200000];

	for (size_t depth = 30; depth < 36; depth++) {
		MC_CLEANUP(mc_json_freep) json_t *json = NULL;

		memset(body, '[', depth);
		memset(body + depth, ']', depth);
		mc_problem_clear(ctx);
		assert_int_equal(mc_json_parse(ctx, body, 2 * depth, &json),
		    depth <= MC_JSON_DEPTH_MAX ? MC_OK : MC_FAILED);
		if (json != NULL) {
			assert_true(mc_json_within_depth(json, depth));
			assert_false(mc_json_within_depth(json, depth - 1));
		}
	}
	memset(body, '[', sizeof(body));
	mc_problem_clear(ctx);
	assert_int_equal(mc_json_parse(ctx, body, sizeof(body), &(json_t *){NULL}), MC_FAILED);
}

static void
canonical_text_is_one_per_value(void **state)
{
	static const struct {
		const char *body, *text;
	} cases[] = {
	    {"{ \"b\" : [ 1 , 2.0, true, false, null ], \"a\": {} }",
		"{\"a\":{},\"b\":[1,2,true,false,null]}"},
	    {"[\"\\u0041\\/\\\"\\\\\\n\\u001F\\u007f\"]", "[\"A/\\\"\\\\\\n\\u001f\x7f\"]"},
	    {"[-0.0, -0, 0.5, 1e2, -9223372036854775808]", "[0,0,0.5,100,-9223372036854775808]"},
	    {"{\"aa\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"aa\":1}"},
	    /* The order of RFC 8785, section 3.2.3. */
	    {"{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,"
	     "\"\\u00f6\":7}",
		"{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\xef\xac\xb3\":3}"},
	};
	struct mc_ctx *ctx = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		MC_CLEANUP(mc_json_freep) json_t *json = NULL;
		MC_CLEANUP(mc_json_freep) json_t *again = NULL;
		const char *text;

		assert_int_equal(
		    mc_json_parse(ctx, cases[i].body, strlen(cases[i].body), &json), MC_OK);
		text = mc_json_canonical(ctx->arena, json);
		assert_string_equal(text, cases[i].text);
		assert_int_equal(mc_json_parse(ctx, text, strlen(text), &again), MC_OK);
		assert_string_equal(mc_json_canonical(ctx->arena, again), text);
		assert_true(mc_json_equal(json, again));
	}
}

static void
equality_is_by_value(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} cases[] = {
	    {"[1]", "[1.0]", true},
	    {"[1]", "[true]", false},
	    {"[0]", "[false]", false},
	    {"[\"1\"]", "[1]", false},
	    {"[1,2]", "[2,1]", false},
	    {"[1]", "[1,2]", false},
	    {"{\"a\":1,\"b\":{\"c\":[]}}", "{\"b\":{\"c\":[]},\"a\":1}", true},
	    {"{\"a\":1}", "{\"b\":1}", false},
	    {"{\"a\":null}", "{}", false},
	    {"[\"\\u00e9\"]", "[\"e\\u0301\"]", false},
	};
	struct mc_ctx *ctx = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		MC_CLEANUP(mc_json_freep) json_t *a = NULL;
		MC_CLEANUP(mc_json_freep) json_t *b = NULL;

		assert_int_equal(mc_json_parse(ctx, cases[i].a, strlen(cases[i].a), &a), MC_OK);
		assert_int_equal(mc_json_parse(ctx, cases[i].b, strlen(cases[i].b), &b), MC_OK);
		assert_int_equal(mc_json_equal(a, b), cases[i].equal);
		assert_int_equal(
		    strcmp(mc_json_canonical(ctx->arena, a), mc_json_canonical(ctx->arena, b)) == 0,
		    cases[i].equal);
	}
}

/* The examples of RFC 6901, section 5. */
static void
pointers_find_values(void **state)
{
	static const char document[] =
	    "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,"
	    "\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}";
	static const struct {
		const char *pointer;
		int value; /* -1: none */
	} cases[] = {{"/", 0}, {"/a~1b", 1}, {"/c%d", 2}, {"/e^f", 3}, {"/g|h", 4}, {"/i\\j", 5},
	    {"/k\"l", 6}, {"/ ", 7}, {"/m~0n", 8}, {"/m~n", -1}, {"/m~", -1}, {"a", -1},
	    {"/foo/2", -1}, {"/foo/00", -1}, {"/foo/-1", -1}, {"/foo/+1", -1}, {"/foo/-", -1},
	    {"/foo/99999999999999999999", -1}, {"/foo/0/x", -1}, {"/none", -1}};
	struct mc_ctx *ctx = *state;
	MC_CLEANUP(mc_json_freep) json_t *json = NULL;

	assert_int_equal(mc_json_parse(ctx, document, strlen(document), &json), MC_OK);
	assert_ptr_equal(mc_json_pointer_get(json, ""), json);
	assert_string_equal(json_string_value(mc_json_pointer_get(json, "/foo/1")), "baz");
	for (size_t i = 0; i < COUNT(cases); i++) {
		const json_t *found = mc_json_pointer_get(json, cases[i].pointer);

		if (cases[i].value < 0)
			assert_null(found);
		else
			assert_int_equal(json_integer_value(found), cases[i].value);
	}
	assert_string_equal(mc_json_pointer_member(ctx->arena, "/x", "a~/b"), "/x/a~0~1b");
	assert_string_equal(mc_json_pointer_item(ctx->arena, "/x", 12), "/x/12");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(bodies_are_parsed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		bad_bodies_are_refused_with_their_place, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(details_never_repeat_the_input, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(bodies_nest_32_levels_at_most, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(canonical_text_is_one_per_value, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(equality_is_by_value, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(pointers_find_values, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
