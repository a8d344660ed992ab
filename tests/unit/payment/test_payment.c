/* Money in words, fee quotes, the content of a transfer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/payment/fees.h"
#include "lib/payment/money.h"
#include "lib/payment/transfer_content.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
money_is_read_out(void **state)
{
	static const struct {
		int64_t amount;
		const char *text, *words;
	} cases[] = {
	    {0, "0 đồng", "Không đồng"},
	    {1, "1 đồng", "Một đồng"},
	    {10, "10 đồng", "Mười đồng"},
	    {15, "15 đồng", "Mười lăm đồng"},
	    {21, "21 đồng", "Hai mươi mốt đồng"},
	    {11, "11 đồng", "Mười một đồng"},
	    {24, "24 đồng", "Hai mươi tư đồng"},
	    {14, "14 đồng", "Mười bốn đồng"},
	    {105, "105 đồng", "Một trăm linh năm đồng"},
	    {115, "115 đồng", "Một trăm mười lăm đồng"},
	    {999, "999 đồng", "Chín trăm chín mươi chín đồng"},
	    {1000, "1.000 đồng", "Một nghìn đồng"},
	    {1001, "1.001 đồng", "Một nghìn không trăm linh một đồng"},
	    {8000, "8.000 đồng", "Tám nghìn đồng"},
	    {15000, "15.000 đồng", "Mười lăm nghìn đồng"},
	    {160000, "160.000 đồng", "Một trăm sáu mươi nghìn đồng"},
	    {1000005, "1.000.005 đồng", "Một triệu không trăm linh năm đồng"},
	    {1005000, "1.005.000 đồng", "Một triệu không trăm linh năm nghìn đồng"},
	    {2350000, "2.350.000 đồng", "Hai triệu ba trăm năm mươi nghìn đồng"},
	    {1000000000, "1.000.000.000 đồng", "Một tỷ đồng"},
	    {1000000001, "1.000.000.001 đồng", "Một tỷ không trăm linh một đồng"},
	    {1500000000000, "1.500.000.000.000 đồng", "Một nghìn năm trăm tỷ đồng"},
	    {MC_MONEY_MAX, "999.999.999.999.999 đồng",
		"Chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ chín trăm chín mươi "
		"chín "
		"triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng"},
	    {-15000, "-15.000 đồng", "Âm mười lăm nghìn đồng"},
	};
	struct mc_arena *arena = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_string_equal(mc_money_text(arena, cases[i].amount), cases[i].text);
		assert_string_equal(mc_money_words(arena, cases[i].amount), cases[i].words);
	}
	assert_string_equal(mc_money_digits(arena, INT64_MIN), "-9.223.372.036.854.775.808");
	assert_string_equal(mc_money_words(arena, INT64_MAX), "9.223.372.036.854.775.807 đồng");
}

/* A fee list and answers as JSON text, and the total; -1 = answers refused, -2 = list refused. */
struct quote_case {
	const char *fees, *answers;
	int64_t total;
};

#define COPIES                                                                                     \
	"[{\"code\":\"LP\",\"name\":\"Lệ phí bản sao\",\"kind\":\"charge\",\"amount\":8000,"  \
	"\"per\":\"quantity\",\"quantity_field\":\"copies\"}]"
static const struct quote_case quotes[] = {
    {"[]", "{}", 0},
    {COPIES, "{\"copies\":3}", 24000},
    {COPIES, NULL, 8000},
    {COPIES, "{\"copies\":1000}", 8000000},
    {COPIES, "{\"copies\":1001}", -1},
    {COPIES, "{\"copies\":0}", 0},
    {COPIES, "{\"copies\":0.0}", -1},
    {COPIES, "{\"copies\":-1}", -1},
    {COPIES, "{\"copies\":null}", -1},
    {COPIES, "{\"copies\":-5}", -1},
    {COPIES, "{\"copies\":\"3\"}", -1},
    {COPIES, "{\"copies\":1.5}", -1},
    {COPIES, "{}", -1},
    {COPIES, "[]", -1},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":10000,\"per\":"
     "\"dossier\"},"
     "{\"code\":\"L\",\"name\":\"Lệ phí\",\"kind\":\"charge\",\"amount\":5000}]",
	"{}", 15000},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":-1}]", "{}", -2},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":1.5}]", "{}", -2},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"tip\",\"amount\":1}]", "{}", -2},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":1,\"per\":\"page\"}]", "{}",
	-2},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":1,\"per\":\"quantity\"}"
     "]",
	"{}", -2},
    {"[{\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":1}]", "{}", -2},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":999999999999999,"
     "\"per\":\"quantity\",\"quantity_field\":\"n\"}]",
	"{\"n\":2}", -2},
    {"[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":999999999999999},"
     "{\"code\":\"Q\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":1}]",
	"{}", -2},
    {"{}", "{}", -2},
};

