/* The payload of a head of the log of hand-overs: made, read back, refused when anything is off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/dossier/custody_head.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HEAD(after, before, links, through)                                                        \
	"{\"after\":" after ",\"before\":" before ",\"iss\":\"https://a\",\"links\":" links        \
	",\"sha256\":\"" SHA_A "\",\"through\":" through ",\"version\":1}"

static void
a_head_is_made_and_read_back(void **state)
{
	const struct mc_custody_head heads[] = {
	    {.through = "2026-11-25", .links = 0, .sha256 = SHA_A},
	    {.after = "2026-11-24",
		.through = "2026-11-25",
		.links = INT64_MAX,
		.sha256 = SHA_A,
		.before = SHA_B},
	};
	static const char *const texts[] = {HEAD("null", "null", "0", "\"2026-11-25\""),
	    HEAD("\"2026-11-24\"", "\"" SHA_B "\"", "9223372036854775807", "\"2026-11-25\"")};

	for (size_t i = 0; i < COUNT(heads); i++) {
		struct mc_ctx ctx = {.arena = *state};
		struct mc_custody_head again;
		const char *text;

		assert_int_equal(mc_custody_head_text(&ctx, &heads[i], "https://a", &text), MC_OK);
		assert_string_equal(text, texts[i]);
		assert_int_equal(mc_custody_head_read(&ctx, text, strlen(text), &again), MC_OK);
		assert_int_equal(mc_custody_head_text(&ctx, &again, "https://a", &text), MC_OK);
		assert_string_equal(text, texts[i]);
	}
}

static void
anything_else_is_none(void **state)
{
	static const char *const texts[] = {
	    "",
	    "{}",
	    "[1]",
	    HEAD("null", "null", "-1", "\"2026-11-25\""),
	    HEAD("null", "null", "1.0", "\"2026-11-25\""),
	    HEAD("null", "null", "\"1\"", "\"2026-11-25\""),
	    HEAD("null", "null", "1", "null"),
	    HEAD("null", "null", "1", "\"2026-02-30\""),
	    HEAD("null", "null", "1", "\"2026-11-250\""),
	    HEAD("null", "null", "1", "20261125"),
	    HEAD("\"2026-11-25\"", "\"" SHA_B "\"", "1", "\"2026-11-25\""),
	    HEAD("\"2026-11-26\"", "\"" SHA_B "\"", "1", "\"2026-11-25\""),
	    HEAD("\"2026-11-24\"", "null", "1", "\"2026-11-25\""),
	    HEAD("null", "\"" SHA_B "\"", "1", "\"2026-11-25\""),
	    HEAD("\"2026-11-24\"", "\"bbbb\"", "1", "\"2026-11-25\""),
	    HEAD("\"2026-11-24\"", "7", "1", "\"2026-11-25\""),
	    HEAD("null", "null", "1", "\"2026-11-25\"") " ",
	    HEAD("null", "null", " 1", "\"2026-11-25\""),
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct mc_ctx ctx = {.arena = *state};
		struct mc_custody_head head;

		assert_int_equal(
		    mc_custody_head_read(&ctx, texts[i], strlen(texts[i]), &head), MC_FAILED);
	}
}

static int
setup(void **state)
{
	*state = mc_arena_new();
	return 0;
}

static int
teardown(void **state)
{
	mc_arena_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_head_is_made_and_read_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(anything_else_is_none, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
