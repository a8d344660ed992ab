/* Dossier codes, phone numbers, personal identification numbers, tax codes and e-mail addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/dossier/dossier_code.h"
#include "lib/identity/email.h"
#include "lib/identity/personal_id.h"
#include "lib/identity/phone.h"
#include "lib/identity/tax_code.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* One typed text and what it becomes; NULL = refused. */
struct normal_case {
	const char *typed;
	const char *expected;
};

static void
dossier_codes_are_read(void **state)
{
	static const struct {
		const char *typed, *text, *unit;
		int year, month, day;
		uint32_t sequence;
	} cases[] = {
	    {"H15.50.05.13-261008-0975", "H15.50.05.13-261008-0975", "H15.50.05.13", 2026, 10, 8,
		975},
	    {" h29.19-240115-0001 ", "H29.19-240115-0001", "H29.19", 2024, 1, 15, 1},
	    {"H99 - 261123 - 0001", "H99-261123-0001", "H99", 2026, 11, 23, 1},
	    {"G09.20-20260609-0092637", "G09.20-20260609-0092637", "G09.20", 2026, 6, 9, 92637},
	    {"000.00.28.H24-190520-0001", "000.00.28.H24-190520-0001", "000.00.28.H24", 2019, 5, 20,
		1},
	    {"H15.1.22.333.4-240229-9999999", "H15.1.22.333.4-240229-9999999", "H15.1.22.333.4",
		2024, 2, 29, 9999999},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_dossier_code code;

		assert_true(mc_dossier_code_parse(cases[i].typed, &code));
		assert_string_equal(code.text, cases[i].text);
		assert_string_equal(code.unit, cases[i].unit);
		assert_int_equal(code.year, cases[i].year);
		assert_int_equal(code.month, cases[i].month);
		assert_int_equal(code.day, cases[i].day);
		assert_int_equal(code.sequence, cases[i].sequence);
	}
}

static void
other_texts_are_no_dossier_codes(void **state)
{
	static const char *const cases[] = {
	    "",
	    " ",
	    "H15",
	    "H15-261008",
	    "H15-261008-",
	    "H15-261008-097",
	    "H15-261008-12345678",
	    "H15-260230-0001",
	    "H15-261308-0001",
	    "H15-20260230-0001",
	    "H15-2610080-0001",
	    "H15.-261008-0001",
	    "H15.1234-261008-0001",
	    "H15.1.2.3.4.5-261008-0001",
	    "15H-261008-0001",
	    "H1-261008-0001",
	    "H155-261008-0001",
	    "HH15-261008-0001",
	    "H15-261008-0001x",
	    "H15--261008-0001",
	    "H15-261008-0001-1",
	    "00.00.28.H24-190520-0001",
	    "000.00.28.H2-190520-0001",
	    "H15_261008_0001",
	    "H15-261008-００01",
	    "H15.50.05.13-261008-0975H15.50.05.13-261008-0975",
	};
	struct mc_dossier_code code;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_false(mc_dossier_code_parse(cases[i], &code));
}

