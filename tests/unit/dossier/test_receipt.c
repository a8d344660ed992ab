/* The receipt's payload: made, read back, refused when anything is off, compared with files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/dossier/receipt.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const char facts_text[] =
    "{\"iss\":\"https://dichvucong.example.vn\",\"code\":\"H99.31-261123-0001\","
    "\"dossier_id\":\"0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\","
    "\"procedure\":{\"code\":\"1.001193\",\"title\":\"Đăng ký khai sinh\"},"
    "\"unit\":{\"code\":\"H99.31\",\"name\":\"Ủy ban nhân dân xã Mẫu\"},"
    "\"applicant\":{\"name\":\"Nguyễn Thị Ánh\",\"personal_id\":\"001187123456\"},"
    "\"submitter\":{\"name\":\"Trần Văn Bình\"},"
    "\"submitted_at\":\"2026-11-23T02:05:07Z\",\"expected_by\":null,"
    "\"channel\":\"online\",\"return_channel\":\"post\","
    "\"files\":["
    "{\"component_code\":\"GCS\",\"name\":\"Giấy chứng sinh.pdf\",\"size\":1048576,"
    "\"sha256\":\"" SHA_A "\",\"media_type\":\"application/pdf\"},"
    "{\"component_code\":\"GCS\",\"name\":\"ảnh.jpg\",\"size\":2048,"
    "\"sha256\":\"" SHA_B "\",\"media_type\":\"image/jpeg\"}],"
    "\"fees\":{\"lines\":[{\"code\":\"LP\",\"name\":\"Lệ phí\",\"kind\":\"charge\","
    "\"unit_amount\":8000,\"quantity\":2,\"amount\":16000}],"
    "\"fee_total\":0,\"charge_total\":16000,\"total\":16000},"
    "\"next\":[\"Cán bộ kiểm tra hồ sơ trong 8 giờ làm việc.\"],"
    "\"version\":2,\"expected_estimated\":false,"
    "\"submission\":{\"number\":2,\"at\":\"2026-11-24T02:05:07Z\","
    "\"sha256\":\"" SHA_A "\"}}";

static json_t *
parse(struct mc_arena *arena, const char *text)
{
	struct mc_ctx ctx = {.arena = arena};
	json_t *json = NULL;

	assert_int_equal(mc_json_parse(&ctx, text, strlen(text), &json), MC_OK);
	return json;
}

static void
a_receipt_is_made_and_read_back(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	MC_CLEANUP(mc_json_freep) json_t *facts = parse(ctx.arena, facts_text);
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	const char *text, *again;

	assert_int_equal(mc_receipt_text(&ctx, facts, &text), MC_OK);
	assert_null(strstr(text, "001187123456"));
	assert_non_null(strstr(text, "\"personal_id\":\"001******456\""));
	assert_memory_equal(text, "{\"applicant\":{\"name\":\"Nguyễn Thị Ánh\"", 38);
	/* the facts of the caller stay as they were */
	assert_string_equal(
	    json_string_value(json_object_get(json_object_get(facts, "applicant"), "personal_id")),
	    "001187123456");
	assert_int_equal(mc_receipt_read(&ctx, text, strlen(text), &payload), MC_OK);
	again = mc_json_canonical(ctx.arena, payload);
	assert_string_equal(again, text);
}

/* Puts a value where a pointer-like path of two names leads; NULL value = take the member away. */
static void
change(json_t *json, const char *first, const char *second, const char *value)
{
	json_t *object = second == NULL ? json : json_object_get(json, first);
	const char *name = second == NULL ? first : second;

	if (json_is_array(object))
		object = json_array_get(object, 0);
	if (value == NULL)
		assert_int_equal(json_object_del(object, name), 0);
	else
		assert_int_equal(json_object_set_new(object, name,
				     json_loadb(value, strlen(value), JSON_DECODE_ANY, NULL)),
		    0);
}

