/* Arenas: alignment, zeroing, growth beyond a block, reuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lib/base/arena.h"

static void
test_memory_is_aligned_and_zeroed(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t size = 0; size < 200; size++) {
		unsigned char *memory = mc_alloc(arena, size);

		assert_int_equal((uintptr_t)memory % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xff, size);
	}
}

static void
test_reset_gives_zeroed_memory_again(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	unsigned char *memory = mc_alloc(arena, 100);

	(void)state;
	memset(memory, 0xff, 100);
	(void)mc_alloc(arena, 100000);
	mc_arena_reset(arena);
	memory = mc_alloc(arena, 100);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(memory[i], 0);
}

static void
test_large_and_small_live_together(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	char *small = mc_strdup(arena, "small");
	char *large = mc_alloc(arena, 5000000);
	char *after = mc_strndup(arena, "after it", 5);

	(void)state;
	memset(large, 'x', 5000000);
	assert_string_equal(small, "small");
	assert_string_equal(after, "after");
}

static void
test_formatted_text(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();

	(void)state;
	assert_string_equal(mc_sprintf(arena, "%s-%d", "a", 7), "a-7");
	assert_string_equal(mc_sprintf(arena, "%5000s", "x") + 4999, "x");
}

static void
test_arrays_hold_their_items(void **state)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	uint64_t *numbers = mc_alloc_array(arena, 1000, sizeof(uint64_t));

	(void)state;
	numbers[0] = 1;
	numbers[999] = 2;
	assert_int_equal(numbers[0] + numbers[500] + numbers[999], 3);
	assert_non_null(mc_alloc_array(arena, 0, 8));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_memory_is_aligned_and_zeroed),
	    cmocka_unit_test(test_reset_gives_zeroed_memory_again),
	    cmocka_unit_test(test_large_and_small_live_together),
	    cmocka_unit_test(test_formatted_text),
	    cmocka_unit_test(test_arrays_hold_their_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
