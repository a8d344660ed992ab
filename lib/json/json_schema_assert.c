/* Keywords that judge a value by itself, and the plain words for what is wrong with it. */
#include "lib/json/json_schema_node.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/json/json.h"
#include "lib/json/json_number.h"
#include "lib/base/utf8.h"

enum { FEW = 24, LISTED_MAX = 8, LIST_LENGTH_MAX = 200 };

/* Texts with a count or a value in them are made only when somebody will read them. */
#define REPORT(code, vi, en, ...)                                                                  \
	(run->quiet > 0 ? false                                                                    \
			: mc_schema_report(run, place, (code),                                     \
			      mc_sprintf(run->ctx->arena, vi, __VA_ARGS__),                        \
			      mc_sprintf(run->ctx->arena, en, __VA_ARGS__)))

static bool
report_missing(struct mc_schema_run *run, const struct mc_schema_place *place, const char *code)
{
	return mc_schema_report(run, place, code, "Mục này còn trống. Vui lòng điền.",
	    "This item is missing. Fill it in.");
}

MC_SCHEMA_CHECK(type)
{
	static const struct {
		unsigned type;
		const char *vi;
		const char *en;
	} texts[] = {
	    {MC_SCHEMA_STRING, "Mục này phải là chữ.", "This must be text."},
	    {MC_SCHEMA_INTEGER, "Mục này phải là số nguyên. Vui lòng nhập lại.",
		"This must be a whole number."},
	    {MC_SCHEMA_NUMBER, "Mục này phải là số. Vui lòng nhập lại.", "This must be a number."},
	    {MC_SCHEMA_BOOLEAN, "Mục này phải là có hoặc không.", "This must be true or false."},
	    {MC_SCHEMA_OBJECT, "Mục này phải gồm nhiều thông tin con.", "This must be an object."},
	    {MC_SCHEMA_ARRAY, "Mục này phải là danh sách.", "This must be a list."},
	    {MC_SCHEMA_NULL, "Mục này phải để trống.", "This must be null."},
	};
	unsigned wanted = (unsigned)rule->least;

	if ((wanted & mc_schema_type_of(value)) != 0)
		return true;
	if (json_is_null(value))
		return report_missing(run, place, "type");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if ((wanted & texts[i].type) != 0)
			return mc_schema_report(run, place, "type", texts[i].vi, texts[i].en);
	}
	return false;
}

/* The values of a short enum as "a, b, c", or NULL. */
static const char *
listed(struct mc_schema_run *run, const json_t *values)
{
	struct mc_buf buf = mc_buf_new(run->ctx->arena, LIST_LENGTH_MAX);
	json_t *item;
	size_t i;

	if (json_array_size(values) > LISTED_MAX)
		return NULL;
	json_array_foreach(values, i, item)
	{
		if (!json_is_string(item))
			return NULL;
		mc_buf_add_text(&buf, i > 0 ? ", " : "");
		mc_buf_add_text(&buf, json_string_value(item));
	}
	return mc_buf_overflowed(&buf) ? NULL : buf.bytes;
}

MC_SCHEMA_CHECK(enum)
{
	const char *list;
	json_t *item;
	size_t i;

	if (!mc_schema_spend(run, json_array_size(rule->operand) / 8))
		return false;
	json_array_foreach(rule->operand, i, item)
	{
		if (mc_json_equal(item, value))
			return true;
	}
	if (run->quiet > 0)
		return false;
	list = listed(run, rule->operand);
	return mc_schema_report(run, place, "enum", "Vui lòng chọn một trong các giá trị đã cho.",
	    list == NULL ? "Choose one of the values given."
			 : mc_sprintf(run->ctx->arena, "Choose one of: %s.", list));
}

MC_SCHEMA_CHECK(const)
{
	if (mc_json_equal(rule->operand, value))
		return true;
	return mc_schema_report(run, place, "const", "Giá trị này không đúng. Vui lòng chọn lại.",
	    "This is not the value required here.");
}

/* A bound as a person would write it. */
static const char *
bound(struct mc_schema_run *run, const struct mc_schema_rule *rule)
{
	struct mc_buf buf = mc_buf_new(run->ctx->arena, 64);

	if (!json_is_integer(rule->operand) && !mc_json_number_is_integer(rule->operand))
		return mc_sprintf(run->ctx->arena, "%.15g", json_real_value(rule->operand));
	return mc_json_number_write(&buf, rule->operand) ? buf.bytes : "";
}

