/* The cache of verified tokens: it never says more than the check, and never mixes callers,
 * whatever the size of their claims. A key store that knows no key of ours tells what comes out of
 * the cache from what is verified anew. */
#include "tests/unit/scratch.h"

#include <pthread.h>

#include "lib/base/buf.h"
#include "lib/trust/token_cache.h"

enum { NOW = 1795392000, TTL = 600, SLOTS = 16, UNIT_LENGTH = 40 };

static const char issuer[] = "http://127.0.0.1:8080";

struct fixture {
	struct mc_ctx *ctx;
	struct mc_keys *keys;
	struct mc_keys *strangers;
	struct mc_token_cache *cache;
};

static struct mc_keys *
load_keys(struct mc_ctx *ctx, const char *directory)
{
	struct mc_keys *keys = NULL;

	assert_good(ctx, mc_keys_add(ctx, directory, NOW - 100));
	assert_good(ctx, mc_keys_load(ctx, directory, &keys));
	return keys;
}

static struct fixture
open_fixture(struct scratch *scratch)
{
	const char *elsewhere = scratch_path(scratch, "elsewhere");
	struct fixture f = {.ctx = &scratch->ctx, .cache = mc_token_cache_new(SLOTS)};

	f.keys = load_keys(f.ctx, scratch->directory);
	assert_int_equal(mkdir(elsewhere, 0700), 0);
	f.strangers = load_keys(f.ctx, elsewhere);
	return f;
}

static void
close_fixture(struct fixture *f)
{
	mc_token_cache_free(f->cache);
	mc_keys_freep(&f->strangers);
	mc_keys_freep(&f->keys);
}

/* What the token of a caller says; the more units, the larger. */
static struct mc_token_claims
claims_of(struct mc_arena *arena, int caller, int units)
{
	struct mc_buf json = mc_buf_new(arena, 10000);
	struct mc_buf literal = mc_buf_new(arena, 10000);

	for (int i = 0; i < units; i++) {
		const char *unit = mc_sprintf(arena, "H%0*d.%02d", UNIT_LENGTH - 4, caller, i);

		mc_buf_printf(&json, "%s\"%s\"", i == 0 ? "[" : ",", unit);
		mc_buf_printf(&literal, "%s%s", i == 0 ? "{" : ",", unit);
	}
	mc_buf_add_text(&json, units == 0 ? "[]" : "]");
	mc_buf_add_text(&literal, units == 0 ? "{}" : "}");
	return (struct mc_token_claims){
	    .account_id = mc_sprintf(arena, "0193568a-3c00-7000-8000-%012d", caller),
	    .session_id = mc_sprintf(arena, "0193568a-3c00-7000-9000-%012d", caller),
	    .role = caller % 2 == 0 ? "officer" : "head",
	    .assurance = caller % 3 == 0 ? "password" : "renewed",
	    .units_json = json.bytes,
	    .units = literal.bytes,
	    .issued_at = NOW,
	    .expires_at = NOW + TTL};
}

static const char *
issue(struct fixture *f, int caller, int units)
{
	struct mc_token_claims claims = claims_of(f->ctx->arena, caller, units);
	char *token = NULL;

	assert_good(f->ctx, mc_token_issue(f->ctx, f->keys, issuer, &claims, NOW, TTL, &token));
	return token;
}

static enum mc_rc
verify(struct mc_ctx *ctx, struct mc_token_cache *cache, const struct mc_keys *keys,
    const char *token, int64_t now, struct mc_token_claims *claims)
{
	return mc_token_cache_verify(ctx, cache, keys, issuer, token, strlen(token), now, claims);
}

static bool
same(const struct mc_token_claims *one, const struct mc_token_claims *other)
{
	return strcmp(one->account_id, other->account_id) == 0 &&
	       strcmp(one->session_id, other->session_id) == 0 &&
	       strcmp(one->role, other->role) == 0 && strcmp(one->units, other->units) == 0 &&
	       strcmp(one->units_json, other->units_json) == 0 &&
	       strcmp(one->assurance, other->assurance) == 0 &&
	       one->issued_at == other->issued_at && one->expires_at == other->expires_at;
}

