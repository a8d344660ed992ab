/* Procedures, what they cost, and who pays less. */
#include "lib/catalogue/documents_check.h"

#include <stdbool.h>
#include <string.h>

#include "gen/vocabulary/items.h"
#include "gen/vocabulary/limits.h"
#include "lib/catalogue/form.h"
#include "lib/json/json_pointer.h"

static const char *
at(const struct mc_document *document, const char *pointer, const char *member, size_t index)
{
	struct mc_arena *arena = document->ctx->arena;

	return mc_json_pointer_item(arena, mc_json_pointer_member(arena, pointer, member), index);
}

static const char *
below(const struct mc_document *document, const char *pointer, const char *member)
{
	return mc_json_pointer_member(document->ctx->arena, pointer, member);
}

/* The codes in a list of objects differ. */
static void
check_codes(const struct mc_document *document, const json_t *list, const char *pointer,
    const char *name, const char *member)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *code = mc_document_text(json_array_get(list, i), member);

		for (size_t k = 0; k < i; k++) {
			if (strcmp(mc_document_text(json_array_get(list, k), member), code) != 0)
				continue;
			mc_document_mistake(document,
			    below(document, at(document, pointer, name, i), member),
			    MC_ITEM_CATALOGUE_TWICE);
			break;
		}
	}
}

/* Whether the form always says a number that a fee can be multiplied by. */
static bool
is_quantity(const json_t *form, const char *field)
{
	const json_t *schema = json_object_get(json_object_get(form, "properties"), field);
	const json_t *least = json_object_get(schema, "minimum");
	const json_t *most = json_object_get(schema, "maximum");
	size_t i;
	json_t *name;

	if (strcmp(mc_document_text(schema, "type"), "integer") != 0 || !json_is_integer(least) ||
	    !json_is_integer(most) || json_integer_value(least) < 0 ||
	    json_integer_value(most) > MC_LIMIT_FEE_QUANTITY)
		return false;
	json_array_foreach(json_object_get(form, "required"), i, name)
	{
		if (json_is_string(name) && strcmp(json_string_value(name), field) == 0)
			return true;
	}
	return false;
}

/* form: the schema whose answers say how many. */
static void
check_lines(const struct mc_document *document, const json_t *lines, const char *pointer,
    const char *name, const json_t *form)
{
	check_codes(document, lines, pointer, name, "code");
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		const char *here =
		    below(document, at(document, pointer, name, i), "quantity_field");
		const json_t *field = json_object_get(line, "quantity_field");
		bool by_quantity = strcmp(mc_document_text(line, "per"), "quantity") == 0;

		if (!by_quantity && field != NULL)
			mc_document_mistake(document, here, MC_ITEM_CATALOGUE_QUANTITY_FIELD);
		if (by_quantity && (field == NULL || !is_quantity(form, json_string_value(field))))
			mc_document_mistake(document, here,
			    MC_ITEM_CATALOGUE_QUANTITY(
				document->ctx->arena, MC_LIMIT_FEE_QUANTITY));
	}
}

static void
check_channels(const struct mc_document *document, const json_t *one, const char *pointer)
{
	const json_t *channels = json_object_get(one, "channels");
	const json_t *form = json_object_get(json_object_get(document->value, "form"), "schema");

	check_codes(document, channels, pointer, "channels", "channel");
	for (size_t i = 0; i < json_array_size(channels); i++) {
		const json_t *channel = json_array_get(channels, i);
		const char *here = at(document, pointer, "channels", i);

		mc_document_check_time(document, json_object_get(channel, "time"),
		    below(document, below(document, here, "time"), "amount"));
		check_lines(document, json_object_get(channel, "fees"), here, "fees", form);
	}
}

static void
check_case(const struct mc_document *document, const json_t *one, const char *pointer)
{
	const json_t *components = json_object_get(one, "components");

	check_codes(document, components, pointer, "components", "code");
	for (size_t i = 0; i < json_array_size(components); i++) {
		const json_t *component = json_array_get(components, i);
		const char *here = at(document, pointer, "components", i);

		if (json_is_true(json_object_get(component, "required")) &&
		    json_is_true(json_object_get(component, "bring")))
			mc_document_mistake(
			    document, below(document, here, "bring"), MC_ITEM_CATALOGUE_BRING);
	}
	check_channels(document, one, pointer);
}