MC_SCHEMA_CHECK(minimum)
{
	return mc_json_number_compare(value, rule->operand) >= 0 ||
	       REPORT("minimum", "Vui lòng nhập số từ %s trở lên.", "Must be %s or more.",
		   bound(run, rule));
}

MC_SCHEMA_CHECK(maximum)
{
	return mc_json_number_compare(value, rule->operand) <= 0 ||
	       REPORT("maximum", "Vui lòng nhập số không quá %s.", "Must be %s or less.",
		   bound(run, rule));
}

MC_SCHEMA_CHECK(exclusive_minimum)
{
	return mc_json_number_compare(value, rule->operand) > 0 ||
	       REPORT("exclusiveMinimum", "Vui lòng nhập số lớn hơn %s.", "Must be more than %s.",
		   bound(run, rule));
}

MC_SCHEMA_CHECK(exclusive_maximum)
{
	return mc_json_number_compare(value, rule->operand) < 0 ||
	       REPORT("exclusiveMaximum", "Vui lòng nhập số nhỏ hơn %s.", "Must be less than %s.",
		   bound(run, rule));
}

MC_SCHEMA_CHECK(multiple_of)
{
	return mc_json_number_is_multiple(value, rule->operand) ||
	       REPORT("multipleOf", "Vui lòng nhập số chia hết cho %s.",
		   "Must be a multiple of %s.", bound(run, rule));
}

static size_t
length_of(const json_t *string)
{
	return mc_utf8_length(json_string_value(string), json_string_length(string));
}

MC_SCHEMA_CHECK(min_length)
{
	/* A text cannot have more characters than bytes, so most texts need no count. */
	if (json_string_length(value) >= rule->least && length_of(value) >= rule->least)
		return true;
	if (json_string_length(value) == 0)
		return report_missing(run, place, "minLength");
	return REPORT("minLength", "Ít nhất %zu ký tự. Vui lòng nhập thêm.",
	    "At least %zu characters.", rule->least);
}

MC_SCHEMA_CHECK(max_length)
{
	if (json_string_length(value) <= rule->least || length_of(value) <= rule->least)
		return true;
	return REPORT("maxLength", "Nhiều nhất %zu ký tự. Vui lòng rút gọn.",
	    "At most %zu characters.", rule->least);
}

/* The patterns that every form shares, in words. */
static const struct {
	const char *pattern;
	const char *vi;
	const char *en;
} familiar[] = {
    {"^0[0-9]{9,10}$", "Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu bằng số 0.",
	"A phone number has 10 or 11 digits and begins with 0."},
    {"^[0-9]{12}$", "Số định danh gồm đúng 12 chữ số.",
	"A personal identification number has exactly 12 digits."},
};

MC_SCHEMA_CHECK(pattern)
{
	const char *pattern = json_string_value(rule->operand);

	if (mc_schema_matches(
		run, rule->pattern, json_string_value(value), json_string_length(value)))
		return true;
	if (json_string_length(value) == 0)
		return report_missing(run, place, "pattern");
	if (rule->message_vi != NULL)
		return mc_schema_report(run, place, "pattern",
		    mc_strdup(run->ctx->arena, rule->message_vi),
		    mc_strdup(run->ctx->arena, rule->message_en));
	for (size_t i = 0; i < sizeof(familiar) / sizeof(familiar[0]); i++) {
		if (strcmp(familiar[i].pattern, pattern) == 0)
			return mc_schema_report(
			    run, place, "pattern", familiar[i].vi, familiar[i].en);
	}
	return mc_schema_report(run, place, "pattern",
	    "Nội dung chưa đúng dạng yêu cầu. Vui lòng xem gợi ý và nhập lại.",
	    "This does not have the required form. See the hint.");
}

MC_SCHEMA_CHECK(format)
{
	static const struct {
		const char *name;
		const char *vi;
		const char *en;
	} texts[] = {
	    {"date", "Ngày chưa đúng hoặc không có thật. Vui lòng nhập lại ngày, tháng, năm.",
		"This is not a date that exists, as in 2026-07-01."},
	    {"date-time", "Thời điểm chưa đúng. Ví dụ đúng: 2026-07-01T08:30:00+07:00.",
		"This is not a time as in 2026-07-01T08:30:00+07:00."},
	    {"email", "Thư điện tử chưa đúng. Ví dụ đúng: ten@example.vn.",
		"This is not an e-mail address as in name@example.vn."},
	    {"uri", "Địa chỉ mạng chưa đúng. Ví dụ đúng: https://example.vn/.",
		"This is not an address as in https://example.vn/."},
	    {"uuid", "Mã này không đúng dạng. Vui lòng kiểm tra lại.", "This is not a UUID."},
	};
	const char *name = json_string_value(rule->operand);

	if (rule->format == NULL ||
	    rule->format(json_string_value(value), json_string_length(value)))
		return true;
	if (json_string_length(value) == 0)
		return report_missing(run, place, "format");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(texts[i].name, name) == 0)
			return mc_schema_report(run, place, "format", texts[i].vi, texts[i].en);
	}
	return false;
}