static void
fees_are_quoted(void **state)
{
	struct mc_arena *arena = *state;

	for (size_t i = 0; i < COUNT(quotes); i++) {
		struct mc_ctx ctx = {.arena = arena};
		MC_CLEANUP(mc_json_freep) json_t *fees = NULL;
		MC_CLEANUP(mc_json_freep) json_t *answers = NULL;
		struct mc_fee_quote quote;
		enum mc_rc rc;

		assert_int_equal(
		    mc_json_parse(&ctx, quotes[i].fees, strlen(quotes[i].fees), &fees), MC_OK);
		if (quotes[i].answers != NULL)
			assert_int_equal(mc_json_parse(&ctx, quotes[i].answers,
					     strlen(quotes[i].answers), &answers),
			    MC_OK);
		rc = mc_fees_quote(&ctx, fees, answers, &quote);
		if (quotes[i].total >= 0) {
			assert_int_equal(rc, MC_OK);
			assert_int_equal(quote.total, quotes[i].total);
			assert_int_equal(quote.total, quote.fee_total + quote.charge_total);
		} else {
			assert_int_equal(rc, MC_FAILED);
			assert_int_equal(ctx.problem.id, quotes[i].total == -1
							     ? MC_PROBLEM_ANSWERS_INVALID
							     : MC_PROBLEM_INTERNAL);
		}
	}
}

static void
a_wrong_quantity_is_pointed_at(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	MC_CLEANUP(mc_json_freep) json_t *fees = NULL;
	MC_CLEANUP(mc_json_freep) json_t *answers = json_object();
	static const char list[] =
	    "[{\"code\":\"P\",\"name\":\"Phí\",\"kind\":\"fee\",\"amount\":1,"
	    "\"per\":\"quantity\",\"quantity_field\":\"a/b~c\"}]";
	struct mc_fee_quote quote;

	assert_int_equal(mc_json_parse(&ctx, list, strlen(list), &fees), MC_OK);
	assert_int_equal(mc_fees_quote(&ctx, fees, answers, &quote), MC_FAILED);
	assert_int_equal(ctx.problem.error_count, 1);
	assert_string_equal(ctx.problem.errors[0].pointer, "/a~1b~0c");
	assert_string_equal(ctx.problem.errors[0].code, "required");
}

/* The quote for so many copies, as the API stores it. */
static const char *
quoted(struct mc_arena *arena, const char *list, int copies)
{
	struct mc_ctx ctx = {.arena = arena};
	MC_CLEANUP(mc_json_freep) json_t *fees = NULL;
	MC_CLEANUP(mc_json_freep) json_t *answers = json_pack("{s:i}", "copies", copies);
	MC_CLEANUP(mc_json_freep) json_t *json = NULL;
	struct mc_fee_quote quote;

	assert_int_equal(mc_json_parse(&ctx, list, strlen(list), &fees), MC_OK);
	assert_int_equal(mc_fees_quote(&ctx, fees, answers, &quote), MC_OK);
	json = mc_fees_json(&quote);
	return mc_json_canonical(arena, json);
}

/* A charge for the paper and a fee for each extra copy: without copies only the charge is billed.
 */
static void
what_was_not_asked_for_is_not_billed(void **state)
{
	static const char list[] =
	    "[{\"code\":\"C\",\"name\":\"Bản sao thêm\",\"kind\":\"fee\",\"amount\":8000,"
	    "\"per\":\"quantity\",\"quantity_field\":\"copies\"},"
	    "{\"code\":\"L\",\"name\":\"Lệ phí\",\"kind\":\"charge\",\"amount\":15000}]";

	assert_string_equal(quoted(*state, list, 0),
	    "{\"charge_total\":15000,\"fee_total\":0,\"lines\":[{\"amount\":15000,\"code\":\"L\","
	    "\"kind\":\"charge\",\"name\":\"Lệ phí\",\"quantity\":1,\"unit_amount\":15000}],"
	    "\"total\":15000}");
}

