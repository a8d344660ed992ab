/* Passwords: which are accepted, and hashing however they are typed. */
#include "tests/unit/scratch.h"

#include "lib/trust/password.h"
#include "lib/trust/secret.h"

/* Cheap, so that the tests are quick; the real costs are measured by bench. */
static const struct mc_password_options cheap = {.passes = 1, .memory = 64 * 1024};

static const struct mc_password_owner an = {
    .full_name = "Nguyễn Thị Ánh Tuyết",
    .phone = "0912345678",
    .email = "anhtuyet.1987@example.vn",
    .personal_id = "001187654321",
};

static void
guessable_passwords_are_refused_with_a_reason(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const struct {
		const char *password;
		const char *code;
	} cases[] = {
	    {"", "minLength"},
	    {"ngắn quá", "minLength"},
	    {"123456789", "minLength"},
	    {"1234567890", "common"},
	    {"matkhau123", "common"},
	    {"Mật khẩu 123456", "common"},
	    {"MATKHAU@2024", "common"},
	    {"password1234", "common"},
	    {"P@ssw0rd1234", "common"},
	    {"qwertyuiop", "common"},
	    {"1q2w3e4r5t", "common"},
	    {"Basketball", "common"},
	    {"q1w2e3r4t5y6", "common"},
	    {"q1w2e3r4t5y7", NULL},
	    {"tony.123.123", "common"},
	    {"1qaz2wsx3edc", "common"},
	    {"aaaaaaaaaaaa", "common"},
	    {"abcabcabcabc", "common"},
	    {"anh yêu em 123456", "common"},
	    {"..........!!", "common"},
	    {"Hà Nội Việt Nam", "common"},
	    {"84729501836", "digits"},
	    {"nguyenthianhtuyet", "personal"},
	    {"Nguyễn Thị Ánh Tuyết", "personal"},
	    {"Tuyết 0912345678", "personal"},
	    {"anhtuyet.1987@example.vn", "personal"},
	    {"001187654321abc", "personal"},
	    {"mưa rơi trên mái tôn", NULL},
	    {"correct horse battery staple", NULL},
	    {"tuyết rơi đầy trên đèo", NULL},
	    {"9f8s7d6f5g4h", NULL},
	    {"ផ្ទះខ្ញុំនៅជិតទន្លេ", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *password = cases[i].password;
		enum mc_rc rc =
		    mc_password_check(ctx, &an, "/password", password, strlen(password));

		if ((rc == MC_OK) != (cases[i].code == NULL))
			fail_msg("%s: %s", password, rc == MC_OK ? "accepted" : "refused");
		if (rc == MC_OK)
			continue;
		assert_int_equal(ctx->problem.id, MC_PROBLEM_PASSWORD_WEAK);
		assert_int_equal(ctx->problem.error_count, 1);
		assert_string_equal(ctx->problem.errors[0].pointer, "/password");
		if (strcmp(ctx->problem.errors[0].code, cases[i].code) != 0)
			fail_msg("%s: %s", password, ctx->problem.errors[0].code);
		mc_problem_clear(ctx);
	}
}

static void
length_is_counted_in_characters(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const struct mc_password_owner nobody = {.full_name = NULL};
	char text[4 * 130] = "";
	static const char *const letters[] = {"ă", "b", "ô", "x", "q", "z", "w"};

	for (size_t i = 0; i < 128; i++)
		memcpy(text + strlen(text), letters[(i * i + i / 5) % 7],
		    strlen(letters[(i * i + i / 5) % 7]) + 1);
	assert_good(ctx, mc_password_check(ctx, &nobody, "/p", text, strlen(text)));
	memcpy(text + strlen(text), "y", 2);
	assert_int_equal(mc_password_check(ctx, &nobody, "/p", text, strlen(text)), MC_FAILED);
	assert_string_equal(ctx->problem.errors[0].code, "maxLength");
	mc_problem_clear(ctx);
	assert_problem(ctx, mc_password_check(ctx, &nobody, "/p", "abc\xFFxyzuvw", 10),
	    MC_PROBLEM_PASSWORD_WEAK);
	assert_problem(ctx, mc_password_check(ctx, &nobody, "/p", "ab\0defghijkl", 12),
	    MC_PROBLEM_PASSWORD_WEAK);
}

static void
a_password_matches_however_it_is_composed(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const char composed[] = "m\u01B0a r\u01A1i tr\u00EAn m\u00E1i t\u00F4n";
	static const char decomposed[] = "mu\u031Ba ro\u031Bi tre\u0302n ma\u0301i to\u0302n";
	struct mc_password_hasher *hasher = NULL;
	bool matches = false, rehash = true;
	char *hash = NULL, *again = NULL;

	assert_good(ctx, mc_password_hasher_new(ctx, &cheap, &hasher));
	assert_good(ctx, mc_password_hash(ctx, hasher, composed, strlen(composed), &hash));
	assert_good(ctx, mc_password_hash(ctx, hasher, composed, strlen(composed), &again));
	assert_string_not_equal(hash, again);
	assert_int_equal(strncmp(hash, "$argon2id$v=19$m=64,t=1,p=1$", 28), 0);
	assert_good(ctx, mc_password_verify(
			     ctx, hasher, hash, decomposed, strlen(decomposed), &matches, &rehash));
	assert_true(matches);
	assert_false(rehash);
	assert_good(ctx, mc_password_verify(
			     ctx, hasher, hash, composed, strlen(composed) - 1, &matches, &rehash));
	assert_false(matches);
	mc_password_hasher_free(hasher);
}

static void
unknown_accounts_and_broken_hashes_never_match(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const char *const hashes[] = {NULL, "", "x", "$argon2id$v=19$m=64,t=1,p=1$",
	    "$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
	    "FkX2E2kq5nUDFrqEGTnKBGmh2DkBHDmPUGWd4zq5HzM"};
	static const char *const passwords[] = {"", "mưa rơi trên mái tôn", "\xFF\xFE"};
	struct mc_password_hasher *hasher = NULL;
	char *large = mc_alloc(ctx->arena, 100001);

	memset(large, 'a', 100000);
	assert_good(ctx, mc_password_hasher_new(ctx, &cheap, &hasher));
	for (size_t i = 0; i < COUNT(hashes); i++) {
		bool matches = true, rehash = true;

		for (size_t k = 0; k < COUNT(passwords); k++) {
			assert_good(ctx, mc_password_verify(ctx, hasher, hashes[i], passwords[k],
					     strlen(passwords[k]), &matches, &rehash));
			assert_false(matches);
			assert_false(rehash);
		}
		assert_good(ctx,
		    mc_password_verify(ctx, hasher, hashes[i], large, 100000, &matches, &rehash));
		assert_false(matches);
	}
	mc_password_hasher_free(hasher);
}

static void
a_cheaper_hash_asks_to_be_made_anew(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_password_options dearer = cheap;
	struct mc_password_hasher *old = NULL, *new = NULL;
	bool matches = false, rehash = false;
	char *hash = NULL;

	dearer.passes = 2;
	assert_good(ctx, mc_password_hasher_new(ctx, &cheap, &old));
	assert_good(ctx, mc_password_hasher_new(ctx, &dearer, &new));
	assert_good(ctx, mc_password_hash(ctx, old, "abc", 3, &hash));
	assert_good(ctx, mc_password_verify(ctx, new, hash, "abc", 3, &matches, &rehash));
	assert_true(matches && rehash);
	assert_good(ctx, mc_password_verify(ctx, new, hash, "abd", 3, &matches, &rehash));
	assert_true(!matches && !rehash);
	mc_password_hasher_free(old);
	mc_password_hasher_free(new);
}

static void
secrets_are_long_and_never_the_same(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const struct mc_password_owner nobody = {.full_name = NULL};
	const char *token = mc_secret_token(ctx->arena);

	assert_int_equal(strlen(token), 43);
	assert_string_not_equal(token, mc_secret_token(ctx->arena));
	assert_string_equal(mc_secret_hash(ctx->arena, "abc", 3),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	for (int i = 0; i < 200; i++) {
		const char *password = mc_secret_password(ctx->arena);
		size_t length = strlen(password);

		assert_true(length >= 14 && length <= 40);
		assert_int_equal(strspn(password, "abcdefghijklmnopqrstuvwxyz-0123456789"), length);
		assert_int_equal(password[length - 7], '-');
		assert_string_not_equal(password, mc_secret_password(ctx->arena));
		if (mc_password_check(ctx, &nobody, "/p", password, length) != MC_OK)
			fail_msg("%s: %s", password, ctx->problem.errors[0].code);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(guessable_passwords_are_refused_with_a_reason),
	    TEST(length_is_counted_in_characters),
	    TEST(a_password_matches_however_it_is_composed),
	    TEST(unknown_accounts_and_broken_hashes_never_match),
	    TEST(a_cheaper_hash_asks_to_be_made_anew),
	    TEST(secrets_are_long_and_never_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