MC_SCHEMA_CHECK(min_items)
{
	return json_array_size(value) >= rule->least ||
	       REPORT("minItems", "Cần ít nhất %zu mục trong danh sách.",
		   "The list needs at least %zu entries.", rule->least);
}

MC_SCHEMA_CHECK(max_items)
{
	return json_array_size(value) <= rule->least ||
	       REPORT("maxItems", "Danh sách có nhiều nhất %zu mục. Vui lòng bớt đi.",
		   "The list may have at most %zu entries.", rule->least);
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Long lists are compared by sorting the canonical texts of their items: equal values, equal texts.
 */
static bool
has_equal_texts(struct mc_schema_run *run, const json_t *array)
{
	size_t count = json_array_size(array);
	struct mc_buf buf = mc_buf_new(run->ctx->arena, (size_t)1 << 30);
	size_t *starts = mc_alloc_array(run->ctx->arena, count, sizeof(*starts));
	const char **texts = mc_alloc_array(run->ctx->arena, count, sizeof(*texts));

	for (size_t i = 0; i < count; i++) {
		starts[i] = buf.length;
		if (!mc_json_canonical_add(&buf, json_array_get(array, i)))
			run->exhausted = true;
		mc_buf_add_char(&buf, '\0');
	}
	if (run->exhausted || mc_buf_overflowed(&buf) || !mc_schema_spend(run, buf.length / 16)) {
		run->exhausted = true;
		return true;
	}
	for (size_t i = 0; i < count; i++)
		texts[i] = buf.bytes + starts[i];
	qsort(texts, count, sizeof(*texts), compare_texts);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(texts[i - 1], texts[i]) == 0)
			return true;
	}
	return false;
}

static bool
has_equal_pair(const json_t *array)
{
	size_t count = json_array_size(array);

	for (size_t i = 1; i < count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (mc_json_equal(json_array_get(array, i), json_array_get(array, k)))
				return true;
		}
	}
	return false;
}

MC_SCHEMA_CHECK(unique_items)
{
	if (!json_is_true(rule->operand))
		return true;
	if (json_array_size(value) <= FEW ? !has_equal_pair(value) : !has_equal_texts(run, value))
		return true;
	return mc_schema_report(run, place, "uniqueItems",
	    "Danh sách có mục bị lặp lại. Vui lòng bỏ mục trùng.",
	    "The list holds the same entry twice. Remove one.");
}

MC_SCHEMA_CHECK(min_properties)
{
	return json_object_size(value) >= rule->least ||
	       REPORT("minProperties", "Cần ít nhất %zu mục thông tin.",
		   "At least %zu items are needed.", rule->least);
}

MC_SCHEMA_CHECK(max_properties)
{
	return json_object_size(value) <= rule->least ||
	       REPORT("maxProperties", "Nhiều nhất %zu mục thông tin. Vui lòng bớt đi.",
		   "At most %zu items are allowed.", rule->least);
}

static bool
all_present(struct mc_schema_run *run, const struct mc_schema_place *place, const json_t *names,
    const json_t *value, const char *code)
{
	bool valid = true;
	json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	{
		const struct mc_schema_place inside = {
		    .parent = place, .key = json_string_value(name)};

		if (json_object_get(value, inside.key) != NULL)
			continue;
		valid = report_missing(run, &inside, code);
		if (run->quiet > 0)
			break;
	}
	return valid;
}

MC_SCHEMA_CHECK(required)
{
	return all_present(run, place, rule->operand, value, "required");
}

MC_SCHEMA_CHECK(dependent_required)
{
	bool valid = true;
	const char *name;
	json_t *names;

	json_object_foreach((json_t *)rule->operand, name, names)
	{
		if (json_object_get(value, name) != NULL &&
		    !all_present(run, place, names, value, "dependentRequired"))
			valid = false;
	}
	return valid;
}
