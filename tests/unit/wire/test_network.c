/* Ranges of addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "lib/wire/network.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
addresses_are_in_ranges(void **state)
{
	static const struct {
		const char *range, *address;
		bool inside;
	} cases[] = {
	    {"10.20.0.0/16", "10.20.0.0", true},
	    {"10.20.0.0/16", "10.20.255.255", true},
	    {"10.20.0.0/16", "10.21.0.0", false},
	    {"10.20.4.0/22", "10.20.7.255", true},
	    {"10.20.4.0/22", "10.20.8.0", false},
	    {"10.20.0.7", "10.20.0.7", true},
	    {"10.20.0.7/32", "10.20.0.6", false},
	    {"0.0.0.0/0", "203.0.113.9", true},
	    {"0.0.0.0/0", "2001:db8::1", false},
	    {"2001:db8::/32", "2001:db8:ffff::1", true},
	    {"2001:db8::/32", "2001:db9::1", false},
	    {"::/0", "2001:db8::1", true},
	    {"10.0.0.0/8", "::ffff:10.1.2.3", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_network range, address;

		assert_true(mc_network_parse(cases[i].range, &range));
		assert_true(mc_network_parse(cases[i].address, &address));
		assert_int_equal(mc_network_holds(&range, &address), cases[i].inside);
		assert_true(mc_network_holds(&range, &range));
	}
}

static void
a_wider_range_is_not_in_a_narrower_one(void **state)
{
	struct mc_network wide, narrow;

	(void)state;
	assert_true(mc_network_parse("10.0.0.0/8", &wide));
	assert_true(mc_network_parse("10.0.0.0/9", &narrow));
	assert_true(mc_network_holds(&wide, &narrow));
	assert_false(mc_network_holds(&narrow, &wide));
}

static void
other_texts_are_no_range(void **state)
{
	static const char *const texts[] = {"", "/", "10.20.0.0/", "10.20.0.0/33", "10.20.0.0/016",
	    "10.20.0.0/ 8", "10.20.0.0/-1", "10.20.0.0/8/8", "10.20.0.1/16", "10.20.0",
	    "10.20.0.0.0", "10.20.0.256", "2001:db8::/129", "2001:db8::1/64",
	    "unix:", "10.0.0.1, 10.0.0.2", "10.20.0.0/99999999999999999999",
	    "1111111111111111111111111111111111111111111111111111111111111111"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct mc_network network = {.bits = 77};

		assert_false(mc_network_parse(texts[i], &network));
		assert_int_equal(network.bits, 77);
	}
}

static void
test_of_ipv6_the_network_of_a_household_is_left(void **state)
{
	static const char *const cases[][2] = {
	    {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
	    {"2001:db8:1:2::/64", "2001:db8:1:2::/64"},
	    {"2001:db8::/32", "2001:db8::/32"},
	    {"::1", "::/64"},
	    {"192.0.2.7", "192.0.2.7"},
	    {"192.0.2.0/24", "192.0.2.0/24"},
	    {"::ffff:192.0.2.7", "192.0.2.7"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mc_network network, wanted;

		assert_true(mc_network_parse(cases[i][0], &network));
		assert_true(mc_network_parse(cases[i][1], &wanted));
		mc_network_narrow(&network);
		assert_int_equal(network.bits, wanted.bits);
		assert_memory_equal(network.bytes, wanted.bytes, MC_ADDRESS_BYTES);
	}
}

static void
test_from_where_without_who(void **state)
{
	static const char *const cases[][2] = {
	    {"192.0.2.77", "192.0.2.0/24"},
	    {"::ffff:192.0.2.7", "192.0.2.0/24"},
	    {"2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"},
	    {"::1", "::/48"},
	};
	struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_network network;

		assert_true(mc_network_parse(cases[i][0], &network));
		assert_string_equal(mc_network_vague(arena, &network), cases[i][1]);
	}
	mc_arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_in_ranges),
	    cmocka_unit_test(a_wider_range_is_not_in_a_narrower_one),
	    cmocka_unit_test(other_texts_are_no_range),
	    cmocka_unit_test(test_of_ipv6_the_network_of_a_household_is_left),
	    cmocka_unit_test(test_from_where_without_who),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
