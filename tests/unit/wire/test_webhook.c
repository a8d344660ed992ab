/* Signed notices: the specification's vectors, and every way a notice can be wrong. */
#include "tests/unit/scratch.h"

#include "lib/base/base64.h"
#include "lib/base/digest.h"
#include "lib/wire/webhook.h"

/* The example of the Standard Webhooks specification and its libraries. */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define BODY "{\"test\": 2432232314}"
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

enum { SENT = 1614265330 };

static struct mc_webhook_secret
the_secret(struct mc_ctx *ctx)
{
	struct mc_webhook_secret secret = {.length = 0};

	assert_good(ctx, mc_webhook_secret_parse(ctx, SECRET, &secret));
	assert_int_equal(secret.length, 24);
	return secret;
}

static struct mc_webhook_notice
the_notice(void)
{
	return (struct mc_webhook_notice){.id = ID,
	    .timestamp = "1614265330",
	    .signature = SIGNATURE,
	    .body = BODY,
	    .body_length = strlen(BODY)};
}

static void
the_published_example_is_accepted(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_webhook_secret secret = the_secret(ctx);
	struct mc_webhook_notice notice = the_notice();

	assert_good(ctx, mc_webhook_verify(ctx, &secret, &notice, SENT));
}

static void
one_of_several_signatures_suffices(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_webhook_secret secret = the_secret(ctx);
	struct mc_webhook_notice notice = the_notice();
	static const char *const good[] = {
	    "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= " SIGNATURE,
	    SIGNATURE " v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
	    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/"
	    "enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== "
	    "v2,x " SIGNATURE,
	};
	static const char *const bad[] = {"", " ", "v1", "v1,", "v1,AAAA",
	    "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
	    "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	    "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	    "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
	    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
	    "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	    ("v1,x v1,x v1,x v1,x v1,x v1,x v1,x v1,x v1,x v1,x " SIGNATURE)};

	for (size_t i = 0; i < COUNT(good); i++) {
		notice.signature = good[i];
		assert_good(ctx, mc_webhook_verify(ctx, &secret, &notice, SENT));
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		notice.signature = bad[i];
		assert_problem(ctx, mc_webhook_verify(ctx, &secret, &notice, SENT),
		    MC_PROBLEM_SIGNATURE_INVALID);
	}
}

static void
a_notice_is_taken_only_in_its_time(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_webhook_secret secret = the_secret(ctx);
	struct mc_webhook_notice notice = the_notice();
	static const char *const bad[] = {
	    "", "x", "-1", "+1614265330", "1614265330 ", "1614265330.5", "9999999999999999999999"};

	assert_good(ctx, mc_webhook_verify(ctx, &secret, &notice, SENT + MC_WEBHOOK_TOLERANCE));
	assert_good(ctx, mc_webhook_verify(ctx, &secret, &notice, SENT - MC_WEBHOOK_TOLERANCE));
	assert_problem(ctx,
	    mc_webhook_verify(ctx, &secret, &notice, SENT + MC_WEBHOOK_TOLERANCE + 1),
	    MC_PROBLEM_SIGNATURE_INVALID);
	assert_problem(ctx,
	    mc_webhook_verify(ctx, &secret, &notice, SENT - MC_WEBHOOK_TOLERANCE - 1),
	    MC_PROBLEM_SIGNATURE_INVALID);
	for (size_t i = 0; i < COUNT(bad); i++) {
		notice.timestamp = bad[i];
		assert_problem(ctx, mc_webhook_verify(ctx, &secret, &notice, SENT),
		    MC_PROBLEM_SIGNATURE_INVALID);
	}
}

static void
nothing_signed_may_be_changed_or_missing(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_webhook_secret secret = the_secret(ctx);
	struct mc_webhook_notice changed[8];

	for (size_t i = 0; i < COUNT(changed); i++)
		changed[i] = the_notice();
	changed[0].id = "msg_p5jXN8AQM9LWM0D4loKWxJel";
	changed[1].timestamp = "1614265331";
	changed[2].body = "{\"test\": 2432232315}";
	changed[3].body_length--;
	changed[4].id = NULL;
	changed[5].timestamp = NULL;
	changed[6].signature = NULL;
	changed[7].id = "";
	for (size_t i = 0; i < COUNT(changed); i++)
		assert_problem(ctx, mc_webhook_verify(ctx, &secret, &changed[i], SENT),
		    MC_PROBLEM_SIGNATURE_INVALID);
	changed[0] = the_notice();
	assert_problem(
	    ctx, mc_webhook_verify(ctx, NULL, &changed[0], SENT), MC_PROBLEM_SIGNATURE_INVALID);
	secret.bytes[0] ^= 1;
	assert_problem(
	    ctx, mc_webhook_verify(ctx, &secret, &changed[0], SENT), MC_PROBLEM_SIGNATURE_INVALID);
}

/* The header as a partner makes it. */
static const char *
sign(struct mc_arena *arena, const struct mc_webhook_secret *secret, const char *text)
{
	const struct mc_digest_part part = {text, strlen(text)};
	unsigned char mac[MC_DIGEST_SIZE];

	mc_digest_mac(secret->bytes, secret->length, &part, 1, mac);
	return mc_sprintf(arena, "v1,%s", mc_base64_encode(arena, mac, sizeof(mac)));
}

/* "a" sent at 1614265330 with body "x" must not stand for id "a.1614265330" and so on. */
static void
borders_cannot_be_moved(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_webhook_secret secret = the_secret(ctx);
	struct mc_webhook_notice notice = {.id = "a.1614265330",
	    .timestamp = "1614265330",
	    .signature = sign(ctx->arena, &secret, "a.1614265330.1614265330.x"),
	    .body = "x",
	    .body_length = 1};

	assert_problem(
	    ctx, mc_webhook_verify(ctx, &secret, &notice, SENT), MC_PROBLEM_SIGNATURE_INVALID);
	notice.id = "a";
	notice.body = "1614265330.x";
	notice.body_length = 12;
	assert_good(ctx, mc_webhook_verify(ctx, &secret, &notice, SENT));
}

static void
secrets_come_from_a_private_file(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	const char *path = scratch_path(scratch, "secrets.json");
	struct mc_webhook_secrets *secrets = NULL;
	static const char good[] =
	    "{\"banks\":{\"demo\":\"" SECRET "\",\"other\":{\"secret\":\"" SECRET
	    "\",\"account\":\"970499:0000000000\"}},\"carriers\":{\"vnpost\":\"" SECRET "\"}}";
	static const char *const bad[] = {"", "[]", "{\"banks\":[]}", "{\"banks\":{\"demo\":1}}",
	    "{\"banks\":{\"demo\":\"whsec_AAAA\"}}",
	    "{\"banks\":{\"demo\":\"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}}",
	    "{\"banks\":{\"demo\":{\"secret\":\"" SECRET "\"}}}",
	    "{\"banks\":{\"demo\":{\"secret\":\"" SECRET "\",\"account\":\"97049:0000\"}}}",
	    "{\"banks\":{\"demo\":{\"secret\":\"" SECRET "\",\"account\":\"970499:\"}}}",
	    "{\"banks\":{\"demo\":{\"secret\":\"" SECRET "\",\"account\":\"970499:00 00\"}}}",
	    "{\"banks\":{\"demo\":{\"secret\":\"" SECRET
	    "\",\"account\":\"970499:0000\",\"a\":1}}}",
	    "{\"banks\":{\"De mo\":\"" SECRET "\"}}", "{\"banks\":{\"\":\"" SECRET "\"}}",
	    "{\"banks\":{\"a\":\"" SECRET "\",\"a\":\"" SECRET "\"}}"};

	assert_problem(ctx, mc_webhook_secrets_load(ctx, path, &secrets), MC_PROBLEM_INTERNAL);
	scratch_write(scratch, "secrets.json", 0644, good, strlen(good));
	assert_problem(ctx, mc_webhook_secrets_load(ctx, path, &secrets), MC_PROBLEM_INTERNAL);
	for (size_t i = 0; i < COUNT(bad); i++) {
		scratch_write(scratch, "secrets.json", 0600, bad[i], strlen(bad[i]));
		assert_problem(
		    ctx, mc_webhook_secrets_load(ctx, path, &secrets), MC_PROBLEM_INTERNAL);
	}
	scratch_write(scratch, "secrets.json", 0600, good, strlen(good));
	assert_good(ctx, mc_webhook_secrets_load(ctx, path, &secrets));
	assert_null(mc_webhook_partner_find(secrets, "banks", "demo")->account);
	assert_string_equal(
	    mc_webhook_partner_find(secrets, "banks", "other")->account, "970499:0000000000");
	assert_non_null(mc_webhook_partner_find(secrets, "carriers", "vnpost"));
	assert_null(mc_webhook_partner_find(secrets, "banks", "vnpost"));
	assert_null(mc_webhook_partner_find(secrets, "carriers", ""));
	mc_webhook_secrets_free(secrets);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_published_example_is_accepted),
	    TEST(one_of_several_signatures_suffices),
	    TEST(a_notice_is_taken_only_in_its_time),
	    TEST(nothing_signed_may_be_changed_or_missing),
	    TEST(borders_cannot_be_moved),
	    TEST(secrets_come_from_a_private_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
