/* Unfinished uploads: the row comes first and goes first, the file is its bytes. A file without a
 * row, or of an upload that is complete, is what a process left that died: it goes. A row whose
 * bytes are lost goes too, and its owner begins again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "api/core/check.h"
#include "api/files/store.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/folder.h"
#include "lib/store/upload_file.h"

enum { AT_ONCE = 1000, ID_LENGTH = 36 };

/* Whether a name is an id as the database writes it. */
static bool
is_id(const char *name)
{
	return strlen(name) == ID_LENGTH && strspn(name, "0123456789abcdef-") == ID_LENGTH;
}

/* Bytes of a file, and when it was written; -1 if it is not there. */
static enum mc_rc
look(struct mc_job *job, const char *id, int64_t *ret_size, int64_t *ret_modified)
{
	const char *path = mc_sprintf(job->ctx.arena, "%s/%s", job->config->upload_dir, id);
	struct stat status = {.st_size = -1};

	if (lstat(path, &status) != 0 && errno != ENOENT)
		return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL, "cannot look at %s", path);
	*ret_size = status.st_size;
	*ret_modified = status.st_mtim.tv_sec;
	return MC_OK;
}

/* Ends the uploads whose files are shorter than what was acknowledged, or not there. */
static enum mc_rc
check_rows(struct mc_job *job, const struct mc_rows *rows, struct mc_check_portion *portion)
{
	struct mc_buf lost = mc_files_array(job->ctx.arena);

	for (size_t row = 0; row < mc_rows_count(rows); row++) {
		const char *id = mc_rows_get(rows, row, "id");
		int64_t size, modified;

		TRY(look(job, id, &size, &modified));
		if (size >= strtoll(mc_rows_get(rows, row, "received"), NULL, 10))
			continue;
		mc_files_array_add(&lost, id);
		portion->mended++;
	}
	portion->looked += mc_rows_count(rows);
	if (mc_files_array_is_empty(&lost))
		return MC_OK;
	return mc_job_query(
	    job, &mc_sql_uploads_lost, (const char *const[]){mc_files_array_end(&lost)}, NULL);
}

static enum mc_rc
remove_left(struct mc_job *job, const char *id, struct mc_check_portion *portion)
{
	int64_t size, modified;

	TRY(look(job, id, &size, &modified));
	if (size < 0 || modified > mc_clock_now() - MC_FILES_LEFT_SECONDS)
		return MC_OK;
	portion->mended++;
	return mc_upload_file_remove(&job->ctx, job->config->upload_dir, id);
}

/* Removes the files that are no open upload's; both are in order. */
static enum mc_rc
check_files(
    struct mc_job *job, const struct mc_folder_names *files, struct mc_check_portion *portion)
{
	struct mc_buf ids = mc_files_array(job->ctx.arena);
	const struct mc_rows *open;
	size_t row = 0;

	for (size_t i = 0; i < files->count; i++) {
		if (is_id(files->names[i]))
			mc_files_array_add(&ids, files->names[i]);
	}
	TRY(mc_job_query(
	    job, &mc_sql_uploads_open, (const char *const[]){mc_files_array_end(&ids)}, &open));
	for (size_t i = 0; i < files->count; i++) {
		if (!is_id(files->names[i]))
			continue;
		if (row < mc_rows_count(open) &&
		    strcmp(mc_rows_get(open, row, "id"), files->names[i]) == 0)
			row++;
		else
			TRY(remove_left(job, files->names[i], portion));
	}
	portion->looked += files->count;
	return MC_OK;
}

/* The files behind a place, and where they end if there are more. */
static enum mc_rc
list_files(struct mc_job *job, const char *after, struct mc_folder_names *ret_files,
    const char **ret_until)
{
	/* What begins with neither a digit nor a letter from a to f is no id. */
	TRY(mc_folder_list(&job->ctx, job->config->upload_dir, *after == '\0' ? "/" : after, "g",
	    AT_ONCE, ret_files));
	if (ret_files->count < AT_ONCE)
		return MC_OK;
	while (ret_files->count > 0 && !is_id(ret_files->names[ret_files->count - 1]))
		ret_files->count--;
	if (ret_files->count == 0)
		return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL,
		    "%s is full of files that are no uploads", job->config->upload_dir);
	*ret_until = ret_files->names[ret_files->count - 1];
	return MC_OK;
}

static enum mc_rc
run(struct mc_job *job, struct mc_check_portion *portion)
{
	struct mc_folder_names files;
	const struct mc_rows *rows;
	const char *until = NULL;
	const char *limit = mc_sprintf(job->ctx.arena, "%d", AT_ONCE);

	TRY(list_files(job, portion->after, &files, &until));
	TRY(mc_job_query(job, &mc_sql_uploads_begun,
	    (const char *const[]){portion->after, until, limit}, &rows));
	if (mc_rows_count(rows) == AT_ONCE) {
		until = mc_rows_get(rows, AT_ONCE - 1, "id");
		while (files.count > 0 && strcmp(files.names[files.count - 1], until) > 0)
			files.count--;
	}
	TRY(check_rows(job, rows, portion));
	TRY(check_files(job, &files, portion));
	portion->until = until;
	return MC_OK;
}

static const struct mc_check uploads = {"uploads", "unfinished uploads and their bytes", run, NULL};

MC_TABLE_ADD(checks, mc_check, uploads);