/* The form's mistakes carry pointers into the form. */
static void
check_form(const struct mc_document *document)
{
	struct mc_ctx checking = {.arena = document->ctx->arena};

	if (mc_form_check(&checking, json_object_get(document->value, "form")) == MC_OK)
		return;
	for (size_t i = 0; i < checking.problem.error_count; i++) {
		const struct mc_problem_error *error = &checking.problem.errors[i];

		mc_problem_add(document->ctx,
		    mc_sprintf(document->ctx->arena, "/form%s", error->pointer), error->code,
		    error->detail_vi, error->detail_en);
	}
}

void
mc_document_check_procedure(const struct mc_document *document)
{
	const json_t *cases = json_object_get(document->value, "cases");

	check_codes(document, cases, "", "cases", "code");
	for (size_t i = 0; i < json_array_size(cases); i++)
		check_case(document, json_array_get(cases, i), at(document, "", "cases", i));
	check_form(document);
}

/* What is known of the procedure that a document names; adds a mistake if there is none. */
static const json_t *
procedure_of(const struct mc_document *document)
{
	const json_t *procedure = mc_document_known(
	    document, "procedures", mc_document_text(document->value, "procedure"));

	if (procedure == NULL)
		mc_document_mistake(document, "/procedure", MC_ITEM_CATALOGUE_PROCEDURE);
	return procedure;
}

void
mc_document_check_fees(const struct mc_document *document)
{
	const json_t *procedure = procedure_of(document);
	const char *one = mc_document_text(document->value, "case");
	const char *key = mc_sprintf(document->ctx->arena, "%s %s", *one == '\0' ? "default" : one,
	    mc_document_text(document->value, "channel"));

	if (procedure == NULL)
		return;
	if (json_object_get(json_object_get(procedure, "channels"), key) == NULL)
		mc_document_mistake(document, "/channel", MC_ITEM_CATALOGUE_CHANNEL);
	check_lines(document, json_object_get(document->value, "lines"), "", "lines",
	    json_object_get(procedure, "form"));
}

void
mc_document_check_exemption(const struct mc_document *document)
{
	const json_t *procedure = procedure_of(document);
	size_t i;
	json_t *code;

	json_array_foreach(json_object_get(document->value, "lines"), i, code)
	{
		if (procedure != NULL && json_object_get(json_object_get(procedure, "lines"),
					     json_string_value(code)) == NULL)
			mc_document_mistake(
			    document, at(document, "", "lines", i), MC_ITEM_CATALOGUE_LINE);
	}
}

static void
know_lines(json_t *procedure, const json_t *lines)
{
	json_t *known = json_object_get(procedure, "lines");
	size_t i;
	json_t *line;

	json_array_foreach(lines, i, line)
	    json_object_set_new(known, mc_document_text(line, "code"), json_true());
}

void
mc_document_know_procedure(json_t *procedures, const json_t *value)
{
	const json_t *before = json_object_get(procedures, mc_document_text(value, "code"));
	json_t *lines = json_object_get(before, "lines");
	json_t *channels = json_object();
	json_t *procedure = json_pack("{s:o,s:O,s:o}", "channels", channels, "form",
	    json_object_get(json_object_get(value, "form"), "schema"), "lines",
	    lines == NULL ? json_object() : json_incref(lines));
	size_t i, k;
	json_t *one, *channel;

	json_array_foreach(json_object_get(value, "cases"), i, one)
	{
		json_array_foreach(json_object_get(one, "channels"), k, channel)
		{
			json_t *key = json_sprintf("%s %s", mc_document_text(one, "code"),
			    mc_document_text(channel, "channel"));

			json_object_set_new(channels, json_string_value(key), json_true());
			json_decref(key);
			know_lines(procedure, json_object_get(channel, "fees"));
		}
	}
	json_object_set_new(procedures, mc_document_text(value, "code"), procedure);
}

void
mc_document_know_fees(json_t *procedures, const json_t *value)
{
	json_t *procedure = json_object_get(procedures, mc_document_text(value, "procedure"));

	if (procedure != NULL)
		know_lines(procedure, json_object_get(value, "lines"));
}