static void
a_quote_becomes_json(void **state)
{
	assert_string_equal(quoted(*state, COPIES, 2),
	    "{\"charge_total\":16000,\"fee_total\":0,\"lines\":[{\"amount\":16000,\"code\":\"LP\","
	    "\"kind\":\"charge\",\"name\":\"Lệ phí bản sao\",\"quantity\":2,\"unit_amount\":8000}],"
	    "\"total\":16000}");
}

static void
contents_survive_banks(void **state)
{
	static const char *const texts[] = {
	    "%s",
	    "MBVCB.5566778899.%s.CT tu 0011001234567 NGUYEN VAN AN toi 0123",
	    "%sFT26327000",
	    "CHUYEN TIEN %s GD 123456-112326-10:20:30",
	    "MC MC%s",
	};
	struct mc_arena *arena = *state;
	uint64_t number = 0x9E3779B97F4A7C15;

	for (size_t round = 0; round < 2000; round++) {
		struct mc_transfer_content content, found[MC_TRANSFER_CANDIDATES_MAX];
		const char *text = texts[round % COUNT(texts)];
		char *bank = mc_alloc(arena, 200), *end = strstr(text, "%s");
		bool mistyped, among = false;
		size_t count;

		number = number * 6364136223846793005U + 1442695040888963407U;
		content = mc_transfer_content(number);
		assert_int_equal(strlen(content.text), MC_TRANSFER_CONTENT_SIZE - 1);
		memcpy(bank, text, (size_t)(end - text));
		memcpy(bank + strlen(bank), content.text, strlen(content.text));
		memcpy(bank + strlen(bank), end + 2, strlen(end + 2));
		for (char *c = bank; round % 2 == 1 && *c != '\0'; c++)
			*c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
		count = mc_transfer_content_find(bank, found, &mistyped);
		for (size_t i = 0; i < count; i++)
			among |= strcmp(found[i].text, content.text) == 0;
		assert_true(among);
	}
}

static void
mistyped_contents_are_noticed(void **state)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	const struct mc_transfer_content content = mc_transfer_content(0x123456789ABCD);
	struct mc_transfer_content found[MC_TRANSFER_CANDIDATES_MAX];
	size_t last = strlen(content.text);
	bool mistyped;

	(void)state;
	for (size_t at = 2; at < last; at++) {
		for (const char *c = alphabet; *c != '\0'; c++) {
			struct mc_transfer_content wrong = content;

			wrong.text[at] = *c;
			if (*c == content.text[at])
				continue;
			assert_int_equal(mc_transfer_content_find(wrong.text, found, &mistyped), 0);
			assert_true(mistyped);
		}
		for (size_t other = at + 1; other < last; other++) {
			struct mc_transfer_content wrong = content;

			wrong.text[at] = content.text[other];
			wrong.text[other] = content.text[at];
			if (wrong.text[at] != wrong.text[other])
				assert_int_equal(
				    mc_transfer_content_find(wrong.text, found, &mistyped), 0);
		}
	}
}

static void
contents_are_read_as_people_type(void **state)
{
	struct mc_transfer_content found[MC_TRANSFER_CANDIDATES_MAX];
	/* zero's ten digits and their check are all "0", which people type as "O" */
	const struct mc_transfer_content zero = mc_transfer_content(0);
	bool mistyped;

	(void)state;
	assert_string_equal(zero.text, "MC00000000000");
	assert_int_equal(mc_transfer_content_find("mc ooooo-ooooo o", found, &mistyped), 1);
	assert_string_equal(found[0].text, zero.text);
	assert_int_equal(mc_transfer_content_find("", found, &mistyped), 0);
	assert_false(mistyped);
	assert_int_equal(mc_transfer_content_find("chuyen tien MC", found, &mistyped), 0);
	assert_false(mistyped);
	assert_int_equal(
	    mc_transfer_content_find("MC00000000000 MC00000000000", found, &mistyped), 1);
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
	    cmocka_unit_test(money_is_read_out),
	    cmocka_unit_test(fees_are_quoted),
	    cmocka_unit_test(a_wrong_quantity_is_pointed_at),
	    cmocka_unit_test(what_was_not_asked_for_is_not_billed),
	    cmocka_unit_test(a_quote_becomes_json),
	    cmocka_unit_test(contents_survive_banks),
	    cmocka_unit_test(mistyped_contents_are_noticed),
	    cmocka_unit_test(contents_are_read_as_people_type),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
