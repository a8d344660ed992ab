/* Stops the build at a schema the program could not check later.
 * Usage: schema_lint FILE...
 * Each file is an OpenAPI 3.1 document in JSON, every schema of which must compile, every body and
 * answer of which must have an example and every example of which must fit its schema, or a
 * procedure, whose form must be sound (lib/catalogue/form.h). Prints "file: pointer: reason" for
 * each mistake and then exits with 1. */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/json/json_pointer.h"
#include "lib/json/json_schema.h"
#include "lib/catalogue/form.h"

enum { DEPTH_MAX = 64 };

struct lint {
	struct mc_arena *arena;
	const char *file;
	struct mc_schema_set *set;
	const json_t *document;
	size_t schemas;
	size_t examples;
	size_t mistakes;
};

static void
mistake(struct lint *lint, const char *pointer, const char *reason)
{
	fprintf(stderr, "%s: #%s: %s\n", lint->file, pointer, reason);
	lint->mistakes++;
}

static void
print_items(struct lint *lint, const char *pointer, const struct mc_problem *problem)
{
	for (size_t i = 0; i < problem->error_count; i++) {
		const struct mc_problem_error *error = &problem->errors[i];

		mistake(lint, mc_sprintf(lint->arena, "%s%s", pointer, error->pointer),
		    mc_sprintf(lint->arena, "%s: %s", error->code, error->detail_en));
	}
}

/* Compiles the schema at a pointer; NULL once a mistake has been printed, as a set compiles no more
 * after a failure. */
static const struct mc_schema *
compile(struct lint *lint, const char *pointer)
{
	struct mc_ctx ctx = {.arena = lint->arena};
	const struct mc_schema *schema;

	lint->schemas++;
	if (mc_schema_compile(&ctx, lint->set, pointer, &schema) == MC_OK)
		return schema;
	mistake(lint, pointer, ctx.problem.internal);
	mc_schema_set_free(lint->set);
	lint->set = mc_schema_set_new((json_t *)lint->document, MC_SCHEMA_ASSERT_FORMAT);
	return NULL;
}

static void
check_example(
    struct lint *lint, const struct mc_schema *schema, const json_t *example, const char *pointer)
{
	struct mc_ctx ctx = {.arena = lint->arena};

	if (schema == NULL || example == NULL)
		return;
	lint->examples++;
	if (mc_schema_check(&ctx, schema, example, MC_PROBLEM_INVALID_BODY) != MC_OK)
		print_items(lint, pointer, &ctx.problem);
}

/* A media type, parameter or header: its schema, and the examples beside it. */
static void
check_holder(struct lint *lint, const json_t *holder, const char *pointer)
{
	const struct mc_schema *schema =
	    compile(lint, mc_json_pointer_member(lint->arena, pointer, "schema"));
	const char *examples = mc_json_pointer_member(lint->arena, pointer, "examples");
	const char *name;
	json_t *example;

	check_example(lint, schema, json_object_get(holder, "example"),
	    mc_json_pointer_member(lint->arena, pointer, "example"));
	json_object_foreach(json_object_get(holder, "examples"), name, example)
	    check_example(lint, schema, json_object_get(example, "value"),
		mc_json_pointer_member(lint->arena, examples, name));
}

static bool
is_media_type(const char *name)
{
	return strchr(name, '/') != NULL && name[0] != '/';
}

/* Only JSON is checked by schema: bytes of other types are not. */
static bool
is_other_media_type(const char *name)
{
	return is_media_type(name) && strstr(name, "json") == NULL;
}

/* Every body and every answer in JSON is shown once: beside its schema, or in the schema that it
 * names. */
static void
check_shown(struct lint *lint, const json_t *media, const char *pointer)
{
	const char *reference =
	    json_string_value(json_object_get(json_object_get(media, "schema"), "$ref"));
	const json_t *schema =
	    reference == NULL ? NULL : mc_json_pointer_get(lint->document, reference + 1);

	if (json_object_get(media, "example") == NULL &&
	    json_object_size(json_object_get(media, "examples")) == 0 &&
	    json_array_size(json_object_get(schema, "examples")) == 0)
		mistake(lint, pointer, "no example, neither here nor in the schema it refers to");
}

