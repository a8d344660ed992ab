/* Schema first, then the pages against its properties, then the example against all of it. */
#include "lib/catalogue/form.h"

#include <stdbool.h>
#include <string.h>

#include "gen/vocabulary/items.h"
#include "gen/vocabulary/widgets.h"
#include "lib/json/json.h"
#include "lib/json/json_pointer.h"
#include "lib/json/json_schema.h"

enum { NESTING_MAX = 16 };

struct form {
	struct mc_ctx *ctx;
	json_t *schema;
	const json_t *properties;
	const json_t *asked[MC_FORM_ANSWERS_MAX + 1]; /* fields in the order of the pages */
	size_t asked_count;
};

static const char *
text(const json_t *object, const char *member)
{
	const char *value = json_string_value(json_object_get(object, member));

	return value == NULL ? "" : value;
}

static void
mistake(struct form *form, const char *pointer, const char *code, const char *vi, const char *en)
{
	mc_problem_add(form->ctx, pointer, code, vi, en);
}

/* The schema that a property stands for, its local reference followed. */
static const json_t *
resolve(const struct form *form, const json_t *schema)
{
	const char *reference = text(schema, "$ref");

	return reference[0] == '#' ? mc_json_pointer_get(form->schema, reference + 1) : schema;
}

static bool
has_type(const json_t *schema, const char *name)
{
	return strcmp(text(schema, "type"), name) == 0;
}

static bool
holds(const json_t *array, const json_t *value)
{
	json_t *item;
	size_t i;

	json_array_foreach(array, i, item)
	{
		if (mc_json_equal(item, value))
			return true;
	}
	return false;
}

static bool
is_address(const json_t *schema)
{
	const json_t *parts = json_object_get(schema, "properties");

	return has_type(schema, "object") && json_object_get(parts, "province_code") != NULL &&
	       json_object_get(parts, "commune_code") != NULL &&
	       json_object_get(parts, "detail") != NULL;
}

/* \s is any blank of Unicode in a browser, and ASCII's alone in the service: a pattern has to name
 * its blanks, or an answer would be taken by the one and refused by the other. */
static bool
names_its_blanks(const char *pattern)
{
	for (; *pattern != '\0'; pattern++) {
		if (*pattern != '\\')
			continue;
		pattern++;
		if (*pattern == 's' || *pattern == 'S')
			return false;
		if (*pattern == '\0')
			break;
	}
	return true;
}

/* Texts without a bound would let one answer fill a page of paper, or a disk. */
static void
check_bounds(struct form *form, const json_t *schema, const char *pointer, unsigned depth)
{
	const json_t *properties = json_object_get(schema, "properties");
	const json_t *items = json_object_get(schema, "items");
	const char *name;
	json_t *property;

	if (depth == NESTING_MAX)
		return;
	if (has_type(schema, "string") && json_object_get(schema, "maxLength") == NULL)
		mistake(form, pointer, MC_ITEM_FORM_TEXT_BOUND);
	if (!names_its_blanks(text(schema, "pattern")))
		mistake(form, pointer, MC_ITEM_FORM_BLANKS);
	if (has_type(schema, "object") &&
	    !json_is_false(json_object_get(schema, "additionalProperties")))
		mistake(form, pointer, MC_ITEM_FORM_CLOSED);
	if (has_type(schema, "array") && json_object_get(schema, "maxItems") == NULL)
		mistake(form, pointer, MC_ITEM_FORM_LIST_BOUND);
	if (items != NULL)
		check_bounds(form, items,
		    mc_json_pointer_member(form->ctx->arena, pointer, "items"), depth + 1);
	json_object_foreach((json_t *)properties, name, property)
	{
		const char *here = mc_json_pointer_member(form->ctx->arena, pointer, "properties");

		check_bounds(form, property, mc_json_pointer_member(form->ctx->arena, here, name),
		    depth + 1);
	}
}

static void
check_definitions(struct form *form)
{
	const char *name;
	json_t *definition;

	json_object_foreach(json_object_get(form->schema, "$defs"), name, definition) check_bounds(
	    form, definition, mc_json_pointer_member(form->ctx->arena, "/schema/$defs", name), 0);
}

