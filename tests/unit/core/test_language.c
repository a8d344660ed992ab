/* Which language an answer has, and whose trace it belongs to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "api/core/language.h"
#include "api/core/trace.h"

static void
test_accept_language(void **state)
{
	static const struct {
		const char *header;
		const char *language;
	} samples[] = {
	    {NULL, "vi"},
	    {"", "vi"},
	    {"*", "vi"},
	    {"fr", "vi"},
	    {"vi", "vi"},
	    {"en", "en"},
	    {"en-US,en;q=0.9", "en"},
	    {"vi-VN,vi;q=0.9,en;q=0.8", "vi"},
	    {"en;q=0.5,vi;q=0.4", "en"},
	    {"en;q=0.4,vi;q=0.5", "vi"},
	    {"en;q=0", "vi"},
	    {"en, vi", "vi"},
	    {"EN", "en"},
	    {"english", "vi"},
	    {"en;q=", "vi"},
	    {"en;q=9", "vi"},
	    {"en;", "vi"},
	    {",,,", "vi"},
	    {"en;q=0.123456789", "en"},
	    {"fr;q=0.9, en ; q=0.8", "en"},
	    {"e", "vi"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		assert_string_equal(mc_language_of(samples[i].header), samples[i].language);
}

static void
test_trace_is_taken_over(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_trace trace;

	(void)state;
	mc_trace_begin(&trace, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	    "01a209db-03d5-7b6d-9d93-5394f14ac0bc");
	assert_string_equal(mc_trace_write(&trace, arena),
	    "00-0af7651916cd43dd8448eb211c80319c-9d935394f14ac0bc-01");
}

static void
test_bad_trace_is_replaced(void **state)
{
	static const char *const bad[] = {NULL, "", "00",
	    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
	    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
	    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
	    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
	    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"};
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct mc_trace trace;

		mc_trace_begin(&trace, bad[i], "01a209db-03d5-7b6d-9d93-5394f14ac0bc");
		assert_string_equal(mc_trace_write(&trace, arena),
		    "00-01a209db03d57b6d9d935394f14ac0bc-9d935394f14ac0bc-00");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_accept_language),
	    cmocka_unit_test(test_trace_is_taken_over),
	    cmocka_unit_test(test_bad_trace_is_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
