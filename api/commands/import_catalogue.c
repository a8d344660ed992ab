/* Files are put together as one CatalogueDocument; beside it stands where each part came from. */
#include "api/commands/import_catalogue.h"

#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/catalogue/import.h"
#include "api/core/contract.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/file.h"
#include "lib/json/json.h"

enum { FILE_BYTES_MAX = 64 * 1024 * 1024 };

static const char everything[] = "catalogue";

/* Where a document came from. */
struct origin {
	const char *list;
	size_t index; /* in the list */
	const char *file;
	const char *pointer; /* in the file */
	struct origin *next; /* of the same list, in order */
};

struct options {
	const char *what;
	const char *path;
	const char *basis;
	const char *by;
	const char *at;
	bool dry_run;
};

struct import {
	struct mc_ctx *ctx;
	struct mc_pg_pool *pool;
	struct options options;
	json_t *documents;
	struct origin *first;
	struct origin **last;
	unsigned mistakes;
};

static bool
read_options(int argc, char **argv, struct options *ret_options)
{
	struct options options = {.what = argv[0], .path = argc > 1 ? argv[1] : NULL};

	for (int i = 2; i < argc; i++) {
		const char **value = strcmp(argv[i], "--basis") == 0 ? &options.basis
				     : strcmp(argv[i], "--by") == 0  ? &options.by
				     : strcmp(argv[i], "--at") == 0  ? &options.at
								     : NULL;

		if (strcmp(argv[i], "--dry-run") == 0)
			options.dry_run = true;
		else if (value == NULL || *value != NULL || i + 1 == argc)
			return false;
		else
			*value = argv[++i];
	}
	*ret_options = options;
	return options.path != NULL;
}

bool
mc_import_is_catalogue(int argc, char **argv)
{
	struct options options;
	bool known = strcmp(argv[0], everything) == 0;

	for (size_t i = 0; mc_document_lists[i] != NULL; i++)
		known |= strcmp(mc_document_lists[i], argv[0]) == 0;
	return known && read_options(argc, argv, &options);
}

static void
mistake(struct import *import, const struct origin *origin, const char *pointer,
    const struct mc_problem_error *error)
{
	(void)fprintf(stderr, "%s#%s%s: %s %s\n", origin->file, origin->pointer, pointer,
	    error->detail_vi, error->detail_en);
	import->mistakes++;
}

static void
add(struct import *import, const char *list, const char *file, const char *pointer, json_t *value)
{
	json_t *values = json_object_get(import->documents, list);
	struct origin *origin = mc_alloc(import->ctx->arena, sizeof(*origin));

	if (values == NULL)
		json_object_set_new(import->documents, list, values = json_array());
	json_array_append(values, value);
	*origin = (struct origin){
	    .list = list, .index = json_array_size(values) - 1, .file = file, .pointer = pointer};
	*import->last = origin;
	import->last = &origin->next;
}

/* A file that is no JSON at all is a mistake like any other: the files after it are read too. */
static enum mc_rc
read_file(struct import *import, const char *list, const char *path)
{
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	struct mc_ctx reading = {.arena = import->ctx->arena};
	char *bytes;
	size_t length, i;
	json_t *value;

	TRY(mc_file_read(import->ctx, path, FILE_BYTES_MAX, &bytes, &length));
	if (mc_json_parse(&reading, bytes, length, &document) != MC_OK) {
		(void)fprintf(stderr, "%s: %s\n", path,
		    reading.problem.detail != NULL ? reading.problem.detail
						   : reading.problem.internal);
		import->mistakes++;
		return MC_OK;
	}
	if (!json_is_array(document))
		add(import, list, path, "", document);
	json_array_foreach(document, i, value)
	    add(import, list, path, mc_sprintf(import->ctx->arena, "/%zu", i), value);
	return MC_OK;
}

