/* Buffers: growth, the terminating NUL, and the maximum. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lib/base/buf.h"

static void
test_grows_and_stays_terminated(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_buf buf = mc_buf_new(arena, 100000);

	(void)state;
	for (int i = 0; i < 1000; i++) {
		mc_buf_add_char(&buf, 'a');
		assert_int_equal(buf.bytes[buf.length], 0);
	}
	mc_buf_add_text(&buf, "bc");
	mc_buf_printf(&buf, "%d", 5);
	assert_int_equal(buf.length, 1003);
	assert_string_equal(buf.bytes + 1000, "bc5");
	assert_false(mc_buf_overflowed(&buf));
}

static void
test_exactly_the_maximum_fits(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_buf buf = mc_buf_new(arena, 4);

	(void)state;
	mc_buf_add_text(&buf, "1234");
	assert_false(mc_buf_overflowed(&buf));
	assert_string_equal(buf.bytes, "1234");
	mc_buf_add_text(&buf, "");
	assert_false(mc_buf_overflowed(&buf));
	mc_buf_add_char(&buf, '5');
	assert_true(mc_buf_overflowed(&buf));
	assert_string_equal(buf.bytes, "1234");
}

static void
test_nothing_is_added_after_an_overflow(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_buf buf = mc_buf_new(arena, 4);

	(void)state;
	mc_buf_add_text(&buf, "12345");
	mc_buf_add_text(&buf, "1");
	assert_true(mc_buf_overflowed(&buf));
	assert_int_equal(buf.length, 0);
}

static void
test_bytes_may_hold_nul(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_buf buf = mc_buf_new(arena, 10);

	(void)state;
	mc_buf_add(&buf, "a\0b", 3);
	assert_memory_equal(buf.bytes, "a\0b", 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_grows_and_stays_terminated),
	    cmocka_unit_test(test_exactly_the_maximum_fits),
	    cmocka_unit_test(test_nothing_is_added_after_an_overflow),
	    cmocka_unit_test(test_bytes_may_hold_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