static void
phones_are_normalised(void **state)
{
	static const struct normal_case cases[] = {
	    {"0912345678", "0912345678"},
	    {"091 234 56 78", "0912345678"},
	    {"091.234.5678", "0912345678"},
	    {"091-234-5678", "0912345678"},
	    {"+84912345678", "0912345678"},
	    {"84912345678", "0912345678"},
	    {"0084 912 345 678", "0912345678"},
	    {"+84 (0) 912345678", "0912345678"},
	    {"(024) 3825 1234", "02438251234"},
	    {"02838251234", "02838251234"},
	    {"+84 24 38251234", "02438251234"},
	    {"0312345678", "0312345678"},
	    {"0512345678", "0512345678"},
	    {"0712345678", "0712345678"},
	    {"0812345678", "0812345678"},
	    {"01621234567", "0321234567"},
	    {"01691234567", "0391234567"},
	    {"01201234567", "0701234567"},
	    {"01211234567", "0791234567"},
	    {"01231234567", "0831234567"},
	    {"01291234567", "0821234567"},
	    {"01861234567", "0561234567"},
	    {"01991234567", "0591234567"},
	    {"+841231234567", "0831234567"},
	    {"", NULL},
	    {"0", NULL},
	    {"912345678", NULL},
	    {"09123456789", NULL},
	    {"091234567", NULL},
	    {"0612345678", NULL},
	    {"0112345678", NULL},
	    {"01301234567", NULL},
	    {"0243825123", NULL},
	    {"024382512345", NULL},
	    {"091234567a", NULL},
	    {"+1 650 253 0000", NULL},
	    {"09123+45678", NULL},
	    {"0912345678 hoặc 0987654321", NULL},
	    {"000000000000000000000000000000000000000000", NULL},
	    {"+", NULL},
	    {"84", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char phone[MC_PHONE_SIZE] = "untouched";
		bool fits = mc_phone_normalise(cases[i].typed, phone);

		assert_int_equal(fits, cases[i].expected != NULL);
		assert_string_equal(phone, fits ? cases[i].expected : "untouched");
	}
}

static void
mobiles_are_known(void **state)
{
	(void)state;
	assert_true(mc_phone_is_mobile("0912345678"));
	assert_false(mc_phone_is_mobile("02438251234"));
	assert_false(mc_phone_is_mobile(""));
}

static void
personal_ids_are_read(void **state)
{
	static const struct {
		const char *typed;
		enum mc_personal_id_check check;
		const char *province;
		enum mc_sex sex;
		int year;
	} cases[] = {
	    {"001087123456", MC_PERSONAL_ID_OK, "Hà Nội", MC_SEX_MALE, 1987},
	    {"001 087 123 456", MC_PERSONAL_ID_OK, "Hà Nội", MC_SEX_MALE, 1987},
	    {"079301000001", MC_PERSONAL_ID_OK, "Thành phố Hồ Chí Minh", MC_SEX_FEMALE, 2001},
	    {"096212345678", MC_PERSONAL_ID_OK, "Cà Mau", MC_SEX_MALE, 2012},
	    {"038199000000", MC_PERSONAL_ID_OK, "Thanh Hóa", MC_SEX_FEMALE, 1999},
	    {"001999000000", MC_PERSONAL_ID_OK, "Hà Nội", MC_SEX_FEMALE, 2399},
	    {"003087123456", MC_PERSONAL_ID_NO_SUCH_PROVINCE, NULL, 0, 0},
	    {"000087123456", MC_PERSONAL_ID_NO_SUCH_PROVINCE, NULL, 0, 0},
	    {"097087123456", MC_PERSONAL_ID_NO_SUCH_PROVINCE, NULL, 0, 0},
	    {"999087123456", MC_PERSONAL_ID_NO_SUCH_PROVINCE, NULL, 0, 0},
	    {"", MC_PERSONAL_ID_NOT_12_DIGITS, NULL, 0, 0},
	    {"012345678", MC_PERSONAL_ID_NOT_12_DIGITS, NULL, 0, 0},
	    {"0010871234567", MC_PERSONAL_ID_NOT_12_DIGITS, NULL, 0, 0},
	    {"00108712345a", MC_PERSONAL_ID_NOT_12_DIGITS, NULL, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_personal_id id;

		assert_int_equal(mc_personal_id_parse(cases[i].typed, &id), cases[i].check);
		if (cases[i].check != MC_PERSONAL_ID_OK)
			continue;
		assert_string_equal(id.province, cases[i].province);
		assert_int_equal(id.sex, cases[i].sex);
		assert_int_equal(id.birth_year, cases[i].year);
	}
}

static void
personal_ids_are_masked(void **state)
{
	char masked[MC_PERSONAL_ID_SIZE];

	(void)state;
	mc_personal_id_mask("001087123456", masked);
	assert_string_equal(masked, "001******456");
	mc_personal_id_mask("123", masked);
	assert_string_equal(masked, "************");
}

static void
tax_codes_are_normalised(void **state)
{
	static const struct {
		const char *typed, *expected;
		enum mc_tax_code_kind kind;
	} cases[] = {
	    {"0100109071", "0100109071", MC_TAX_CODE_ENTITY},
	    {"0100109106", "0100109106", MC_TAX_CODE_ENTITY},
	    {"0300426938", "0300426938", MC_TAX_CODE_ENTITY},
	    {"0100112476", "0100112476", MC_TAX_CODE_ENTITY},
	    {"0100047516", "0100047516", MC_TAX_CODE_ENTITY},
	    {"0100 109 106", "0100109106", MC_TAX_CODE_ENTITY},
	    {"0100109106-001", "0100109106-001", MC_TAX_CODE_BRANCH},
	    {"0100109106001", "0100109106-001", MC_TAX_CODE_BRANCH},
	    {"001087123456", "001087123456", MC_TAX_CODE_PERSON},
	    {"0100109107", NULL, 0},
	    {"0000000000", NULL, 0},
	    {"0100109106-000", NULL, 0},
	    {"0100109106-01", NULL, 0},
	    {"01001-09106", NULL, 0},
	    {"", NULL, 0},
	    {"01001091060011", NULL, 0},
	    {"010010910a", NULL, 0},
	    {"003087123456", NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char code[MC_TAX_CODE_SIZE] = "untouched";
		enum mc_tax_code_kind kind;
		bool fits = mc_tax_code_normalise(cases[i].typed, code, &kind);

		assert_int_equal(fits, cases[i].expected != NULL);
		assert_string_equal(code, fits ? cases[i].expected : "untouched");
		if (fits)
			assert_int_equal(kind, cases[i].kind);
	}
}

static void
emails_are_normalised(void **state)
{
	static const struct normal_case cases[] = {
	    {"an.nguyen@Example.VN", "an.nguyen@example.vn"},
	    {" a@b.vn\n", "a@b.vn"},
	    {"Ten+loc@mail.gov.vn", "Ten+loc@mail.gov.vn"},
	    {"x@xn--nguyn-hi8b.vn", "x@xn--nguyn-hi8b.vn"},
	    {"", NULL},
	    {"@", NULL},
	    {"a@b", NULL},
	    {"@b.vn", NULL},
	    {"a@", NULL},
	    {"a@@b.vn", NULL},
	    {"a b@c.vn", NULL},
	    {".a@b.vn", NULL},
	    {"a.@b.vn", NULL},
	    {"a..b@c.vn", NULL},
	    {"a@b..vn", NULL},
	    {"a@.vn", NULL},
	    {"a@-b.vn", NULL},
	    {"a@b-.vn", NULL},
	    {"a@b.v", NULL},
	    {"a@1.2.3.4", NULL},
	    {"a@[1.2.3.4]", NULL},
	    {"\"a\"@b.vn", NULL},
	    {"a@b.vn\r\nBcc: c@d.vn", NULL},
	    {"nguyễn@b.vn", NULL},
	    {"a@b.vn.", NULL},
	    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.vn", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char email[MC_EMAIL_SIZE] = "untouched";
		bool fits = mc_email_normalise(cases[i].typed, email);

		assert_int_equal(fits, cases[i].expected != NULL);
		assert_string_equal(email, fits ? cases[i].expected : "untouched");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dossier_codes_are_read),
	    cmocka_unit_test(other_texts_are_no_dossier_codes),
	    cmocka_unit_test(phones_are_normalised),
	    cmocka_unit_test(mobiles_are_known),
	    cmocka_unit_test(personal_ids_are_read),
	    cmocka_unit_test(personal_ids_are_masked),
	    cmocka_unit_test(tax_codes_are_normalised),
	    cmocka_unit_test(emails_are_normalised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