/* What the schema takes, in the terms of the widgets. */
static unsigned
answer_of(const json_t *schema)
{
	bool is_choice = json_object_get(schema, "enum") != NULL;
	bool is_string = has_type(schema, "string");
	bool is_date = is_string && strcmp(text(schema, "format"), "date") == 0;

	return (is_choice ? MC_TAKES_CHOICE : 0U) |
	       (is_string && !is_choice ? MC_TAKES_STRING : 0U) |
	       (has_type(schema, "boolean") ? MC_TAKES_BOOLEAN : 0U) |
	       (has_type(schema, "integer") ? MC_TAKES_INTEGER : 0U) |
	       (is_date ? MC_TAKES_DATE : 0U) | (is_address(schema) ? MC_TAKES_ADDRESS : 0U);
}

/* The values offered are those allowed, each once. */
static bool
options_suit(const json_t *field, const struct mc_widget *widget, const json_t *schema)
{
	const json_t *options = json_object_get(field, "options");
	const json_t *allowed = json_object_get(schema, "enum");
	size_t count = json_array_size(options);

	if (!widget->options)
		return options == NULL;
	if (count != (allowed == NULL ? 2 : json_array_size(allowed)))
		return false;
	for (size_t i = 0; i < count; i++) {
		const json_t *value = json_object_get(json_array_get(options, i), "value");

		if (value == NULL ||
		    (allowed == NULL ? !json_is_boolean(value) : !holds(allowed, value)))
			return false;
		for (size_t k = 0; k < i; k++) {
			if (mc_json_equal(
				json_object_get(json_array_get(options, k), "value"), value))
				return false;
		}
	}
	return true;
}

static const json_t *
asked_before(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->asked_count; i++) {
		if (strcmp(text(form->asked[i], "name"), name) == 0)
			return form->asked[i];
	}
	return NULL;
}

static void
check_condition(
    struct form *form, const json_t *field, const json_t *condition, const char *pointer)
{
	const char *other = text(condition, "field");
	const json_t *value = json_object_get(condition, "equals");
	const json_t *schema = resolve(form, json_object_get(form->properties, other));
	const json_t *allowed = json_object_get(schema, "enum");

	if (asked_before(form, other) == NULL)
		mistake(form, pointer, MC_ITEM_FORM_CONDITION_FIELD);
	else if (value == NULL || (allowed != NULL && !holds(allowed, value)) ||
		 (has_type(schema, "boolean") && !json_is_boolean(value)))
		mistake(form, pointer, MC_ITEM_FORM_CONDITION_VALUE);
	if (holds(json_object_get(form->schema, "required"), json_object_get(field, "name")))
		mistake(form, pointer, MC_ITEM_FORM_CONDITION_REQUIRED);
}

static bool
prefill_known(const json_t *field)
{
	static const char *const sources[] = {
	    "me.full_name", "me.phone", "me.email", "me.personal_id"};

	if (json_object_get(field, "prefill") == NULL)
		return true;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (strcmp(text(field, "prefill"), sources[i]) == 0)
			return true;
	}
	return false;
}

static void
check_field(struct form *form, const json_t *field, const char *pointer)
{
	const char *name = text(field, "name");
	const json_t *schema = resolve(form, json_object_get(form->properties, name));
	const json_t *condition = json_object_get(field, "show_if");
	const struct mc_widget *widget = mc_widget_of(text(field, "widget"));

	if (schema == NULL) {
		mistake(form, pointer, MC_ITEM_FORM_UNKNOWN);
		return;
	}
	if (asked_before(form, name) != NULL)
		mistake(form, pointer, MC_ITEM_FORM_TWICE);
	if (text(field, "label")[0] == '\0' || text(field, "label_en")[0] == '\0')
		mistake(form, pointer, MC_ITEM_FORM_LABEL);
	if (widget == NULL || (widget->takes & answer_of(schema)) == 0)
		mistake(form, pointer, MC_ITEM_FORM_WIDGET);
	else if (!options_suit(field, widget, schema))
		mistake(form, pointer, MC_ITEM_FORM_OPTIONS);
	if (!prefill_known(field))
		mistake(form, pointer, MC_ITEM_FORM_PREFILL);
	if (condition != NULL)
		check_condition(form, field, condition,
		    mc_json_pointer_member(form->ctx->arena, pointer, "show_if"));
	if (form->asked_count <= MC_FORM_ANSWERS_MAX)
		form->asked[form->asked_count++] = field;
}

