/* What somebody looks for at the desk, read out of one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/arena.h"
#include "lib/dossier/sought.h"

struct reading {
	const char *typed;
	struct mc_sought sought; /* words: those typed, if anything stands there */
};

static const struct reading readings[] = {
    {"H99.31-261125-0001", {.code = "H99.31-261125-0001"}},
    {"h99.31 261125 0001", {.code = "H99.31-261125-0001"}},
    {"Mã hồ sơ: H99312611250001", {.code = "H99.31-261125-0001"}},
    {"BL-H99.31-261125-0001", {.receipt_number = "BL-H99.31-261125-0001"}},
    {"bl h99.31 261125 0001", {.receipt_number = "BL-H99.31-261125-0001"}},
    {"biên lai BL-H99.31-261125-0001", {.receipt_number = "BL-H99.31-261125-0001"}},
    {"rr 473 124 829 vn", {.tracking_number = "RR473124829VN"}},
    {"RR473124828VN", {.words = ""}}, /* its check digit is wrong */
    {"+84 912 345 678", {.numbers = "{0912345678}", .words = ""}},
    {"0912.345.678", {.numbers = "{0912345678}", .words = ""}},
    {"001 196 000 001", {.numbers = "{001196000001}", .words = ""}},
    {"999999999999", {.numbers = "{999999999999}", .words = ""}},
    {"0100109106", {.numbers = "{0100109106}", .words = ""}},
    {"0100109106001", {.numbers = "{0100109106-001}", .words = ""}},
    {"0001", {.words = ""}},
    {"H99.31", {.words = ""}},
    {"BL", {.words = ""}},
    {"Nguyễn Văn An", {.words = ""}},
    {"{0912345678}", {.words = ""}},
};

static void
assert_text(const char *got, const char *wanted)
{
	if (wanted == NULL)
		assert_null(got);
	else
		assert_string_equal(got, wanted);
}

static void
each_line_is_what_it_looks_like(void **state)
{
	struct mc_arena *arena = mc_arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++) {
		const struct reading *r = &readings[i];
		struct mc_sought sought;

		mc_sought_read(arena, r->typed, &sought);
		assert_text(sought.code, r->sought.code);
		assert_text(sought.tracking_number, r->sought.tracking_number);
		assert_text(sought.receipt_number, r->sought.receipt_number);
		assert_text(sought.numbers, r->sought.numbers);
		assert_text(sought.words, r->sought.words == NULL ? NULL : r->typed);
	}
	mc_arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_line_is_what_it_looks_like)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
