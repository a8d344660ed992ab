/* Tokens that must never reach a library, and the one shape that may. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/base/base64.h"
#include "lib/trust/token_shape.h"

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

/* A token with this header, some claims and a signature of so many bytes. */
static const char *
token_of(struct mc_ctx *ctx, const char *header, size_t signature_length)
{
	char signature[200] = {0};

	return mc_sprintf(ctx->arena, "%s.%s.%s",
	    mc_base64url_encode(ctx->arena, header, strlen(header)),
	    mc_base64url_encode(ctx->arena, "{\"sub\":\"x\"}", 11),
	    mc_base64url_encode(ctx->arena, signature, signature_length));
}

static enum mc_rc
check(struct mc_ctx *ctx, const char *token, struct mc_token_shape *shape)
{
	mc_problem_clear(ctx);
	return mc_token_shape_check(ctx, token, strlen(token), shape);
}

static void
a_good_header_is_read(void **state)
{
	struct mc_ctx *ctx = *state;
	struct mc_token_shape shape;
	const char *token =
	    token_of(ctx, "{\"alg\":\"ES256\",\"kid\":\"2026-11\",\"typ\":\"JWT\"}", 64);

	assert_int_equal(check(ctx, token, &shape), MC_OK);
	assert_string_equal(shape.algorithm, "ES256");
	assert_string_equal(shape.key_id, "2026-11");
	assert_string_equal(shape.type, "JWT");
	assert_int_equal(shape.signed_length, strrchr(token, '.') - token);
	token = token_of(ctx, "{\"alg\":\"ES256\",\"kid\":\"k\",\"other\":[1]}", 64);
	assert_int_equal(check(ctx, token, &shape), MC_OK);
	assert_null(shape.type);
}

static void
bad_headers_are_refused(void **state)
{
	static const char *const headers[] = {
	    "{}",
	    "[]",
	    "1",
	    "{\"alg\":\"ES256\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"\"}",
	    "{\"alg\":\"ES256\",\"kid\":5}",
	    "{\"alg\":\"ES256\",\"kid\":null}",
	    "{\"alg\":\"ES256\",\"kid\":\"a b\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"\\u0000\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\\n\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"ế\"}",
	    "{\"kid\":\"k\"}",
	    "{\"alg\":\"none\",\"kid\":\"k\"}",
	    "{\"alg\":\"None\",\"kid\":\"k\"}",
	    "{\"alg\":\"es256\",\"kid\":\"k\"}",
	    "{\"alg\":\"HS256\",\"kid\":\"k\"}",
	    "{\"alg\":\"RS256\",\"kid\":\"k\"}",
	    "{\"alg\":\"ES256K\",\"kid\":\"k\"}",
	    "{\"alg\":\"ES384\",\"kid\":\"k\"}",
	    "{\"alg\":[\"ES256\"],\"kid\":\"k\"}",
	    "{\"alg\":\"HS256\",\"alg\":\"ES256\",\"kid\":\"k\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"kid\":\"k\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"crit\":[]}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"crit\":[\"b64\"],\"b64\":false}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"jwk\":{}}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"jku\":\"https://example.vn/\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"x5u\":\"https://example.vn/\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"x5c\":[]}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":5}",
	    "{\"alg\":\"ES256\",\"kid\":\"k\"} x",
	    "not json",
	};
	struct mc_ctx *ctx = *state;

	for (size_t i = 0; i < COUNT(headers); i++) {
		struct mc_token_shape shape = {.key_id = "untouched"};

		if (check(ctx, token_of(ctx, headers[i], 64), &shape) == MC_OK)
			fail_msg("accepted %s", headers[i]);
		assert_int_equal(ctx->problem.id, MC_PROBLEM_TOKEN_INVALID);
		assert_null(ctx->problem.detail);
		assert_non_null(ctx->problem.internal);
		assert_string_equal(shape.key_id, "untouched");
	}
}

static void
only_three_full_parts_pass(void **state)
{
	struct mc_ctx *ctx = *state;
	const char *good = token_of(ctx, "{\"alg\":\"ES256\",\"kid\":\"k\"}", 64);
	const char *const tokens[] = {"", ".", "..", "...", ".x.y", "a.b", "a..b", "a.b.",
	    mc_sprintf(ctx->arena, "%s.", good), mc_sprintf(ctx->arena, ".%s", good),
	    mc_sprintf(ctx->arena, "%s.a", good), mc_sprintf(ctx->arena, "%s=", good),
	    mc_sprintf(ctx->arena, " %s", good), mc_sprintf(ctx->arena, "%s\n", good),
	    mc_sprintf(ctx->arena, "Bearer %s", good), mc_sprintf(ctx->arena, "%s,%s", good, good),
	    token_of(ctx, "{\"alg\":\"ES256\",\"kid\":\"k\"}", 0),
	    token_of(ctx, "{\"alg\":\"ES256\",\"kid\":\"k\"}", 63),
	    token_of(ctx, "{\"alg\":\"ES256\",\"kid\":\"k\"}", 65),
	    token_of(ctx, "{\"alg\":\"ES256\",\"kid\":\"k\"}", 32)};
	struct mc_token_shape shape;
	char *changed = mc_strdup(ctx->arena, good);

	assert_int_equal(check(ctx, good, &shape), MC_OK);
	for (size_t i = 0; i < COUNT(tokens); i++) {
		if (check(ctx, tokens[i], &shape) == MC_OK)
			fail_msg("accepted %s", tokens[i]);
	}
	/* The last character of 64 bytes carries two spare bits: they must be zero. */
	assert_int_equal(changed[strlen(changed) - 1], 'A');
	changed[strlen(changed) - 1] = 'B';
	assert_int_equal(check(ctx, changed, &shape), MC_FAILED);
	changed[strlen(changed) - 1] = 'Q';
	assert_int_equal(check(ctx, changed, &shape), MC_OK);
}

static void
length_is_bounded(void **state)
{
	struct mc_ctx *ctx = *state;
	struct mc_token_shape shape;
	char token[MC_TOKEN_LENGTH_MAX + 2];

	memset(token, 'A', sizeof(token) - 1);
	token[sizeof(token) - 1] = '\0';
	assert_int_equal(check(ctx, token, &shape), MC_FAILED);
	assert_string_equal(ctx->problem.internal, "token: empty or too long");
	token[MC_TOKEN_LENGTH_MAX] = '\0';
	assert_int_equal(check(ctx, token, &shape), MC_FAILED);
	assert_string_equal(ctx->problem.internal, "token: not three parts");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_good_header_is_read, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(bad_headers_are_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(only_three_full_parts_pass, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(length_is_bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
