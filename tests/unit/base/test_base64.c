/* Base64, base64url: the vectors of RFC 4648 and what strictness refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/base/base64.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int
set_up(void **state)
{
	*state = mc_arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	mc_arena_free(*state);
	return 0;
}

static void
rfc_4648_vectors(void **state)
{
	static const struct {
		const char *plain, *base64, *base64url;
	} cases[] = {
	    {"", "", ""},
	    {"f", "Zg==", "Zg"},
	    {"fo", "Zm8=", "Zm8"},
	    {"foo", "Zm9v", "Zm9v"},
	    {"foob", "Zm9vYg==", "Zm9vYg"},
	    {"fooba", "Zm9vYmE=", "Zm9vYmE"},
	    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
	    {"\xfb\xff\xfe", "+//+", "-__-"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t length = strlen(cases[i].plain);
		unsigned char *bytes;
		size_t decoded;

		assert_string_equal(
		    mc_base64_encode(*state, cases[i].plain, length), cases[i].base64);
		assert_string_equal(
		    mc_base64url_encode(*state, cases[i].plain, length), cases[i].base64url);
		assert_true(mc_base64_decode(
		    *state, cases[i].base64, strlen(cases[i].base64), &bytes, &decoded));
		assert_int_equal(decoded, length);
		assert_memory_equal(bytes, cases[i].plain, length + 1);
		assert_true(mc_base64url_decode(
		    *state, cases[i].base64url, strlen(cases[i].base64url), &bytes, &decoded));
		assert_int_equal(decoded, length);
		assert_memory_equal(bytes, cases[i].plain, length + 1);
	}
}

static void
every_byte_survives(void **state)
{
	unsigned char plain[256];

	for (size_t i = 0; i < sizeof(plain); i++)
		plain[i] = (unsigned char)i;
	for (size_t length = 0; length <= sizeof(plain); length++) {
		const char *text = mc_base64url_encode(*state, plain, length);
		unsigned char *bytes;
		size_t decoded;

		assert_true(mc_base64url_decode(*state, text, strlen(text), &bytes, &decoded));
		assert_int_equal(decoded, length);
		assert_memory_equal(bytes, plain, length);
	}
}

static void
anything_loose_is_refused(void **state)
{
	static const char *const base64[] = {"Z", "Zg", "Zg=", "Zg===", "Z===", "====", "=",
	    "Zm9=", "Zh==", "Zm9v ", "Zm9v\n", "Zm-_", "Zg==Zg==", "Z=g=", "Zm9vY",
	    "\xff\xff\xff\xff"};
	static const char *const base64url[] = {
	    "Z", "Zg==", "Zh", "Zm9", "Zm9vY", "Zm8=", "+//+", "Zm 9", "Zm9v\n", "."};
	unsigned char *bytes = NULL;
	size_t length = 99;

	for (size_t i = 0; i < COUNT(base64); i++)
		assert_false(
		    mc_base64_decode(*state, base64[i], strlen(base64[i]), &bytes, &length));
	for (size_t i = 0; i < COUNT(base64url); i++)
		assert_false(mc_base64url_decode(
		    *state, base64url[i], strlen(base64url[i]), &bytes, &length));
	assert_false(mc_base64url_decode(*state, "Zm9v\0Zm9", 8, &bytes, &length));
	assert_null(bytes);
	assert_int_equal(length, 99);
}

static void
an_alphabet_has_64_letters(void **state)
{
	char text[] = "AAA?";
	unsigned char *bytes;
	size_t length, base64 = 0, base64url = 0;

	for (int c = 0; c < 256; c++) {
		text[3] = (char)c;
		base64 += c != '=' && mc_base64_decode(*state, text, 4, &bytes, &length);
		base64url += mc_base64url_decode(*state, text, 4, &bytes, &length);
	}
	assert_int_equal(base64, 64);
	assert_int_equal(base64url, 64);
}

static void
comparison_sees_every_bit(void **state)
{
	unsigned char a[32] = {0};
	unsigned char b[32] = {0};

	(void)state;
	assert_true(mc_equal_constant_time(a, b, sizeof(a)));
	assert_true(mc_equal_constant_time(a, b, 0));
	for (size_t i = 0; i < sizeof(a) * 8; i++) {
		b[i / 8] = (unsigned char)(1u << i % 8);
		assert_false(mc_equal_constant_time(a, b, sizeof(a)));
		b[i / 8] = 0;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(rfc_4648_vectors, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(every_byte_survives, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(anything_loose_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(an_alphabet_has_64_letters, set_up, tear_down),
	    cmocka_unit_test(comparison_sees_every_bit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
