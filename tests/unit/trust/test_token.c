/* Access tokens: what is issued is accepted for its time, and every known forgery is refused. */
#include "tests/unit/scratch.h"

#include <openssl/hmac.h>

#include "lib/base/base64.h"
#include "lib/trust/signature.h"
#include "lib/trust/token.h"
#include "lib/trust/token_shape.h"

enum { NOW = 1795392000, TTL = 600 };

#define ACCOUNT "0193568a-3c00-7000-8000-000000000001"
#define SESSION "0193568a-3c00-7000-8000-000000000002"

static const char issuer[] = "http://127.0.0.1:8080";

static const struct mc_token_claims someone = {.account_id = ACCOUNT,
    .session_id = SESSION,
    .role = "officer",
    .assurance = "password",
    .units_json = "[\"H99.31\",\"H99.05\"]"};

static struct mc_keys *
load_keys(struct scratch *scratch)
{
	struct mc_keys *keys = NULL;

	assert_good(&scratch->ctx, mc_keys_add(&scratch->ctx, scratch->directory, NOW - 100));
	assert_good(&scratch->ctx, mc_keys_load(&scratch->ctx, scratch->directory, &keys));
	return keys;
}

static enum mc_rc
check(struct mc_ctx *ctx, const struct mc_keys *keys, const char *token, int64_t now)
{
	struct mc_token_claims claims;

	return mc_token_verify(ctx, keys, issuer, token, strlen(token), now, &claims);
}

static char *
unsigned_token(struct mc_ctx *ctx, const char *header, const char *payload)
{
	return mc_sprintf(ctx->arena, "%s.%s",
	    mc_base64url_encode(ctx->arena, header, strlen(header)),
	    mc_base64url_encode(ctx->arena, payload, strlen(payload)));
}

/* A token over any header and payload text, really signed with our key. */
static char *
forge(struct mc_ctx *ctx, const struct mc_keys *keys, const char *header, const char *payload)
{
	unsigned char signature[MC_KEY_SIGNATURE_SIZE];
	char *covered = unsigned_token(ctx, header, payload);

	assert_good(
	    ctx, mc_key_sign(ctx, mc_keys_current(keys, NOW), covered, strlen(covered), signature));
	return mc_sprintf(ctx->arena, "%s.%s", covered,
	    mc_base64url_encode(ctx->arena, signature, sizeof(signature)));
}

static char *
header_of(struct mc_ctx *ctx, const struct mc_keys *keys, const char *more)
{
	return mc_sprintf(ctx->arena, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"%s\"%s}",
	    mc_key_id(mc_keys_current(keys, NOW)), more);
}

#define HEAD "\"iss\":\"http://127.0.0.1:8080\",\"aud\":\"motcua\","
#define SUB "\"sub\":\"" ACCOUNT "\","
#define SID "\"sid\":\"" SESSION "\","
#define ACR "\"acr\":\"password\","
#define OFFICER "\"role\":\"officer\",\"units\":[]," ACR
#define WHO SUB SID OFFICER
#define TIMES "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":1795392600"
#define GOOD "{" HEAD WHO TIMES "}"

static void
a_token_says_who_calls(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	struct mc_token_claims claims;
	struct mc_token_shape shape;
	char *token = NULL;

	assert_good(ctx, mc_token_issue(ctx, keys, issuer, &someone, NOW, TTL, &token));
	assert_good(ctx, mc_token_shape_check(ctx, token, strlen(token), &shape));
	assert_string_equal(shape.type, "JWT");
	assert_string_equal(shape.key_id, mc_key_id(mc_keys_current(keys, NOW)));
	assert_good(ctx, mc_token_verify(ctx, keys, issuer, token, strlen(token), NOW, &claims));
	assert_string_equal(claims.account_id, ACCOUNT);
	assert_string_equal(claims.session_id, SESSION);
	assert_string_equal(claims.role, "officer");
	assert_string_equal(claims.assurance, "password");
	assert_string_equal(claims.units, "{H99.31,H99.05}");
	assert_string_equal(claims.units_json, "[\"H99.31\",\"H99.05\"]");
	assert_int_equal(claims.issued_at, NOW);
	assert_int_equal(claims.expires_at, NOW + TTL);
}

static void
a_token_holds_for_its_time(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	char *token = NULL;

	assert_good(ctx, mc_token_issue(ctx, keys, issuer, &someone, NOW, TTL, &token));
	assert_good(ctx, check(ctx, keys, token, NOW - MC_TOKEN_LEEWAY));
	assert_problem(
	    ctx, check(ctx, keys, token, NOW - MC_TOKEN_LEEWAY - 1), MC_PROBLEM_TOKEN_INVALID);
	assert_good(ctx, check(ctx, keys, token, NOW + TTL + MC_TOKEN_LEEWAY - 1));
	assert_problem(
	    ctx, check(ctx, keys, token, NOW + TTL + MC_TOKEN_LEEWAY), MC_PROBLEM_TOKEN_EXPIRED);
}

