/* VietQR payloads: built, read back, refused when anything is off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "lib/payment/vietqr.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char known[] =
    "00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA530370454051500058"
    "02VN62250821LP H29.19-240115-000163048540";

static void
the_crc_is_ccitt_false(void **state)
{
	(void)state;
	assert_int_equal(mc_vietqr_crc("123456789", 9), 0x29B1);
	assert_int_equal(mc_vietqr_crc("", 0), 0xFFFF);
}

static void
payloads_are_built_and_read_back(void **state)
{
	static const struct {
		struct mc_vietqr transfer;
		const char *payload; /* NULL: only the round trip */
	} cases[] = {
	    {{"970436", "0011001234567", false, 15000, "LP H29.19-240115-0001"}, known},
	    {{"970415", "9704151234567890123", true, 0, ""}, NULL},
	    {{"970436", "0", false, 999999999999999, "MC0123456789ABC"}, NULL},
	    {{"970422", "ABCDEFG12345", false, 1, "1234567890123456789012345"}, NULL},
	};
	struct mc_ctx ctx = {.arena = *state};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *payload;
		struct mc_vietqr read = {0};

		assert_int_equal(mc_vietqr_build(&ctx, &cases[i].transfer, &payload), MC_OK);
		if (cases[i].payload != NULL)
			assert_string_equal(payload, cases[i].payload);
		assert_true(mc_vietqr_parse(payload, &read));
		assert_string_equal(read.bank_bin, cases[i].transfer.bank_bin);
		assert_string_equal(read.account, cases[i].transfer.account);
		assert_int_equal(read.to_card, cases[i].transfer.to_card);
		assert_int_equal(read.amount, cases[i].transfer.amount);
		assert_string_equal(read.purpose, cases[i].transfer.purpose);
	}
}

static void
wrong_transfers_are_not_built(void **state)
{
	static const struct mc_vietqr cases[] = {
	    {"97043", "0011001234567", false, 1, ""},
	    {"97043a", "0011001234567", false, 1, ""},
	    {"970436", "", false, 1, ""},
	    {"970436", "001-100", false, 1, ""},
	    {"970436", "0011001234567", false, -1, ""},
	    {"970436", "0011001234567", false, 1000000000000000, ""},
	    {"970436", "0011001234567", false, 1, "phí"},
	    {"970436", "0011001234567", false, 1, "a\nb"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_ctx ctx = {.arena = *state};
		const char *payload = NULL;

		assert_int_equal(mc_vietqr_build(&ctx, &cases[i], &payload), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
		assert_null(payload);
	}
}

static void
a_changed_payload_is_refused(void **state)
{
	struct mc_vietqr read = {0};
	char text[sizeof(known)];

	(void)state;
	for (size_t at = 0; at < sizeof(known) - 1; at++) {
		for (int bit = 0; bit < 7; bit++) {
			bool other_case;

			memcpy(text, known, sizeof(known));
			text[at] = (char)(text[at] ^ (1 << bit));
			/* the hex digits of the CRC may be of either case */
			other_case = bit == 5 && at >= sizeof(known) - 5 && known[at] >= 'A';
			assert_int_equal(mc_vietqr_parse(text, &read), other_case);
		}
		memcpy(text, known, sizeof(known));
		text[at] = '\0';
		assert_false(mc_vietqr_parse(text, &read));
	}
}

/* Ends fields with the right CRC, so that only their structure is at fault. */
static bool
parse_with_crc(const char *fields)
{
	struct mc_vietqr read = {0};
	char text[600];
	int length = snprintf(text, sizeof(text), "%s6304", fields);

	(void)snprintf(text + length, sizeof(text) - (size_t)length, "%04X",
	    (unsigned)mc_vietqr_crc(text, (size_t)length));
	return mc_vietqr_parse(text, &read);
}

static void
broken_structures_are_refused(void **state)
{
#define ACCOUNT "38570010A00000072701270006970436011300110012345670208QRIBFTTA"
	static const struct {
		const char *fields;
		bool fits;
	} cases[] = {
	    {"000201010211" ACCOUNT "53037045802VN", true},
	    {"000201010211" ACCOUNT "53037045802VN5903ABC6003HAN", true},
	    {"000201010211" ACCOUNT ACCOUNT "53037045802VN", false},
	    {"000201010211" ACCOUNT "53038405802VN", false},
	    {"000201010211" ACCOUNT "53037045802US", false},
	    {"000202010211" ACCOUNT "53037045802VN", false},
	    {"000201010212" ACCOUNT "530370454031.55802VN", false},
	    {"000201010212" ACCOUNT "53037045416123456789012345654025802VN", false},
	    {"000201010212" ACCOUNT "530370454005802VN", false},
	    {"000201010211" ACCOUNT "53037045899VN", false},
	    {"000201010211" ACCOUNT "53037045802VN5", false},
	    {"0002010102113899", false},
	    {"00020101021153037045802VN", false},
	    {"", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(parse_with_crc(cases[i].fields), cases[i].fits);
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
	    cmocka_unit_test(payloads_are_built_and_read_back),
	    cmocka_unit_test(wrong_transfers_are_not_built),
	    cmocka_unit_test(a_changed_payload_is_refused),
	    cmocka_unit_test(broken_structures_are_refused),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
