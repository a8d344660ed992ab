/* In how many parts a short message goes: counted at every border, with letters of each kind. */
#include "tests/unit/scratch.h"

#include "lib/base/buf.h"
#include "lib/wire/sms_text.h"

/* So many times the letter, then the end. */
static const char *
many(struct scratch *scratch, size_t count, const char *letter, const char *end)
{
	struct mc_buf buf = mc_buf_new(scratch->ctx.arena, 100 * 1024);

	for (size_t i = 0; i < count; i++)
		mc_buf_add_text(&buf, letter);
	mc_buf_add_text(&buf, end);
	return buf.bytes;
}

static void
parts_are_counted_at_their_borders(void **state)
{
	static const struct {
		size_t count;
		const char *letter;
		const char *end;
		bool small;
		unsigned parts;
	} cases[] = {
	    {0, "", "", true, 1}, {160, "a", "", true, 1}, {161, "a", "", true, 2},
	    {306, "a", "", true, 2}, {307, "a", "", true, 3}, {459, "a", "", true, 3},
	    {460, "a", "", true, 4}, {80, "€", "", true, 1}, /* escaped: two places each */
	    {80, "€", "a", true, 2},
	    {152, "€", "", true, 2}, /* 76 to a part, as none is cut in two */
	    {153, "€", "", true, 3},
	    {160, "à", "", true, 1}, /* in the small alphabet, as few Vietnamese letters are */
	    {70, "ạ", "", false, 1}, {71, "ạ", "", false, 2}, {134, "ạ", "", false, 2},
	    {135, "ạ", "", false, 3}, {69, "a", "đ", false, 1}, /* one letter is enough */
	    {70, "a", "đ", false, 2}, {117, "ữ", "", false, 2},
	    {35, "😀", "", false, 1},                          /* two places each */
	    {36, "😀", "", false, 2}, {66, "😀", "", false, 2}, /* 33 to a part */
	    {67, "😀", "", false, 3}, {1, "`", "", false, 1},  /* ASCII that is not in it */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mc_sms_form form =
		    mc_sms_form(many(*state, cases[i].count, cases[i].letter, cases[i].end));

		if (form.small != cases[i].small || form.parts != cases[i].parts)
			fail_msg("%zu \"%s\" \"%s\": %u parts", cases[i].count, cases[i].letter,
			    cases[i].end, form.parts);
	}
}

static void
marks_go_only_where_that_makes_fewer_parts(void **state)
{
	struct scratch *scratch = *state;
	struct mc_arena *arena = scratch->ctx.arena;

	assert_string_equal(mc_sms_cheapest(arena, "Đã nhận hồ sơ"), "Đã nhận hồ sơ");
	assert_string_equal(
	    mc_sms_cheapest(arena, many(scratch, 71, "đ", "Ữ")), many(scratch, 71, "d", "U"));
	/* two parts either way */
	assert_string_equal(
	    mc_sms_cheapest(arena, many(scratch, 134, "ờ", "")), many(scratch, 134, "o", ""));
	assert_string_equal(
	    mc_sms_cheapest(arena, many(scratch, 161, "a", "")), many(scratch, 161, "a", ""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(parts_are_counted_at_their_borders),
	    TEST(marks_go_only_where_that_makes_fewer_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
