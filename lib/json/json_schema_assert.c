/* Keywords that judge a value by itself, and the plain words for what is wrong with it. */
#include "gen/vocabulary/items.h"
#include "lib/json/json_schema_node.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/json/json.h"
#include "lib/json/json_number.h"
#include "lib/base/utf8.h"

enum { FEW = 24, LISTED_MAX = 8, LIST_LENGTH_MAX = 200 };

/* Texts with a count or a value in them are made only when somebody will read them. */
#define REPORT(...) (run->quiet > 0 ? false : mc_schema_report(run, place, __VA_ARGS__))

static bool
report_missing(struct mc_schema_run *run, const struct mc_schema_place *place, const char *code)
{
	return mc_schema_report(run, place, code, MC_VI_MISSING, MC_EN_MISSING);
}

MC_SCHEMA_CHECK(type)
{
	static const struct {
		unsigned type;
		const char *code;
		const char *vi;
		const char *en;
	} texts[] = {
	    {MC_SCHEMA_STRING, MC_ITEM_TYPE_STRING},
	    {MC_SCHEMA_INTEGER, MC_ITEM_TYPE_INTEGER},
	    {MC_SCHEMA_NUMBER, MC_ITEM_TYPE_NUMBER},
	    {MC_SCHEMA_BOOLEAN, MC_ITEM_TYPE_BOOLEAN},
	    {MC_SCHEMA_OBJECT, MC_ITEM_TYPE_OBJECT},
	    {MC_SCHEMA_ARRAY, MC_ITEM_TYPE_ARRAY},
	    {MC_SCHEMA_NULL, MC_ITEM_TYPE_NULL},
	};
	unsigned wanted = (unsigned)rule->least;

	if ((wanted & mc_schema_type_of(value)) != 0)
		return true;
	if (json_is_null(value))
		return report_missing(run, place, "type");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if ((wanted & texts[i].type) != 0)
			return mc_schema_report(
			    run, place, texts[i].code, texts[i].vi, texts[i].en);
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
	return mc_schema_report(run, place, "enum", MC_VI_ENUM,
	    list == NULL ? MC_EN_ENUM : MC_EN_ENUM_LISTED(run->ctx->arena, list));
}

MC_SCHEMA_CHECK(const)
{
	if (mc_json_equal(rule->operand, value))
		return true;
	return mc_schema_report(run, place, MC_ITEM_CONST);
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
	       REPORT(MC_ITEM_MINIMUM(run->ctx->arena, bound(run, rule)));
}

MC_SCHEMA_CHECK(maximum)
{
	return mc_json_number_compare(value, rule->operand) <= 0 ||
	       REPORT(MC_ITEM_MAXIMUM(run->ctx->arena, bound(run, rule)));
}

MC_SCHEMA_CHECK(exclusive_minimum)
{
	return mc_json_number_compare(value, rule->operand) > 0 ||
	       REPORT(MC_ITEM_EXCLUSIVE_MINIMUM(run->ctx->arena, bound(run, rule)));
}

MC_SCHEMA_CHECK(exclusive_maximum)
{
	return mc_json_number_compare(value, rule->operand) < 0 ||
	       REPORT(MC_ITEM_EXCLUSIVE_MAXIMUM(run->ctx->arena, bound(run, rule)));
}

MC_SCHEMA_CHECK(multiple_of)
{
	return mc_json_number_is_multiple(value, rule->operand) ||
	       REPORT(MC_ITEM_MULTIPLE_OF(run->ctx->arena, bound(run, rule)));
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
	return REPORT(MC_ITEM_MIN_LENGTH(run->ctx->arena, rule->least));
}

MC_SCHEMA_CHECK(max_length)
{
	if (json_string_length(value) <= rule->least || length_of(value) <= rule->least)
		return true;
	return REPORT(MC_ITEM_MAX_LENGTH(run->ctx->arena, rule->least));
}

/* The patterns that every form shares, in words. */
static const struct {
	const char *pattern;
	const char *code;
	const char *vi;
	const char *en;
} familiar[] = {
    {"^0[0-9]{9,10}$", MC_ITEM_PATTERN_PHONE},
    {"^[0-9]{12}$", MC_ITEM_PATTERN_PERSONAL_ID},
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
			    run, place, familiar[i].code, familiar[i].vi, familiar[i].en);
	}
	return mc_schema_report(run, place, MC_ITEM_PATTERN);
}

MC_SCHEMA_CHECK(format)
{
	static const struct {
		const char *name;
		const char *code;
		const char *vi;
		const char *en;
	} texts[] = {
	    {"date", MC_ITEM_FORMAT_DATE},
	    {"date-time", MC_ITEM_FORMAT_DATE_TIME},
	    {"email", MC_ITEM_FORMAT_EMAIL},
	    {"uri", MC_ITEM_FORMAT_URI},
	    {"uuid", MC_ITEM_FORMAT_UUID},
	};
	const char *name = json_string_value(rule->operand);

	if (rule->format == NULL ||
	    rule->format(json_string_value(value), json_string_length(value)))
		return true;
	if (json_string_length(value) == 0)
		return report_missing(run, place, "format");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(texts[i].name, name) == 0)
			return mc_schema_report(
			    run, place, texts[i].code, texts[i].vi, texts[i].en);
	}
	return false;
}

MC_SCHEMA_CHECK(min_items)
{
	return json_array_size(value) >= rule->least ||
	       REPORT(MC_ITEM_MIN_ITEMS(run->ctx->arena, rule->least));
}

MC_SCHEMA_CHECK(max_items)
{
	return json_array_size(value) <= rule->least ||
	       REPORT(MC_ITEM_MAX_ITEMS(run->ctx->arena, rule->least));
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
	return mc_schema_report(run, place, MC_ITEM_UNIQUE_ITEMS);
}

MC_SCHEMA_CHECK(min_properties)
{
	return json_object_size(value) >= rule->least ||
	       REPORT(MC_ITEM_MIN_PROPERTIES(run->ctx->arena, rule->least));
}

MC_SCHEMA_CHECK(max_properties)
{
	return json_object_size(value) <= rule->least ||
	       REPORT(MC_ITEM_MAX_PROPERTIES(run->ctx->arena, rule->least));
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