static void
wrong_payloads_are_refused(void **state)
{
	static const struct {
		const char *first, *second, *value, *pointer;
	} cases[] = {
	    {"iss", NULL, NULL, "/iss"},
	    {"iss", NULL, "\"\"", "/iss"},
	    {"iss", NULL, "5", "/iss"},
	    {"code", NULL, "\"H99.31-261123-001\"", "/code"},
	    {"code", NULL, "\"h99.31-261123-0001\"", "/code"},
	    {"dossier_id", NULL, "\"1\"", "/dossier_id"},
	    {"procedure", "title", NULL, "/procedure/title"},
	    {"procedure", NULL, "[]", "/procedure"},
	    {"unit", "extra", "1", "/unit"},
	    {"applicant", "personal_id", "\"001187123456\"", "/applicant/personal_id"},
	    {"applicant", "personal_id", "\"001*****3456\"", "/applicant/personal_id"},
	    {"submitter", "name", "null", "/submitter/name"},
	    {"submitted_at", NULL, "\"2026-11-23\"", "/submitted_at"},
	    {"submitted_at", NULL, "\"2026-11-23T09:05:07+07:00\"", "/submitted_at"},
	    {"submitted_at", NULL, "null", "/submitted_at"},
	    {"channel", NULL, "\"fax\"", "/channel"},
	    {"files", NULL, "{}", "/files"},
	    {"files", "size", "-1", "/files/0/size"},
	    {"files", "size", "1.5", "/files/0/size"},
	    {"files", "sha256", "\"AAAA\"", "/files/0/sha256"},
	    {"files", "path", "\"/etc\"", "/files/0"},
	    {"fees", "total", "16001", "/fees/total"},
	    {"fees", "lines", "[1]", "/fees/lines/0"},
	    {"next", NULL, "[1]", "/next/0"},
	    {"next", NULL, "[\"\"]", "/next/0"},
	    {"unknown", NULL, "1", ""},
	    {"version", NULL, "1", "/version"},
	    {"version", NULL, "3", "/version"},
	    {"version", NULL, NULL, ""}, /* the first format has no submission */
	    {"submission", NULL, NULL, "/submission"},
	    {"submission", "number", "\"2\"", "/submission/number"},
	    {"submission", "sha256", "\"AAAA\"", "/submission/sha256"},
	    {"submission", "at", NULL, "/submission/at"},
	};
	struct mc_arena *arena = *state;
	struct mc_ctx made = {.arena = arena};
	MC_CLEANUP(mc_json_freep) json_t *facts = parse(arena, facts_text);
	const char *text;

	assert_int_equal(mc_receipt_text(&made, facts, &text), MC_OK);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_ctx ctx = {.arena = arena};
		MC_CLEANUP(mc_json_freep) json_t *wrong = parse(arena, text);
		MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
		const char *wrong_text;

		change(wrong, cases[i].first, cases[i].second, cases[i].value);
		wrong_text = mc_json_canonical(arena, wrong);
		assert_int_equal(
		    mc_receipt_read(&ctx, wrong_text, strlen(wrong_text), &payload), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_INVALID_BODY);
		assert_string_equal(ctx.problem.errors[0].pointer, cases[i].pointer);
		assert_null(payload);
	}
}

/* A receipt given out before submissions were numbered verifies as it did. */
static void
a_receipt_of_the_first_format_is_read(void **state)
{
	struct mc_arena *arena = *state;
	struct mc_ctx ctx = {.arena = arena};
	MC_CLEANUP(mc_json_freep) json_t *facts = parse(arena, facts_text);
	MC_CLEANUP(mc_json_freep) json_t *first = NULL;
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	const char *text;

	assert_int_equal(mc_receipt_text(&ctx, facts, &text), MC_OK);
	first = parse(arena, text);
	change(first, "version", NULL, NULL);
	change(first, "expected_estimated", NULL, NULL);
	change(first, "submission", NULL, NULL);
	text = mc_json_canonical(arena, first);
	assert_int_equal(mc_receipt_read(&ctx, text, strlen(text), &payload), MC_OK);
	assert_null(json_object_get(payload, "version"));
}

static void
only_canonical_text_is_read(void **state)
{
	struct mc_arena *arena = *state;
	struct mc_ctx ctx = {.arena = arena};
	MC_CLEANUP(mc_json_freep) json_t *facts = parse(arena, facts_text);
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	const char *text, *spaced;

	assert_int_equal(mc_receipt_text(&ctx, facts, &text), MC_OK);
	spaced = mc_sprintf(arena, "%s ", text);
	assert_int_equal(mc_receipt_read(&ctx, spaced, strlen(spaced), &payload), MC_FAILED);
	mc_problem_clear(&ctx);
	assert_int_equal(mc_receipt_read(&ctx, "", 0, &payload), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_BAD_JSON);
	mc_problem_clear(&ctx);
	assert_int_equal(
	    mc_receipt_read(&ctx, text, MC_RECEIPT_BYTES_MAX + (size_t)1, &payload), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_BODY_TOO_LARGE);
}

static void
wrong_facts_are_our_fault(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	MC_CLEANUP(mc_json_freep) json_t *facts = parse(ctx.arena, "{}");
	const char *text = NULL;

	assert_int_equal(mc_receipt_text(&ctx, facts, &text), MC_FAILED);
	assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
	assert_null(text);
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
	    cmocka_unit_test(a_receipt_is_made_and_read_back),
	    cmocka_unit_test(wrong_payloads_are_refused),
	    cmocka_unit_test(a_receipt_of_the_first_format_is_read),
	    cmocka_unit_test(only_canonical_text_is_read),
	    cmocka_unit_test(wrong_facts_are_our_fault),
	};

	return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