static void
assert_claims(
    struct fixture *f, const struct mc_keys *keys, const char *token, int caller, int units)
{
	struct mc_token_claims claims = {.units = NULL};
	struct mc_token_claims expected = claims_of(f->ctx->arena, caller, units);

	assert_good(f->ctx, verify(f->ctx, f->cache, keys, token, NOW, &claims));
	assert_string_equal(claims.units, expected.units);
	assert_true(same(&claims, &expected));
}

/* Whether the cache knows a token; if so, what it says of it must be right. */
static bool
is_cached(struct fixture *f, const char *token, int caller, int units)
{
	struct mc_token_claims claims;
	struct mc_token_claims expected = claims_of(f->ctx->arena, caller, units);

	if (verify(f->ctx, f->cache, f->strangers, token, NOW, &claims) != MC_OK) {
		assert_int_equal(f->ctx->problem.id, MC_PROBLEM_TOKEN_INVALID);
		mc_problem_clear(f->ctx);
		return false;
	}
	assert_true(same(&claims, &expected));
	return true;
}

static void
a_verified_token_comes_from_the_cache(void **state)
{
	struct fixture f = open_fixture(*state);
	const char *token = issue(&f, 1, 2);
	struct mc_token_claims claims = {.units = "untouched"};
	char *end;

	assert_false(is_cached(&f, token, 1, 2));
	assert_problem(f.ctx, verify(f.ctx, f.cache, f.strangers, token, NOW, &claims),
	    MC_PROBLEM_TOKEN_INVALID);
	assert_string_equal(claims.units, "untouched");
	/* what was refused is not kept */
	assert_false(is_cached(&f, token, 1, 2));
	for (int round = 0; round < 3; round++)
		assert_claims(&f, f.keys, token, 1, 2);
	assert_true(is_cached(&f, token, 1, 2));
	/* a token that differs in one character is another token */
	end = mc_strdup(f.ctx->arena, token);
	end[strlen(end) - 10] = end[strlen(end) - 10] == 'A' ? 'B' : 'A';
	assert_problem(
	    f.ctx, verify(f.ctx, f.cache, f.keys, end, NOW, &claims), MC_PROBLEM_TOKEN_INVALID);
	close_fixture(&f);
}

static void
the_cache_keeps_to_the_time_of_a_token(void **state)
{
	struct fixture f = open_fixture(*state);
	const char *token = issue(&f, 1, 2);
	const int64_t last = NOW + TTL + MC_TOKEN_LEEWAY - 1;
	struct mc_token_claims claims;

	assert_claims(&f, f.keys, token, 1, 2);
	assert_good(f.ctx, verify(f.ctx, f.cache, f.strangers, token, last, &claims));
	assert_problem(f.ctx, verify(f.ctx, f.cache, f.keys, token, last + 1, &claims),
	    MC_PROBLEM_TOKEN_EXPIRED);
	assert_good(
	    f.ctx, verify(f.ctx, f.cache, f.strangers, token, NOW - MC_TOKEN_LEEWAY, &claims));
	assert_problem(f.ctx,
	    verify(f.ctx, f.cache, f.keys, token, NOW - MC_TOKEN_LEEWAY - 1, &claims),
	    MC_PROBLEM_TOKEN_INVALID);
	close_fixture(&f);
}

static void
claims_of_any_size_are_served(void **state)
{
	struct fixture f = open_fixture(*state);
	const int units[] = {0, 1, 2, 10, MC_TOKEN_UNITS_MAX};

	for (size_t i = 0; i < COUNT(units); i++) {
		const char *token = issue(&f, (int)i, units[i]);
		struct mc_token_claims first;
		struct mc_token_claims second;

		assert_claims(&f, f.keys, token, (int)i, units[i]);
		assert_true(is_cached(&f, token, (int)i, units[i]));
		/* each answer is the caller's own, not the entry */
		assert_good(f.ctx, verify(f.ctx, f.cache, f.strangers, token, NOW, &first));
		assert_good(f.ctx, verify(f.ctx, f.cache, f.strangers, token, NOW, &second));
		assert_true(same(&first, &second));
		assert_ptr_not_equal(first.units, second.units);
	}
	close_fixture(&f);
}

