/* VietQR payloads: those that another maker of them makes, and none of what is no transfer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/payment/vietqr.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
the_crc_is_ccitt_false(void **state)
{
	(void)state;
	assert_int_equal(mc_vietqr_crc("123456789", 9), 0x29B1);
	assert_int_equal(mc_vietqr_crc("", 0), 0xFFFF);
}

/* As the npm package vietnam-qr-pay makes them (tests/node/vietqr). */
static void
payloads_are_built(void **state)
{
	static const struct {
		struct mc_vietqr transfer;
		const char *payload;
	} cases[] = {
	    {{"970436", "0011001234567", 15000, "LP H29.19-240115-0001"},
		"00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA"
		"53037045405150005802VN62250821LP H29.19-240115-000163048540"},
	    {{"970415", "9704151234567890123", 0, ""},
		"00020101021138630010A00000072701330006970415011997041512345678901230208QRIBFTTA"
		"53037045802VN630400D8"},
	    {{"970436", "0", 999999999999999, "MC0123456789ABC"},
		"00020101021238450010A00000072701150006970436010100208QRIBFTTA"
		"530370454159999999999999995802VN62190815MC0123456789ABC63043005"},
	    {{"970422", "ABCDEFG12345", 1, "1234567890123456789012345"},
		"00020101021238560010A000000727012600069704220112ABCDEFG123450208QRIBFTTA"
		"5303704540115802VN622908251234567890123456789012345630428F1"},
	};
	struct mc_ctx ctx = {.arena = *state};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *payload;

		assert_int_equal(mc_vietqr_build(&ctx, &cases[i].transfer, &payload), MC_OK);
		assert_string_equal(payload, cases[i].payload);
	}
}

static void
wrong_transfers_are_not_built(void **state)
{
	static const struct mc_vietqr cases[] = {
	    {"97043", "0011001234567", 1, ""},
	    {"97043a", "0011001234567", 1, ""},
	    {"970436", "", 1, ""},
	    {"970436", "001-100", 1, ""},
	    {"970436", "0011001234567", -1, ""},
	    {"970436", "0011001234567", 1000000000000000, ""},
	    {"970436", "0011001234567", 1, "phí"},
	    {"970436", "0011001234567", 1, "a\nb"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_ctx ctx = {.arena = *state};
		const char *payload = NULL;

		assert_int_equal(mc_vietqr_build(&ctx, &cases[i], &payload), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
		assert_null(payload);
	}
}

static int
arena_begin(void **state)
{
	*state = mc_arena_new();
	return 0;
}

static int
arena_end(void **state)
{
	mc_arena_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_crc_is_ccitt_false),
	    cmocka_unit_test(payloads_are_built),
	    cmocka_unit_test(wrong_transfers_are_not_built),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