/* What libjwt 1.10 itself would accept: the public key's text as a secret. */
static void
the_public_key_is_no_secret(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	const struct mc_key *key = mc_keys_current(keys, NOW);
	const char *pem = mc_key_public_pem(key);
	unsigned char mac[64];
	unsigned size = 0;
	char *covered = unsigned_token(ctx,
	    mc_sprintf(
		ctx->arena, "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}", mc_key_id(key)),
	    GOOD);

	assert_non_null(HMAC(EVP_sha256(), pem, (int)strlen(pem), (unsigned char *)covered,
	    strlen(covered), mac, &size));
	assert_problem(ctx,
	    check(ctx, keys,
		mc_sprintf(
		    ctx->arena, "%s.%s", covered, mc_base64url_encode(ctx->arena, mac, size)),
		NOW),
	    MC_PROBLEM_TOKEN_INVALID);
	/* the same with a signature of ES256's length, so that it is the algorithm that is refused
	 */
	assert_non_null(HMAC(EVP_sha512(), pem, (int)strlen(pem), (unsigned char *)covered,
	    strlen(covered), mac, &size));
	assert_problem(ctx,
	    check(ctx, keys,
		mc_sprintf(
		    ctx->arena, "%s.%s", covered, mc_base64url_encode(ctx->arena, mac, size)),
		NOW),
	    MC_PROBLEM_TOKEN_INVALID);
}

static void
no_forged_header_passes(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	const char *id = mc_key_id(mc_keys_current(keys, NOW));
	const char *const headers[] = {
	    mc_sprintf(ctx->arena, "{\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"JWT\"}", id),
	    mc_sprintf(ctx->arena, "{\"alg\":\"NONE\",\"kid\":\"%s\",\"typ\":\"JWT\"}", id),
	    mc_sprintf(ctx->arena, "{\"alg\":\"es256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", id),
	    mc_sprintf(ctx->arena, "{\"kid\":\"%s\",\"typ\":\"JWT\"}", id),
	    mc_sprintf(
		ctx->arena, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"receipt+jws\"}", id),
	    mc_sprintf(ctx->arena, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"at+jwt\"}", id),
	    mc_sprintf(ctx->arena, "{\"alg\":\"ES256\",\"kid\":\"%s\"}", id),
	    mc_sprintf(ctx->arena, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":[\"JWT\"]}", id),
	    "{\"alg\":\"ES256\",\"typ\":\"JWT\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"\",\"typ\":\"JWT\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"unknown\",\"typ\":\"JWT\"}",
	    "{\"alg\":\"ES256\",\"kid\":null,\"typ\":\"JWT\"}",
	    "{\"alg\":\"ES256\",\"kid\":\"../../keys\",\"typ\":\"JWT\"}",
	    header_of(ctx, keys, ",\"crit\":[\"exp\"]"),
	    header_of(ctx, keys, ",\"alg\":\"ES256\""),
	    header_of(ctx, keys, ",\"jwk\":{}"),
	    header_of(ctx, keys, ",\"jku\":\"http://127.0.0.1/\""),
	};

	assert_good(ctx, check(ctx, keys, forge(ctx, keys, header_of(ctx, keys, ""), GOOD), NOW));
	for (size_t i = 0; i < COUNT(headers); i++)
		assert_problem(ctx, check(ctx, keys, forge(ctx, keys, headers[i], GOOD), NOW),
		    MC_PROBLEM_TOKEN_INVALID);
}

static void
no_forged_claims_pass(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	const char *header = header_of(ctx, keys, "");
	static const char *const payloads[] = {
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":\"1795392600\"}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":1795392600.0}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":1e10}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":true}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":9223372036854775807}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":-1}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000}",
	    "{" HEAD WHO "\"iat\":1795392000,\"exp\":1795392600}",
	    "{" HEAD WHO "\"nbf\":1795392000,\"exp\":1795392600}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795399999,\"exp\":1795392600}",
	    "{" HEAD WHO "\"iat\":1795392000,\"nbf\":1795392000,\"exp\":1895392600}",
	    "{" HEAD WHO TIMES ",\"exp\":1795392601}",
	    "{" HEAD WHO TIMES ",\"role\":\"admin\"}",
	    "{\"iss\":\"http://127.0.0.1:8081\",\"aud\":\"motcua\"," WHO TIMES "}",
	    "{\"aud\":\"motcua\"," WHO TIMES "}",
	    "{\"iss\":\"http://127.0.0.1:8080\",\"aud\":\"other\"," WHO TIMES "}",
	    "{\"iss\":\"http://127.0.0.1:8080\",\"aud\":[\"motcua\"]," WHO TIMES "}",
	    "{\"iss\":\"http://127.0.0.1:8080\",\"aud\":\"motcua\\u0041\"," WHO TIMES "}",
	    "{" HEAD SID OFFICER TIMES "}",
	    "{" HEAD "\"sub\":\"\"," SID OFFICER TIMES "}",
	    "{" HEAD "\"sub\":\"abc\"," SID OFFICER TIMES "}",
	    "{" HEAD "\"sub\":\"" ACCOUNT "\\u0000\"," SID OFFICER TIMES "}",
	    "{" HEAD SUB OFFICER TIMES "}",
	    "{" HEAD SUB "\"sid\":\"s\",\"role\":\"officer\",\"units\":[]," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"officer\",\"units\":[]," TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"officer\",\"units\":[],\"acr\":null," TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"officer\",\"units\":[],\"acr\":\"a b\"," TIMES "}",
	    "{" HEAD SUB SID "\"role\":1,\"units\":[]," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"officer\"," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"r\",\"units\":\"{}\"," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"r\",\"units\":[1]," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"r\",\"units\":[\"\"]," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"r\",\"units\":[\"a,b\"]," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"r\",\"units\":[\"}\"]," ACR TIMES "}",
	    "{" HEAD SUB SID "\"role\":\"r\",\"units\":[\"Null\"]," ACR TIMES "}",
	    "[]",
	    "1",
	    "not JSON",
	    GOOD "x",
	};

	for (size_t i = 0; i < COUNT(payloads); i++)
		assert_problem(ctx, check(ctx, keys, forge(ctx, keys, header, payloads[i]), NOW),
		    MC_PROBLEM_TOKEN_INVALID);
	/* only of a token that is ours in everything is said that its time is over */
	assert_problem(ctx,
	    check(ctx, keys,
		forge(ctx, keys, header, "{\"iss\":\"x\",\"aud\":\"motcua\"," WHO TIMES "}"),
		NOW + 9999),
	    MC_PROBLEM_TOKEN_INVALID);
}