static bool
is_opaque(const char *name)
{
	return strcmp(name, "schema") == 0 || strcmp(name, "schemas") == 0 ||
	       strcmp(name, "example") == 0 || strcmp(name, "examples") == 0 ||
	       strncmp(name, "x-", 2) == 0;
}

static void
walk(struct lint *lint, const json_t *value, const char *pointer, unsigned depth)
{
	const char *name;
	json_t *member;
	size_t i;

	if (depth == DEPTH_MAX) {
		mistake(lint, pointer, "nested too deep");
		return;
	}
	if (json_object_get(value, "schema") != NULL)
		check_holder(lint, value, pointer);
	json_object_foreach((json_t *)value, name, member)
	{
		if (is_media_type(name) && !is_other_media_type(name))
			check_shown(
			    lint, member, mc_json_pointer_member(lint->arena, pointer, name));
		if (!is_opaque(name) && !is_other_media_type(name))
			walk(lint, member, mc_json_pointer_member(lint->arena, pointer, name),
			    depth + 1);
	}
	json_array_foreach(value, i, member)
	    walk(lint, member, mc_json_pointer_item(lint->arena, pointer, i), depth + 1);
}

static void
lint_openapi(struct lint *lint)
{
	const json_t *schemas = mc_json_pointer_get(lint->document, "/components/schemas");
	const char *name;
	json_t *source;
	json_t *example;
	size_t i;

	if (strncmp(json_string_value(json_object_get(lint->document, "openapi")), "3.1.", 4) != 0)
		mistake(lint, "/openapi", "only OpenAPI 3.1 is supported");
	lint->set = mc_schema_set_new((json_t *)lint->document, MC_SCHEMA_ASSERT_FORMAT);
	json_object_foreach((json_t *)schemas, name, source)
	{
		const char *pointer =
		    mc_json_pointer_member(lint->arena, "/components/schemas", name);
		const struct mc_schema *schema = compile(lint, pointer);
		const char *examples = mc_json_pointer_member(lint->arena, pointer, "examples");

		json_array_foreach(json_object_get(source, "examples"), i, example) check_example(
		    lint, schema, example, mc_json_pointer_item(lint->arena, examples, i));
	}
	walk(lint, json_object_get(lint->document, "components"), "/components", 0);
	walk(lint, json_object_get(lint->document, "paths"), "/paths", 0);
	mc_schema_set_freep(&lint->set);
	printf("%s: %zu schemas compiled, %zu examples checked\n", lint->file, lint->schemas,
	    lint->examples);
}

static void
lint_form(struct lint *lint)
{
	struct mc_ctx ctx = {.arena = lint->arena};

	if (mc_form_check(&ctx, json_object_get(lint->document, "form")) != MC_OK)
		print_items(lint, "/form", &ctx.problem);
}

static size_t
lint_file(const char *file)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct lint lint = {.arena = arena, .file = file};
	json_error_t error;
	json_t *document = json_load_file(file, JSON_REJECT_DUPLICATES, &error);

	lint.document = document;
	if (document == NULL)
		mistake(&lint, "",
		    mc_sprintf(
			arena, "line %d, column %d: %s", error.line, error.column, error.text));
	else if (json_is_string(json_object_get(document, "openapi")))
		lint_openapi(&lint);
	else if (json_is_object(json_object_get(document, "form")))
		lint_form(&lint);
	else
		mistake(&lint, "", "neither an OpenAPI document nor a procedure with a form");
	json_decref(document);
	return lint.mistakes;
}

int
main(int argc, char **argv)
{
	size_t mistakes = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: schema_lint FILE...\n");
		return 2;
	}
	for (int i = 1; i < argc; i++)
		mistakes += lint_file(argv[i]);
	return mistakes == 0 ? 0 : 1;
}
