/* UPU S10 item identifiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/post/s10.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
check_digits_are_those_of_the_standard(void **state)
{
	static const struct {
		uint32_t serial;
		int check;
	} cases[] = {{47312482, 9}, {1, 4}, {12345678, 5}, {0, 5}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(mc_s10_check_digit(cases[i].serial), cases[i].check);
}

static void
identifiers_are_read(void **state)
{
	static const struct {
		const char *typed, *expected;
	} cases[] = {
	    {"RR473124829VN", "RR473124829VN"},
	    {"rr 473 124 829 vn", "RR473124829VN"},
	    {"RR473124829CH", "RR473124829CH"},
	    {"RR473124828VN", NULL},
	    {"RR374124829VN", NULL},
	    {"R4473124829VN", NULL},
	    {"RR473124829V", NULL},
	    {"RR473124829VNN", NULL},
	    {"RR47312482VN9", NULL},
	    {"", NULL},
	    {"RR4731248290N", NULL},
	    {"RRRR473124829VNRR473124829VN", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[MC_S10_SIZE] = "untouched";
		bool fits = mc_s10_parse(cases[i].typed, text);

		assert_int_equal(fits, cases[i].expected != NULL);
		assert_string_equal(text, fits ? cases[i].expected : "untouched");
	}
}

static void
identifiers_are_written_and_read_back(void **state)
{
	char text[MC_S10_SIZE], again[MC_S10_SIZE], spaced[MC_S10_SIZE + 4];

	(void)state;
	assert_true(mc_s10_format("RR", 47312482, "VN", text));
	assert_string_equal(text, "RR473124829VN");
	mc_s10_spaced(text, spaced);
	assert_string_equal(spaced, "RR 473 124 829 VN");
	for (uint32_t serial = 0; serial <= MC_S10_SERIAL_MAX; serial += 9973) {
		assert_true(mc_s10_format("EE", serial, "VN", text));
		assert_true(mc_s10_parse(text, again));
		assert_string_equal(text, again);
	}
	assert_false(mc_s10_format("R", 1, "VN", text));
	assert_false(mc_s10_format("rr", 1, "VN", text));
	assert_false(mc_s10_format("RR", 100000000, "VN", text));
	assert_false(mc_s10_format("RR", 1, "VNM", text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(check_digits_are_those_of_the_standard),
	    cmocka_unit_test(identifiers_are_read),
	    cmocka_unit_test(identifiers_are_written_and_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
