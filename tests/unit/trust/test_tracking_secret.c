/* The secret of a receipt's link: it leads back to its dossier, and to no other generation. */
#include "tests/unit/scratch.h"

#include <stdbool.h>

#include "lib/trust/tracking_secret.h"

#define ID "0193568a-3c00-7000-8000-000000000001"

static const struct mc_server_key key = {.tracking = {1}};
static const struct mc_server_key other_key = {.tracking = {2}};

static void
it_leads_back_to_its_dossier(void **state)
{
	static const unsigned generations[] = {0, 1, 9, 10, MC_TRACKING_GENERATION_MAX};
	struct scratch *scratch = *state;

	for (size_t i = 0; i < COUNT(generations); i++) {
		const char *secret =
		    mc_tracking_secret(scratch->ctx.arena, &key, ID, generations[i]);
		char id[MC_ID_SIZE] = "";
		unsigned generation = 7;

		assert_true(strlen(secret) <= MC_TRACKING_SECRET_MAX);
		assert_true(mc_tracking_secret_open(&key, secret, strlen(secret), id, &generation));
		assert_string_equal(id, ID);
		assert_int_equal(generation, generations[i]);
		assert_true(
		    mc_tracking_secret_open(&other_key, secret, strlen(secret), id, &generation));
		assert_string_not_equal(id, ID);
	}
}

/* Computed once beside the program (HMAC-SHA256, then openssl enc -aes-256-ecb), so that links
 * printed yesterday open tomorrow. */
static void
what_was_printed_stays(void **state)
{
	struct scratch *scratch = *state;

	assert_string_equal(
	    mc_tracking_secret(scratch->ctx.arena, &key, ID, 0), "Mqomm6Be_xXG-kJXUi9rEA");
	assert_string_equal(
	    mc_tracking_secret(scratch->ctx.arena, &key, ID, 258), "euCd5Lwwx2Y0qpCEYfW0Cg.258");
}

static void
another_generation_is_another_secret(void **state)
{
	struct scratch *scratch = *state;
	const char *first = mc_tracking_secret(scratch->ctx.arena, &key, ID, 0);
	const char *second = mc_tracking_secret(scratch->ctx.arena, &key, ID, 1);
	char id[MC_ID_SIZE] = "";
	unsigned generation;

	assert_int_not_equal(strncmp(first, second, 22), 0);
	/* The number alone makes no link of the next generation. */
	first = mc_sprintf(scratch->ctx.arena, "%s.1", first);
	assert_true(mc_tracking_secret_open(&key, first, strlen(first), id, &generation));
	assert_string_not_equal(id, ID);
}

static void
what_has_not_its_form_is_none(void **state)
{
	static const char *const texts[] = {"", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA",
	    "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAA+",
	    "AAAAAAAAAAAAAAAAAAAAAA.", "AAAAAAAAAAAAAAAAAAAAAA.0", "AAAAAAAAAAAAAAAAAAAAAA.01",
	    "AAAAAAAAAAAAAAAAAAAAAA.1x", "AAAAAAAAAAAAAAAAAAAAAA.100000",
	    "AAAAAAAAAAAAAAAAAAAAAA-1"};
	static const char *const ids[] = {"", "0193568a", ID "0",
	    "0193568a-3c00-7000-8000-00000000000g", "0193568a3c0070008000000000000001----"};
	struct scratch *scratch = *state;
	char id[MC_ID_SIZE];
	unsigned generation;

	for (size_t i = 0; i < COUNT(texts); i++)
		assert_false(
		    mc_tracking_secret_open(&key, texts[i], strlen(texts[i]), id, &generation));
	for (size_t i = 0; i + 1 < COUNT(ids); i++)
		assert_null(mc_tracking_secret(scratch->ctx.arena, &key, ids[i], 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_leads_back_to_its_dossier),
	    TEST(what_was_printed_stays),
	    TEST(another_generation_is_another_secret),
	    TEST(what_has_not_its_form_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
