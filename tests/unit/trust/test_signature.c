/* Signed statements: what is signed verifies, what was changed or made by others does not. */
#include "tests/unit/scratch.h"

#include "lib/base/base64.h"
#include "lib/trust/signature.h"

enum { NOW = 1795392000 };

static const char type[] = "receipt+jws";

/* A JWS over any header text, signed by the current key. */
static char *
forge(struct mc_ctx *ctx, const struct mc_keys *keys, const char *header, const char *payload)
{
	unsigned char signature[MC_KEY_SIGNATURE_SIZE];
	char *covered =
	    mc_sprintf(ctx->arena, "%s.%s", mc_base64url_encode(ctx->arena, header, strlen(header)),
		mc_base64url_encode(ctx->arena, payload, strlen(payload)));

	assert_good(
	    ctx, mc_key_sign(ctx, mc_keys_current(keys, NOW), covered, strlen(covered), signature));
	return mc_sprintf(ctx->arena, "%s.%s", covered,
	    mc_base64url_encode(ctx->arena, signature, sizeof(signature)));
}

static enum mc_rc
sign(struct mc_ctx *ctx, const struct mc_keys *keys, int64_t now, const char *payload,
    size_t length, char **ret_jws)
{
	char *encoded, *seal;

	TRY(mc_jws_payload(ctx, payload, length, &encoded));
	TRY(mc_jws_seal(ctx, keys, now, type, encoded, strlen(encoded), &seal));
	return mc_jws_join(ctx, seal, encoded, ret_jws);
}

static struct mc_keys *
load_keys(struct scratch *scratch)
{
	struct mc_keys *keys = NULL;

	assert_good(&scratch->ctx, mc_keys_add(&scratch->ctx, scratch->directory, NOW));
	assert_good(&scratch->ctx, mc_keys_load(&scratch->ctx, scratch->directory, &keys));
	return keys;
}

static void
assert_refused(struct mc_ctx *ctx, const struct mc_keys *keys, const char *jws)
{
	const char *payload = NULL;
	size_t length = 0;

	assert_problem(ctx,
	    mc_jws_verify(ctx, keys, type, jws, strlen(jws), &payload, &length, NULL),
	    MC_PROBLEM_SIGNATURE_INVALID);
	assert_null(payload);
}

static void
what_is_signed_verifies_with_the_published_keys(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	MC_CLEANUP(mc_keys_freep) struct mc_keys *published = NULL;
	char *payload = mc_alloc(ctx->arena, MC_JWS_PAYLOAD_MAX + 1);
	const size_t lengths[] = {1, 2, 3, 1000, MC_JWS_PAYLOAD_MAX};
	const char *jwks = mc_keys_jwks(keys);

	memset(payload, 'x', MC_JWS_PAYLOAD_MAX + 1);
	assert_good(ctx, mc_keys_parse_jwks(ctx, jwks, strlen(jwks), &published));
	for (size_t i = 0; i < COUNT(lengths); i++) {
		const char *back = NULL, *id = NULL;
		size_t length = 0;
		char *jws = NULL;

		assert_good(ctx, sign(ctx, keys, NOW, payload, lengths[i], &jws));
		assert_good(ctx,
		    mc_jws_verify(ctx, published, type, jws, strlen(jws), &back, &length, &id));
		assert_int_equal(length, lengths[i]);
		assert_memory_equal(back, payload, length);
		assert_int_equal(back[length], '\0');
		assert_string_equal(id, mc_key_id(mc_keys_current(keys, NOW)));
	}
}

static void
what_cannot_be_verified_is_not_signed(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	static const char *const no_payloads[] = {"", "a", "eA==", "e.A", "e+A/", "eA\n", "eAeAe"};
	char *payload = mc_alloc(ctx->arena, MC_JWS_PAYLOAD_MAX + 1);
	char *jws = NULL;

	assert_problem(ctx, sign(ctx, keys, NOW, "", 0, &jws), MC_PROBLEM_INTERNAL);
	assert_problem(
	    ctx, sign(ctx, keys, NOW, payload, MC_JWS_PAYLOAD_MAX + 1, &jws), MC_PROBLEM_INTERNAL);
	assert_problem(ctx, sign(ctx, keys, NOW - 1, "x", 1, &jws), MC_PROBLEM_INTERNAL);
	for (size_t i = 0; i < COUNT(no_payloads); i++) {
		assert_problem(ctx,
		    mc_jws_seal(ctx, keys, NOW, type, no_payloads[i], strlen(no_payloads[i]), &jws),
		    MC_PROBLEM_INTERNAL);
	}
	assert_problem(ctx, mc_jws_join(ctx, "no-seal", "eA", &jws), MC_PROBLEM_INTERNAL);
	assert_null(jws);
}