static int
is_json(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static enum mc_rc
read_folder(struct import *import, const char *list, const char *path)
{
	struct dirent **names;
	int count = scandir(path, &names, is_json, alphasort);
	enum mc_rc rc = MC_OK;

	if (count < 0)
		return mc_file_fail(import->ctx, "read the folder", path);
	for (int i = 0; i < count; i++) {
		if (rc == MC_OK)
			rc = read_file(import, list,
			    mc_sprintf(import->ctx->arena, "%s/%s", path, names[i]->d_name));
		free(names[i]);
	}
	free(names);
	return rc;
}

static bool
is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* PATH/KIND/ and PATH/KIND.json, where they are. */
static enum mc_rc
read_kind(struct import *import, const char *list)
{
	const char *folder = mc_sprintf(import->ctx->arena, "%s/%s", import->options.path, list);
	const char *file = mc_sprintf(import->ctx->arena, "%s.json", folder);

	if (is_folder(folder))
		TRY(read_folder(import, list, folder));
	return access(file, F_OK) == 0 ? read_file(import, list, file) : MC_OK;
}

static enum mc_rc
read_all(struct import *import)
{
	const char *what = import->options.what;

	if (strcmp(what, everything) != 0)
		return is_folder(import->options.path)
			   ? read_folder(import, what, import->options.path)
			   : read_file(import, what, import->options.path);
	if (!is_folder(import->options.path))
		return mc_fail_internal(
		    import->ctx, MC_PROBLEM_BAD_REQUEST, "%s is no folder", import->options.path);
	for (size_t i = 0; mc_document_lists[i] != NULL; i++)
		TRY(read_kind(import, mc_document_lists[i]));
	return MC_OK;
}

/* Each document by itself against the schema, so that the mistakes of one hide none of another. */
static void
check_schema(struct import *import, const struct mc_contract *contract, const struct origin *origin)
{
	json_t *value =
	    json_array_get(json_object_get(import->documents, origin->list), origin->index);
	MC_CLEANUP(mc_json_freep)
	json_t *alone = json_pack("{s:s,s:[O]}", "basis", "-", origin->list, value);
	struct mc_ctx checking = {.arena = import->ctx->arena};
	size_t prefix = strlen(origin->list) + strlen("//0");

	if (mc_contract_check_body(
		&checking, contract, &mc_operations[MC_OPERATION_IMPORT_CATALOGUE], alone) == MC_OK)
		return;
	for (size_t i = 0; i < checking.problem.error_count; i++)
		mistake(import, origin, checking.problem.errors[i].pointer + prefix,
		    &checking.problem.errors[i]);
}

static void
check_content(struct import *import, json_t *known, const struct origin *origin)
{
	struct mc_ctx checking = {.arena = import->ctx->arena};

	if (mc_document_check(&checking, known, import->documents, origin->list, origin->index) ==
	    MC_OK)
		return;
	for (size_t i = 0; i < checking.problem.error_count; i++)
		mistake(import, origin, checking.problem.errors[i].pointer,
		    &checking.problem.errors[i]);
}

static enum mc_rc
check_schemas(struct import *import)
{
	struct mc_contract *contract;

	TRY(mc_contract_open(import->ctx, &contract));
	for (struct origin *origin = import->first; origin != NULL; origin = origin->next)
		check_schema(import, contract, origin);
	mc_contract_close(contract);
	return MC_OK;
}

static enum mc_rc
ask(struct import *import, const struct mc_statement *statement, const char *const params[],
    const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(import->ctx, import->pool);
	size_t index = mc_batch_add(batch, statement, params);

	TRY(mc_batch_run(batch));
	*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}

static enum mc_rc
check_contents(struct import *import)
{
	MC_CLEANUP(mc_json_freep) json_t *known = NULL;
	const struct mc_rows *rows;

	TRY(ask(import, &mc_sql_catalogue_known, NULL, &rows));
	TRY(mc_import_know(import->ctx, rows, import->documents, &known));
	for (struct origin *origin = import->first; origin != NULL; origin = origin->next)
		check_content(import, known, origin);
	return MC_OK;
}

static enum mc_rc
found_wrong(struct import *import)
{
	return mc_fail_internal(import->ctx, MC_PROBLEM_INVALID_BODY,
	    "%u mistakes, nothing was changed", import->mistakes);
}

static void
print_changes(const json_t *changes)
{
	size_t i, k;
	json_t *change, *member;

	json_array_foreach(changes, i, change)
	{
		(void)printf("%s %s: %s from %s\n",
		    json_string_value(json_object_get(change, "what")),
		    json_string_value(json_object_get(change, "code")),
		    json_string_value(json_object_get(change, "change")),
		    json_string_value(json_object_get(change, "from")));
		json_array_foreach(json_object_get(change, "members"), k, member)
		{
			const char *before = json_string_value(json_object_get(member, "before"));
			const char *after = json_string_value(json_object_get(member, "after"));

			(void)printf("   %s: %s -> %s\n",
			    json_string_value(json_object_get(member, "name")),
			    before != NULL ? before : "-", after != NULL ? after : "-");
		}
	}
}

/* Whoever runs the command, if nobody else is named. */
static const char *
author(const struct import *import)
{
	char names[4096];
	struct passwd entry;
	struct passwd *user = NULL;

	if (import->options.by != NULL)
		return import->options.by;
	if (getpwuid_r(getuid(), &entry, names, sizeof(names), &user) != 0 || user == NULL)
		return "-";
	return mc_strdup(import->ctx->arena, user->pw_name);
}

static enum mc_rc
store(struct import *import)
{
	MC_CLEANUP(mc_json_freep) json_t *answer = NULL;
	const struct mc_rows *rows;
	const char *text;
	size_t count;

	TRY(ask(import, &mc_sql_catalogue_import,
	    (const char *const[]){mc_json_canonical(import->ctx->arena, import->documents),
		import->options.at, import->options.dry_run ? "true" : "false", author(import)},
	    &rows));
	text = mc_rows_get(rows, 0, "body");
	TRY(mc_json_parse(import->ctx, text, strlen(text), &answer));
	print_changes(json_object_get(answer, "changes"));
	count = json_array_size(json_object_get(answer, "changes"));
	(void)printf("changes: %zu%s\n", count, import->options.dry_run ? ", none was kept" : "");
	return MC_OK;
}

static enum mc_rc
run(struct import *import)
{
	if (import->options.basis == NULL && !import->options.dry_run)
		return mc_fail_internal(import->ctx, MC_PROBLEM_BAD_REQUEST,
		    "--basis is missing: on which decision do the changes rest?");
	TRY(mc_import_check_day(import->ctx, import->options.at));
	json_object_set_new(import->documents, "basis",
	    json_string(import->options.basis != NULL ? import->options.basis : "-"));
	TRY(read_all(import));
	TRY(check_schemas(import));
	if (import->mistakes > 0)
		return found_wrong(import);
	TRY(check_contents(import));
	return import->mistakes > 0 ? found_wrong(import) : store(import);
}

enum mc_rc
mc_import_catalogue(struct mc_ctx *ctx, struct mc_pg_pool *pool, int argc, char **argv)
{
	struct import import = {.ctx = ctx, .pool = pool, .documents = json_object()};
	enum mc_rc rc;

	import.last = &import.first;
	if (!read_options(argc, argv, &import.options))
		return mc_fail_internal(ctx, MC_PROBLEM_BAD_REQUEST, "wrong words");
	rc = run(&import);
	json_decref(import.documents);
	return rc;
}
