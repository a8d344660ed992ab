/* Validity, normal form C, counting, and clean names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/base/utf8.h"

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
well_formed_text_is_valid(void **state)
{
	static const char *const valid[] = {
	    "", "a", "Nguyễn Thị Ánh", "😀", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"};
	static const char *const invalid[] = {"\x80", "\xff", "\xc0\x80", "\xc1\xbf",
	    "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "a\xc3",
	    "\xe1\xbb"};

	(void)state;
	for (size_t i = 0; i < COUNT(valid); i++)
		assert_true(mc_utf8_valid(valid[i], strlen(valid[i])));
	for (size_t i = 0; i < COUNT(invalid); i++)
		assert_false(mc_utf8_valid(invalid[i], strlen(invalid[i])));
	assert_true(mc_utf8_valid("a\0b", 3));
}

static void
length_counts_code_points(void **state)
{
	(void)state;
	assert_int_equal(mc_utf8_length("", 0), 0);
	assert_int_equal(mc_utf8_length("Điện", strlen("Điện")), 4);
	assert_int_equal(mc_utf8_length("e\xcc\x82\xcc\x81", 5), 3);
	assert_int_equal(mc_utf8_length("😀", 4), 1);
	assert_int_equal(mc_utf8_length("a\0b", 3), 3);
}

static void
both_keyboards_give_form_c(void **state)
{
	size_t length = 0;
	char *text = mc_utf8_nfc(*state, "Nguye\xcc\x82\xcc\x83n", 10, &length);

	assert_string_equal(text, "Nguyễn");
	assert_int_equal(length, strlen("Nguyễn"));
	text = mc_utf8_nfc(*state, "e\xcc\xa3\xcc\x82", 5, NULL);
	assert_string_equal(text, "ệ");
	text = mc_utf8_nfc(*state, "Trần", strlen("Trần"), NULL);
	assert_string_equal(text, "Trần");
	text = mc_utf8_nfc(*state, "plain", 5, &length);
	assert_string_equal(text, "plain");
	assert_int_equal(length, 5);
	assert_string_equal(mc_utf8_nfc(*state, "", 0, &length), "");
	assert_int_equal(length, 0);
	length = 99;
	assert_null(mc_utf8_nfc(*state, "\xff", 1, &length));
	assert_int_equal(length, 99);
}

static void
names_hold_visible_letters_alone(void **state)
{
	static const char *const clean[] = {"Nguyễn Văn A", "Tôn Nữ Thị Ngọc-Hà", "O'Brien",
	    "Y'Bhĩn Niê", "H’Hen Niê", "K'Sor H'Bơ", "李小龙", "Sôphia Trần (mẹ)", " An "};
	static const char *const dirty[] = {"", " ", "   ", "An\n", "An\tB", "An\x01", "An\x7f",
	    "An\xc2\x85",
	    "An\xc2\xa0"
	    "B",
	    "An\xe2\x80\x8b"
	    "B",
	    "An\xe2\x80\x8d"
	    "B",
	    "\xe2\x80\xae"
	    "nA",
	    "An\xe2\x80\xa9", "An\xef\xbb\xbf",
	    "An\xc2\xad"
	    "B",
	    "An\xe3\x85\xa4", "An\xcd\x8f", "An\xef\xb8\x8f", "An\xe2\xa0\x80", "An\xef\xbf\xbd",
	    "An\xee\x80\x80", "An\xf3\xa0\x80\xa1", "An\xef\xbf\xbf", "An\xff",
	    "\xcc\x81"
	    "An",
	    "A\xcc\x81\xcc\x81\xcc\x81\xcc\x81n",
	    "An\xe2\x81\xa6"
	    "B"};

	(void)state;
	for (size_t i = 0; i < COUNT(clean); i++) {
		if (!mc_utf8_name_clean(clean[i], strlen(clean[i])))
			fail_msg("refused %s", clean[i]);
	}
	for (size_t i = 0; i < COUNT(dirty); i++) {
		if (mc_utf8_name_clean(dirty[i], strlen(dirty[i])))
			fail_msg("accepted number %zu", i);
	}
	assert_false(mc_utf8_name_clean("a\0b", 3));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(well_formed_text_is_valid),
	    cmocka_unit_test(length_counts_code_points),
	    cmocka_unit_test_setup_teardown(both_keyboards_give_form_c, set_up, tear_down),
	    cmocka_unit_test(names_hold_visible_letters_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