static void
no_changed_or_broken_token_passes(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	static const char *const shapes[] = {"", ".", "..", ".x.y", "x..y", "x.y.", "x.y", "x.y.z",
	    "x.y.z.w", "e30.e30.", "e30.e30.AAAA", "%00.%00.%00", "Bearer x.y.z"};
	char *large = mc_alloc(ctx->arena, 5001);
	char *token = NULL;
	char *payload;

	for (size_t i = 0; i < COUNT(shapes); i++)
		assert_problem(ctx, check(ctx, keys, shapes[i], NOW), MC_PROBLEM_TOKEN_INVALID);
	memset(large, 'A', 5000);
	large[1000] = '.';
	large[4900] = '.';
	assert_problem(ctx, check(ctx, keys, large, NOW), MC_PROBLEM_TOKEN_INVALID);

	assert_good(ctx, mc_token_issue(ctx, keys, issuer, &someone, NOW, TTL, &token));
	payload = strchr(token, '.') + 1;
	for (char *at = payload; *at != '\0'; at += 7) {
		char kept = *at;

		*at = kept == 'A' ? 'B' : 'A';
		assert_problem(ctx, check(ctx, keys, token, NOW), MC_PROBLEM_TOKEN_INVALID);
		*at = kept;
	}
	assert_good(ctx, check(ctx, keys, token, NOW));
}

static void
what_would_be_refused_is_not_issued(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	struct mc_token_claims bad = someone;
	char *token = NULL;

	bad.units_json = "[\"a b\"]";
	assert_problem(
	    ctx, mc_token_issue(ctx, keys, issuer, &bad, NOW, TTL, &token), MC_PROBLEM_INTERNAL);
	bad = someone;
	bad.account_id = NULL;
	assert_problem(
	    ctx, mc_token_issue(ctx, keys, issuer, &bad, NOW, TTL, &token), MC_PROBLEM_INTERNAL);
	assert_problem(
	    ctx, mc_token_issue(ctx, keys, issuer, &someone, NOW, 0, &token), MC_PROBLEM_INTERNAL);
	assert_problem(ctx, mc_token_issue(ctx, keys, issuer, &someone, NOW - 101, TTL, &token),
	    MC_PROBLEM_INTERNAL);
	assert_null(token);
}

static void
a_receipt_is_no_token(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = load_keys(scratch);
	char *encoded = NULL, *seal = NULL, *token = NULL;
	const char *payload = NULL;
	size_t length = 0;

	assert_good(ctx, mc_jws_payload(ctx, GOOD, strlen(GOOD), &encoded));
	assert_good(
	    ctx, mc_jws_seal(ctx, keys, NOW, "receipt+jws", encoded, strlen(encoded), &seal));
	assert_good(ctx, mc_jws_join(ctx, seal, encoded, &token));
	assert_problem(ctx, check(ctx, keys, token, NOW), MC_PROBLEM_TOKEN_INVALID);
	assert_good(ctx, mc_token_issue(ctx, keys, issuer, &someone, NOW, TTL, &token));
	assert_problem(ctx,
	    mc_jws_verify(ctx, keys, "receipt+jws", token, strlen(token), &payload, &length, NULL),
	    MC_PROBLEM_SIGNATURE_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_token_says_who_calls),
	    TEST(a_token_holds_for_its_time),
	    TEST(the_public_key_is_no_secret),
	    TEST(no_forged_header_passes),
	    TEST(no_forged_claims_pass),
	    TEST(no_changed_or_broken_token_passes),
	    TEST(what_would_be_refused_is_not_issued),
	    TEST(a_receipt_is_no_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
