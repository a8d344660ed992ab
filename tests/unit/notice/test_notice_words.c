/* The words of notices: values of every kind, in both languages; what somebody typed stays text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/notice/words.h"

static json_t *
told(void)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:{s:i, s:s}, s:{s:i, s:s}, s:{s:i, s:s}}",
	    "code", "H99.31-261123-0001", "reason", "Xem {code} {amount:money} {", "due",
	    "2026-11-23T20:05:59.999Z", "amount", 15000, "number", 7, "within", "amount", 8, "unit",
	    "working_hour", "one", "amount", 1, "unit", "working_day", "odd", "amount", 1, "unit",
	    "year");
}

static void
values_are_said_in_their_ways(void **state)
{
	static const struct {
		const char *template, *vi, *en;
	} cases[] = {
	    {"Hồ sơ {code}.", "Hồ sơ H99.31-261123-0001.", "Hồ sơ H99.31-261123-0001."},
	    {"{amount:money}", "15.000 đồng", "15.000 đồng"},
	    {"{due:time}|{due:day}", "03:05 24/11/2026|24/11/2026", "03:05 24/11/2026|24/11/2026"},
	    {"{within:span}", "8 giờ làm việc", "8 working hours"},
	    {"{one:span}", "1 ngày làm việc", "1 working day"},
	    {"{number}{number:text}", "77", "77"},
	    {"", "", ""},
	};
	struct mc_arena *arena = mc_arena_new();
	MC_CLEANUP(mc_json_freep) json_t *values = told();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(
		    mc_notice_fill(arena, cases[i].template, values, "vi", NULL), cases[i].vi);
		assert_string_equal(
		    mc_notice_fill(arena, cases[i].template, values, "en", "(x)"), cases[i].en);
	}
	mc_arena_free(arena);
}

static void
what_somebody_typed_is_shown_as_it_is_or_not_at_all(void **state)
{
	struct mc_arena *arena = mc_arena_new();
	MC_CLEANUP(mc_json_freep) json_t *values = told();

	(void)state;
	assert_string_equal(mc_notice_fill(arena, "Lý do: {reason:free}!", values, "vi", NULL),
	    "Lý do: Xem {code} {amount:money} {!");
	assert_string_equal(
	    mc_notice_fill(arena, "Lý do: {reason:free}!", values, "vi", "(xem trong hồ sơ)"),
	    "Lý do: (xem trong hồ sơ)!");
	mc_arena_free(arena);
}

static void
a_reason_is_said_with_its_law_and_what_was_typed_beside(void **state)
{
	static const char text[] = "{\"why\":{\"code\":\"not_competent\",\"name\":\"Kh\u00f4ng "
				   "\u0111\u00fang n\u01a1i\",\"name_en\":\"Not here\","
				   "\"basis\":\"N\u0110 118\",\"said\":\"H\u00e3y \u0111\u1ebfn "
				   "S\u1edf.\"},\"bare\":{\"name\":\"A\",\"name_en\":\"B\"}}";
	struct mc_arena *arena = mc_arena_new();
	MC_CLEANUP(mc_json_freep) json_t *values = json_loads(text, 0, NULL);

	(void)state;
	assert_non_null(values);
	assert_string_equal(mc_notice_fill(arena, "{why:reason}", values, "vi", NULL),
	    "Không đúng nơi (NĐ 118). Hãy đến Sở.");
	assert_string_equal(
	    mc_notice_fill(arena, "{why:reason}", values, "en", "(see the dossier)"),
	    "Not here (NĐ 118). (see the dossier)");
	assert_string_equal(mc_notice_fill(arena, "{bare:reason}", values, "en", "(x)"), "B.");
	mc_arena_free(arena);
}

/* Rows of an older program: nothing is made up, nothing breaks. */
static void
what_cannot_be_said_stays_empty(void **state)
{
	static const char *const templates[] = {"{none}", "{none:time}", "{code:time}",
	    "{amount:day}", "{code:reason}", "{code:span}", "{odd:span}", "{within}", "{:}", "{}"};
	struct mc_arena *arena = mc_arena_new();
	MC_CLEANUP(mc_json_freep) json_t *values = told();

	(void)state;
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++)
		assert_string_equal(mc_notice_fill(arena, templates[i], values, "vi", NULL), "");
	assert_string_equal(mc_notice_fill(arena, "a {code", values, "vi", NULL), "a {code");
	assert_string_equal(
	    mc_notice_fill(arena, "{code:colour}", values, "vi", NULL), "H99.31-261123-0001");
	mc_arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(values_are_said_in_their_ways),
	    cmocka_unit_test(what_somebody_typed_is_shown_as_it_is_or_not_at_all),
	    cmocka_unit_test(a_reason_is_said_with_its_law_and_what_was_typed_beside),
	    cmocka_unit_test(what_cannot_be_said_stays_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
