/* Why a step is taken: what may be chosen, and what counts as said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/dossier/reason.h"

static void
words_are_told_from_signs(void **state)
{
	static const struct {
		const char *said;
		bool words;
	} rows[] = {
	    {"thiếu chữ ký", true},
	    {"Nộp tại Sở.", true},
	    {"Đề nghị", true},
	    {"lần nữa", true},
	    {"fix it", true},
	    {".....", false},
	    {"abcde", false},
	    {"", false},
	    {"12345 67890", false},
	    {"a b c d e", false},
	    {"aa aa aa aa", false},
	    {"-- !! ?? --", false},
	    {"\xe2\x98\x83 \xe2\x98\x83 \xe2\x98\x83", false},
	};
	struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(mc_reason_in_words(arena, rows[i].said), rows[i].words);
	mc_arena_free(arena);
}

static void
a_step_takes_its_own_reasons_and_some_need_more_words(void **state)
{
	static const struct {
		const char *step, *code, *said;
		enum mc_reason_fault fault;
	} rows[] = {
	    {MC_STEP_REFUSE, "not_competent", "Hãy nộp tại Sở Tư pháp.", MC_REASON_FINE},
	    {MC_STEP_REFUSE, "not_competent", NULL, MC_REASON_UNEXPLAINED},
	    {MC_STEP_REFUSE, "not_competent", ".....", MC_REASON_NO_WORDS},
	    {MC_STEP_REFUSE, NULL, "Hãy nộp tại Sở Tư pháp.", MC_REASON_OF_STEP},
	    {MC_STEP_REFUSE, "leader_agrees", "Hãy nộp tại Sở Tư pháp.", MC_REASON_OF_STEP},
	    {MC_STEP_REFUSE, "teleport", NULL, MC_REASON_OF_STEP},
	    {MC_STEP_STOP, "applicant_gone", NULL, MC_REASON_FINE},
	    {MC_STEP_STOP, "applicant_gone", "abcde", MC_REASON_NO_WORDS},
	    {MC_STEP_FORWARD, NULL, NULL, MC_REASON_FINE},
	    {MC_STEP_ACCEPT, NULL, NULL, MC_REASON_FINE},
	    {MC_STEP_ACCEPT, "not_competent", "Hãy nộp tại Sở.", MC_REASON_OF_STEP},
	    {MC_STEP_REQUEST_WITHDRAWAL, NULL, "nhầm!",
		MC_REASON_FINE}, /* nobody examines a citizen's */
	};
	struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    mc_reason_check(arena, mc_step_of(rows[i].step), rows[i].code, rows[i].said),
		    rows[i].fault);
	mc_arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_told_from_signs),
	    cmocka_unit_test(a_step_takes_its_own_reasons_and_some_need_more_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