static int
units_of(int caller)
{
	return (caller * 19) % (MC_TOKEN_UNITS_MAX + 1);
}

/* More tokens than places: some share one, and there the last verified stands. */
static void
a_newer_token_takes_the_place_of_an_older(void **state)
{
	enum { TOKENS = 3 * SLOTS };
	struct fixture f = open_fixture(*state);
	const char *tokens[TOKENS];
	int cached = 0;

	for (int i = 0; i < TOKENS; i++) {
		tokens[i] = issue(&f, i, units_of(i));
		assert_false(is_cached(&f, tokens[i], i, units_of(i)));
		assert_claims(&f, f.keys, tokens[i], i, units_of(i));
		assert_true(is_cached(&f, tokens[i], i, units_of(i)));
	}
	for (int i = 0; i < TOKENS; i++)
		cached += is_cached(&f, tokens[i], i, units_of(i));
	assert_in_range(cached, 1, SLOTS);
	/* one that lost its place is verified again and takes it back */
	for (int i = 0; i < TOKENS; i++) {
		assert_claims(&f, f.keys, tokens[i], i, units_of(i));
		assert_true(is_cached(&f, tokens[i], i, units_of(i)));
	}
	close_fixture(&f);
}

enum { CALLERS = 40, ROUNDS = 400, USERS = 4 };

struct user {
	struct fixture *f;
	const char *const *tokens;
	const struct mc_token_claims *expected;
	int first; /* each begins elsewhere, so that places change hands while others read them */
	int wrong;
};

static void *
use(void *context)
{
	struct user *user = context;
	struct mc_ctx ctx = {.arena = mc_arena_new()};

	for (int i = 0; i < ROUNDS; i++) {
		struct mc_token_claims claims = {.units = NULL};
		/* every token twice in a row: verified, then most often from the cache */
		int which = (user->first + i / 2) % CALLERS;

		if (verify(&ctx, user->f->cache, user->f->keys, user->tokens[which], NOW,
			&claims) != MC_OK ||
		    !same(&claims, &user->expected[which]))
			user->wrong++;
		mc_arena_reset(ctx.arena);
	}
	mc_arena_free(ctx.arena);
	return NULL;
}

static void
the_cache_never_mixes_callers(void **state)
{
	struct fixture f = open_fixture(*state);
	const char *tokens[CALLERS];
	struct mc_token_claims expected[CALLERS];
	struct user users[USERS];
	pthread_t threads[USERS];

	for (int i = 0; i < CALLERS; i++) {
		int units = i % 3 == 0 ? MC_TOKEN_UNITS_MAX : i % 7;

		tokens[i] = issue(&f, i, units);
		expected[i] = claims_of(f.ctx->arena, i, units);
	}
	for (int i = 0; i < USERS; i++) {
		users[i] = (struct user){
		    .f = &f, .tokens = tokens, .expected = expected, .first = i * CALLERS / USERS};
		assert_int_equal(pthread_create(&threads[i], NULL, use, &users[i]), 0);
	}
	for (int i = 0; i < USERS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(users[i].wrong, 0);
	}
	close_fixture(&f);
}

static void
an_unused_cache_is_freed(void **state)
{
	(void)state;
	mc_token_cache_free(NULL);
	mc_token_cache_free(mc_token_cache_new(0));
	mc_token_cache_free(mc_token_cache_new(1000));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_verified_token_comes_from_the_cache),
	    TEST(the_cache_keeps_to_the_time_of_a_token),
	    TEST(claims_of_any_size_are_served),
	    TEST(a_newer_token_takes_the_place_of_an_older),
	    TEST(the_cache_never_mixes_callers),
	    TEST(an_unused_cache_is_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