static void
no_changed_character_passes(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	static const char others[] = "AQw_-.=+/ \n";
	char *jws = NULL;

	assert_good(ctx, sign(ctx, keys, NOW, "{\"a\":1}", 7, &jws));
	for (size_t i = 0; jws[i] != '\0'; i++) {
		char kept = jws[i];

		for (size_t k = 0; others[k] != '\0'; k++) {
			if (others[k] == kept)
				continue;
			jws[i] = others[k];
			assert_refused(ctx, keys, jws);
		}
		jws[i] = '\0';
		assert_refused(ctx, keys, jws);
		jws[i] = kept;
	}
	assert_refused(ctx, keys, mc_sprintf(ctx->arena, "%s.", jws));
	assert_refused(ctx, keys, mc_sprintf(ctx->arena, "%sA", jws));
	assert_refused(ctx, keys, mc_sprintf(ctx->arena, "%s==", jws));
	assert_refused(ctx, keys, "");
	assert_refused(ctx, keys, "..");
}

static void
only_our_header_passes(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	const char *id = mc_key_id(mc_keys_current(keys, NOW));
	const char *payload = NULL;
	size_t length = 0;
	const char *const refused[] = {
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"JWT\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\"}",
	    "{\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"receipt+jws\"}",
	    "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"receipt+jws\"}",
	    "{\"alg\":\"ES384\",\"kid\":\"%s\",\"typ\":\"receipt+jws\"}",
	    "{\"alg\":[\"ES256\"],\"kid\":\"%s\",\"typ\":\"receipt+jws\"}",
	    "{\"kid\":\"%s\",\"typ\":\"receipt+jws\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"x%s\",\"typ\":\"receipt+jws\"}",
	    "{\"alg\":\"ES256\",\"kid\":[\"%s\"],\"typ\":\"receipt+jws\"}",
	    "{\"alg\":\"ES256\",\"typ\":\"receipt+jws\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"receipt+jws\",\"crit\":[\"exp\"]}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"receipt+jws\",\"b64\":false}",
	    "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"receipt+jws\",\"jwk\":{}}",
	    "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"receipt+jws\"}",
	    "[\"%s\"]",
	};
	const char *good = forge(ctx, keys,
	    mc_sprintf(ctx->arena,
		"{\"typ\":\"receipt+jws\",\"kid\":\"%s\",\"alg\":\"ES256\",\"more\":1}", id),
	    "hello");

	assert_good(
	    ctx, mc_jws_verify(ctx, keys, type, good, strlen(good), &payload, &length, NULL));
	assert_string_equal(payload, "hello");
	for (size_t i = 0; i < COUNT(refused); i++) {
		const char *at = strstr(refused[i], "%s");
		const char *header = at == NULL
					 ? refused[i]
					 : mc_sprintf(ctx->arena, "%.*s%s%s",
					       (int)(at - refused[i]), refused[i], id, at + 2);

		assert_refused(ctx, keys, forge(ctx, keys, header, "hello"));
	}
}

static void
the_key_of_another_does_not_pass(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	MC_CLEANUP(mc_keys_freep) struct mc_keys *others = NULL;
	const char *directory = scratch_path(scratch, "others");
	bool created = false;
	char *header;

	assert_good(ctx, mc_keys_create(ctx, directory, NOW, &created));
	assert_good(ctx, mc_keys_load(ctx, directory, &others));
	header =
	    mc_sprintf(ctx->arena, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"receipt+jws\"}",
		mc_key_id(mc_keys_current(keys, NOW)));
	assert_refused(ctx, keys, forge(ctx, others, header, "hello"));
	assert_refused(ctx, others, forge(ctx, keys, header, "hello"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_signed_verifies_with_the_published_keys),
	    TEST(what_cannot_be_verified_is_not_signed),
	    TEST(no_changed_character_passes),
	    TEST(only_our_header_passes),
	    TEST(the_key_of_another_does_not_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
