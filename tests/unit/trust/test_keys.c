/* Key files, rotation by their names, and the JWKS document. */
#include "tests/unit/scratch.h"

#include <dirent.h>
#include <pthread.h>

#include "lib/json/json.h"
#include "lib/trust/keys.h"

enum { NOW = 1795392000 }; /* 2026-11-23T00:00:00Z */

static size_t
count_files(const char *path)
{
	DIR *directory = opendir(path);
	size_t count = 0;

	assert_non_null(directory);
	for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
		count += entry->d_name[0] != '.';
	assert_int_equal(closedir(directory), 0);
	return count;
}

/* The keys of a set, as its own document lists them. */
static size_t
count_keys(struct mc_ctx *ctx, const struct mc_keys *keys)
{
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	const char *jwks = mc_keys_jwks(keys);

	assert_good(ctx, mc_json_parse(ctx, jwks, strlen(jwks), &document));
	return json_array_size(json_object_get(document, "keys"));
}

static void
a_key_is_made_once(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	const char *directory = scratch_path(scratch, "keys");
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	struct stat status;
	bool created = false;

	assert_good(ctx, mc_keys_create(ctx, directory, NOW, &created));
	assert_true(created);
	assert_good(ctx, mc_keys_create(ctx, directory, NOW + 60, &created));
	assert_false(created);
	assert_int_equal(count_files(directory), 1);
	assert_int_equal(
	    stat(mc_sprintf(ctx->arena, "%s/20261123000000-signing.pem", directory), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(stat(directory, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	assert_good(ctx, mc_keys_load(ctx, directory, &keys));
	assert_int_equal(count_keys(ctx, keys), 1);
	assert_null(mc_keys_current(keys, NOW - 1));
	assert_non_null(mc_keys_current(keys, NOW));
}

struct racer {
	const char *directory;
	bool created;
};

static void *
race(void *context)
{
	struct racer *racer = context;
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	enum mc_rc rc = mc_keys_create(&ctx, racer->directory, NOW, &racer->created);

	mc_arena_free(ctx.arena);
	return rc == MC_OK ? racer : NULL;
}

static void
racing_processes_make_one_key(void **state)
{
	struct scratch *scratch = *state;
	const char *directory = scratch_path(scratch, "keys");
	struct racer racers[6] = {{NULL, false}};
	pthread_t threads[COUNT(racers)];
	size_t created = 0;

	for (size_t i = 0; i < COUNT(racers); i++) {
		racers[i].directory = directory;
		assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
	}
	for (size_t i = 0; i < COUNT(racers); i++) {
		void *done = NULL;

		assert_int_equal(pthread_join(threads[i], &done), 0);
		assert_non_null(done);
		created += racers[i].created;
	}
	assert_int_equal(created, 1);
	assert_int_equal(count_files(directory), 1);
}

static void
the_newest_that_has_begun_signs_and_all_are_published(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *published = NULL;
	const struct mc_key *old, *current, *next;
	unsigned char signature[MC_KEY_SIGNATURE_SIZE];
	const char *jwks;

	assert_good(ctx, mc_keys_add(ctx, scratch->directory, NOW - 86400));
	assert_good(ctx, mc_keys_add(ctx, scratch->directory, NOW));
	assert_good(ctx, mc_keys_add(ctx, scratch->directory, NOW + 86400));
	assert_problem(ctx, mc_keys_add(ctx, scratch->directory, NOW), MC_PROBLEM_INTERNAL);
	assert_good(ctx, mc_keys_load(ctx, scratch->directory, &keys));
	old = mc_keys_current(keys, NOW - 1);
	current = mc_keys_current(keys, NOW);
	next = mc_keys_current(keys, NOW + 86400);
	assert_true(old != current && current != next && old != next && old != NULL);
	jwks = mc_keys_jwks(keys);
	assert_non_null(strstr(jwks, mc_key_id(old)));
	assert_non_null(strstr(jwks, mc_key_id(current)));
	assert_non_null(strstr(jwks, mc_key_id(next)));
	assert_null(strstr(jwks, "\"d\""));

	assert_good(ctx, mc_key_sign(ctx, current, "abc", 3, signature));
	assert_good(ctx, mc_keys_parse_jwks(ctx, jwks, strlen(jwks), &published));
	assert_int_equal(count_keys(ctx, published), 3);
	assert_null(mc_keys_current(published, NOW));
	assert_true(
	    mc_key_verify(mc_keys_find(published, mc_key_id(current)), "abc", 3, signature));
	assert_false(mc_key_verify(mc_keys_find(published, mc_key_id(old)), "abc", 3, signature));
	assert_false(
	    mc_key_verify(mc_keys_find(published, mc_key_id(current)), "abd", 3, signature));
}

static void
no_signature_out_of_range_is_accepted(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	unsigned char signature[MC_KEY_SIGNATURE_SIZE] = {0};
	const struct mc_key *key;

	assert_good(ctx, mc_keys_add(ctx, scratch->directory, NOW));
	assert_good(ctx, mc_keys_load(ctx, scratch->directory, &keys));
	key = mc_keys_current(keys, NOW);
	assert_false(mc_key_verify(key, "abc", 3, signature));
	memset(signature, 0xFF, sizeof(signature));
	assert_false(mc_key_verify(key, "abc", 3, signature));
	for (int round = 0; round < 50; round++) {
		assert_good(ctx, mc_key_sign(ctx, key, "abc", 3, signature));
		assert_true(mc_key_verify(key, "abc", 3, signature));
		signature[round] ^= 1;
		assert_false(mc_key_verify(key, "abc", 3, signature));
	}
}

static void
unfit_files_are_refused(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_keys *keys = NULL;
	static const char ed25519[] =
	    "-----BEGIN PRIVATE KEY-----\n"
	    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
	    "-----END PRIVATE KEY-----\n"; /* RFC 8032's first key, Ed25519 */

	assert_problem(ctx, mc_keys_load(ctx, scratch->directory, &keys), MC_PROBLEM_INTERNAL);
	assert_good(ctx, mc_keys_add(ctx, scratch->directory, NOW));
	scratch_write(scratch, "notes.txt", 0644, "x", 1);
	assert_good(ctx, mc_keys_load(ctx, scratch->directory, &keys));
	mc_keys_free(keys);

	scratch_write(scratch, "old.pem", 0600, "x", 1);
	assert_problem(ctx, mc_keys_load(ctx, scratch->directory, &keys), MC_PROBLEM_INTERNAL);
	assert_int_equal(unlink(scratch_path(scratch, "old.pem")), 0);

	scratch_write(scratch, "20261323000000-signing.pem", 0600, ed25519, strlen(ed25519));
	assert_problem(ctx, mc_keys_load(ctx, scratch->directory, &keys), MC_PROBLEM_INTERNAL);
	assert_int_equal(unlink(scratch_path(scratch, "20261323000000-signing.pem")), 0);

	scratch_write(scratch, "20260101000000-signing.pem", 0600, ed25519, strlen(ed25519));
	assert_problem(ctx, mc_keys_load(ctx, scratch->directory, &keys), MC_PROBLEM_INTERNAL);
	scratch_write(scratch, "20260101000000-signing.pem", 0600, "nonsense", 8);
	assert_problem(ctx, mc_keys_load(ctx, scratch->directory, &keys), MC_PROBLEM_INTERNAL);
	assert_int_equal(unlink(scratch_path(scratch, "20260101000000-signing.pem")), 0);

	assert_int_equal(chmod(scratch_path(scratch, "20261123000000-signing.pem"), 0640), 0);
	assert_problem(ctx, mc_keys_load(ctx, scratch->directory, &keys), MC_PROBLEM_INTERNAL);
}

/* The key of RFC 7515, appendix A.3, and its thumbprint after RFC 7638. */
#define X "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
#define Y "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"

static void
a_jwks_document_is_read(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const struct {
		const char *text;
		size_t count; /* 0 = refused */
	} cases[] = {
	    {"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X "\",\"y\":\"" Y
	     "\",\"kid\":\"a\"}]}",
		1},
	    {"{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\",\"kid\":\"r\"},"
	     "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X "\",\"y\":\"" Y
	     "\",\"kid\":\"a\",\"alg\":\"ES256\",\"use\":\"sig\"}]}",
		1},
	    {"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X "\",\"y\":\"" Y
	     "\",\"kid\":\"a\",\"use\":\"enc\"}]}",
		0},
	    {"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X "\",\"y\":\"" X
	     "\",\"kid\":\"a\"}]}",
		0},
	    {"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"" Y
	     "\",\"kid\":\"a\"}]}",
		0},
	    {"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X "\",\"y\":\"" Y
	     "\",\"kid\":\"a\"},{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X "\",\"y\":\"" Y
	     "\",\"kid\":\"a\"}]}",
		0},
	    {"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X "\",\"y\":\"" Y "\"}]}", 0},
	    {"{\"keys\":[]}", 0},
	    {"{}", 0},
	    {"[]", 0},
	    {"", 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;

		if (cases[i].count == 0) {
			assert_problem(ctx,
			    mc_keys_parse_jwks(ctx, cases[i].text, strlen(cases[i].text), &keys),
			    MC_PROBLEM_BAD_JSON);
			continue;
		}
		assert_good(
		    ctx, mc_keys_parse_jwks(ctx, cases[i].text, strlen(cases[i].text), &keys));
		assert_int_equal(count_keys(ctx, keys), cases[i].count);
		assert_non_null(mc_keys_find(keys, "a"));
		assert_null(mc_keys_find(keys, "b"));
	}
}

static void
the_signature_of_rfc_7515_verifies(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	static const char jwks[] = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" X
				   "\",\"y\":\"" Y "\",\"kid\":\"a\"}]}";
	static const char covered[] =
	    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
	    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
	static const unsigned char signature[] = {14, 209, 33, 83, 121, 99, 108, 72, 60, 47, 127,
	    21, 88, 7, 212, 2, 163, 178, 40, 3, 58, 249, 124, 126, 23, 129, 154, 195, 22, 158, 166,
	    101, 197, 10, 7, 211, 140, 60, 112, 229, 216, 241, 45, 175, 8, 74, 84, 128, 166, 101,
	    144, 197, 242, 147, 80, 154, 143, 63, 127, 138, 131, 163, 84, 213};

	assert_good(ctx, mc_keys_parse_jwks(ctx, jwks, strlen(jwks), &keys));
	assert_true(
	    mc_key_verify(mc_keys_find(keys, "a"), covered, sizeof(covered) - 1, signature));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_key_is_made_once),
	    TEST(racing_processes_make_one_key),
	    TEST(the_newest_that_has_begun_signs_and_all_are_published),
	    TEST(no_signature_out_of_range_is_accepted),
	    TEST(unfit_files_are_refused),
	    TEST(a_jwks_document_is_read),
	    TEST(the_signature_of_rfc_7515_verifies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