static void
check_page(struct form *form, const json_t *page, const char *pointer)
{
	const json_t *fields = json_object_get(page, "fields");
	const char *here = mc_json_pointer_member(form->ctx->arena, pointer, "fields");
	size_t count = json_array_size(fields);

	if (text(page, "id")[0] == '\0' || text(page, "title")[0] == '\0' ||
	    text(page, "title_en")[0] == '\0')
		mistake(form, pointer, MC_ITEM_FORM_PAGE);
	if (count == 0 || count > MC_FORM_FIELDS_MAX)
		mistake(form, here, MC_ITEM_FORM_FIELDS(form->ctx->arena, MC_FORM_FIELDS_MAX));
	for (size_t i = 0; i < count; i++)
		check_field(form, json_array_get(fields, i),
		    mc_json_pointer_item(form->ctx->arena, here, i));
}

static void
check_pages(struct form *form, const json_t *pages)
{
	size_t count = json_array_size(pages);
	const char *name;
	json_t *property;

	if (count == 0 || count > MC_FORM_PAGES_MAX)
		mistake(form, "/ui/pages", MC_ITEM_FORM_PAGES(form->ctx->arena, MC_FORM_PAGES_MAX));
	for (size_t i = 0; i < count; i++) {
		const json_t *id = json_object_get(json_array_get(pages, i), "id");
		const char *here = mc_json_pointer_item(form->ctx->arena, "/ui/pages", i);

		for (size_t k = 0; id != NULL && k < i; k++) {
			const json_t *other = json_object_get(json_array_get(pages, k), "id");

			if (other != NULL && mc_json_equal(other, id))
				mistake(form, here, MC_ITEM_FORM_PAGE_TWICE);
		}
		check_page(form, json_array_get(pages, i), here);
	}
	if (form->asked_count > MC_FORM_ANSWERS_MAX)
		mistake(
		    form, "/ui/pages", MC_ITEM_FORM_ANSWERS(form->ctx->arena, MC_FORM_ANSWERS_MAX));
	json_object_foreach((json_t *)form->properties, name, property)
	{
		if (form->asked_count <= MC_FORM_ANSWERS_MAX && asked_before(form, name) == NULL)
			mistake(form,
			    mc_json_pointer_member(form->ctx->arena, "/schema/properties", name),
			    MC_ITEM_FORM_UNASKED);
	}
}

/* The example's own mistakes carry pointers into the answers; here they point into the form. */
static void
check_example(struct form *form, const struct mc_schema *schema, const json_t *example)
{
	struct mc_ctx answers = {.arena = form->ctx->arena};

	if (example == NULL) {
		mistake(form, "/example", MC_ITEM_FORM_EXAMPLE);
		return;
	}
	if (mc_schema_check(&answers, schema, example, MC_PROBLEM_ANSWERS_INVALID) == MC_OK)
		return;
	for (size_t i = 0; i < answers.problem.error_count; i++) {
		const struct mc_problem_error *error = &answers.problem.errors[i];

		mistake(form, mc_sprintf(form->ctx->arena, "/example%s", error->pointer),
		    error->code, error->detail_vi, error->detail_en);
	}
}

enum mc_rc
mc_form_check(struct mc_ctx *ctx, const json_t *form)
{
	struct form checked = {.ctx = ctx, .schema = json_object_get(form, "schema")};
	struct mc_ctx compiling = {.arena = ctx->arena};
	MC_CLEANUP(mc_schema_set_freep) struct mc_schema_set *set = NULL;
	const struct mc_schema *schema;

	if (!json_is_object(checked.schema)) {
		mistake(&checked, "/schema", MC_ITEM_FORM_SCHEMA);
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	}
	set = mc_schema_set_new(checked.schema, MC_SCHEMA_ASSERT_FORMAT);
	if (mc_schema_compile(&compiling, set, "", &schema) != MC_OK) {
		mistake(
		    &checked, "/schema", "schema", MC_VI_FORM_KEYWORD, compiling.problem.internal);
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	}
	checked.properties = json_object_get(checked.schema, "properties");
	check_bounds(&checked, checked.schema, "/schema", 0);
	check_definitions(&checked);
	check_pages(&checked, json_object_get(json_object_get(form, "ui"), "pages"));
	check_example(&checked, schema, json_object_get(form, "example"));
	if (ctx->problem.error_count > 0)
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	return MC_OK;
}
