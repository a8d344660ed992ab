/* Identifiers: the form of UUID version 7, and that they come in the order of time and never twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lib/json/format.h"
#include "lib/base/id.c"

static void
test_layout_of_rfc_9562(void **state)
{
	/* The example of RFC 9562, appendix A.6. */
	const unsigned char noise[10] = {
	    0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
	char id[MC_ID_SIZE];

	(void)state;
	format_uuid(id, 0x017F22E279B0, noise);
	assert_string_equal(id, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

static void
test_new_ones_are_valid_and_different(void **state)
{
	char before[MC_ID_SIZE] = "";

	(void)state;
	for (int i = 0; i < 10000; i++) {
		char id[MC_ID_SIZE];

		mc_id_new_into(id);
		assert_true(mc_format_uuid(id, strlen(id)));
		assert_int_equal(id[14], '7');
		assert_non_null(strchr("89ab", id[19]));
		assert_string_not_equal(id, before);
		memcpy(before, id, sizeof(before));
	}
}

static void
test_order_of_time(void **state)
{
	char first[MC_ID_SIZE];
	char second[MC_ID_SIZE];

	(void)state;
	mc_id_new_into(first);
	mc_clock_sleep_ms(3);
	mc_id_new_into(second);
	assert_true(strcmp(first, second) < 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_layout_of_rfc_9562),
	    cmocka_unit_test(test_new_ones_are_valid_and_different),
	    cmocka_unit_test(test_order_of_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
