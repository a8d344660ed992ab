/* The written time, against the C library's reckoning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"

static void
test_known_instants(void **state)
{
	char text[MC_CLOCK_TEXT_SIZE];

	(void)state;
	mc_clock_rfc3339_into(text, 0);
	assert_string_equal(text, "1970-01-01T00:00:00.000Z");
	mc_clock_rfc3339_into(text, -1);
	assert_string_equal(text, "1969-12-31T23:59:59.999Z");
	mc_clock_rfc3339_into(text, 1795403045678);
	assert_string_equal(text, "2026-11-23T03:04:05.678Z");
	mc_clock_rfc3339_into(text, 951782400000);
	assert_string_equal(text, "2000-02-29T00:00:00.000Z");
}

static void
test_agrees_with_the_c_library(void **state)
{
	(void)state;
	for (int64_t second = -62135596800; second < 253402300800; second += 7919 * 86413) {
		char expected[96];
		char text[MC_CLOCK_TEXT_SIZE];
		time_t time = (time_t)second;
		struct tm tm;

		assert_non_null(gmtime_r(&time, &tm));
		(void)snprintf(expected, sizeof(expected), "%04d-%02d-%02dT%02d:%02d:%02d.000Z",
		    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
		mc_clock_rfc3339_into(text, second * 1000);
		assert_string_equal(text, expected);
	}
}

static void
test_monotonic_and_sleep(void **state)
{
	uint64_t before = mc_clock_monotonic_us();

	(void)state;
	mc_clock_sleep_ms(5);
	assert_true(mc_clock_monotonic_us() - before >= 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_known_instants),
	    cmocka_unit_test(test_agrees_with_the_c_library),
	    cmocka_unit_test(test_monotonic_and_sleep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
