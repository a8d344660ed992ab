/* Files kept: rows and the store, in the order of their names. A file without a row is
 * what a process left that died, or was about to remove: it goes. A row without its file is a loss
 * if somebody names it. */
#include <stdlib.h>
#include <string.h>

#include "api/core/check.h"
#include "api/files/store.h"
#include "gen/queries.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"

enum { ROWS_AT_ONCE = 4000, FILES_AT_ONCE = 2 * ROWS_AT_ONCE };

/* What a portion is about: both in the order of the names. */
struct sides {
	struct mc_blob_store *store;
	struct mc_blob_list files;
	const struct mc_rows *rows;
	size_t row_count; /* those that the files reach to */
};

static enum mc_rc
lose(struct mc_job *job, struct mc_check_portion *portion, const char *name, const char *what)
{
	const struct mc_rows *rows;

	TRY(mc_job_query(job, &mc_sql_blob_missed_by, (const char *const[]){name}, &rows));
	mc_check_lost(
	    portion, name, mc_sprintf(job->ctx.arena, "%s: %s", what, mc_rows_get(rows, 0, "who")));
	return MC_OK;
}

/* Removes files of one folder that no row knows, which is asked again while nobody can keep one. */
static enum mc_rc
remove_unknown(struct mc_job *job, const struct mc_blob_store *store, const char *any,
    struct mc_buf *names, struct mc_check_portion *portion)
{
	MC_CLEANUP(mc_file_closep) int hold = -1;
	const struct mc_rows *unknown;

	if (mc_files_array_is_empty(names))
		return MC_OK;
	TRY(mc_blob_hold(&job->ctx, store, any, true, &hold));
	TRY(mc_job_query(job, &mc_sql_blobs_unknown,
	    (const char *const[]){mc_files_array_end(names)}, &unknown));
	for (size_t row = 0; row < mc_rows_count(unknown); row++) {
		TRY(mc_blob_remove(&job->ctx, store, mc_rows_get(unknown, row, "sha256")));
		portion->mended++;
	}
	*names = mc_files_array(job->ctx.arena);
	return MC_OK;
}

static enum mc_rc
check_row(struct mc_job *job, const struct mc_rows *rows, size_t row,
    const struct mc_blob_entry *file, struct mc_check_portion *portion)
{
	const char *name = mc_rows_get(rows, row, "sha256");
	const char *size = mc_rows_get(rows, row, "size");

	if (strcmp(mc_rows_get(rows, row, "named"), "t") != 0)
		return MC_OK;
	if (file == NULL)
		return lose(job, portion, name, "missing");
	if (file->size != strtoll(size, NULL, 10))
		return lose(job, portion, name,
		    mc_sprintf(
			job->ctx.arena, "%lld bytes in place of %s", (long long)file->size, size));
	return MC_OK;
}

/* A file without a row, old enough to be nobody's, with the others of its folder. */
static enum mc_rc
gather(struct mc_job *job, const struct mc_blob_store *store, const struct mc_blob_entry *file,
    const char **folder, struct mc_buf *names, struct mc_check_portion *portion)
{
	if (file->modified > mc_clock_now() - MC_FILES_LEFT_SECONDS)
		return MC_OK;
	if (*folder != NULL && strncmp(*folder, file->name, 2) != 0)
		TRY(remove_unknown(job, store, *folder, names, portion));
	*folder = file->name;
	mc_files_array_add(names, file->name);
	return MC_OK;
}

static enum mc_rc
compare(struct mc_job *job, const struct sides *sides, struct mc_check_portion *portion)
{
	struct mc_buf unknown = mc_files_array(job->ctx.arena);
	const char *folder = NULL;
	size_t file = 0, row = 0;

	while (file < sides->files.count || row < sides->row_count) {
		const struct mc_blob_entry *entry =
		    file < sides->files.count ? &sides->files.entries[file] : NULL;
		int order = entry == NULL ? 1 : -1;

		if (entry != NULL && row < sides->row_count)
			order = strcmp(entry->name, mc_rows_get(sides->rows, row, "sha256"));
		if (order < 0)
			TRY(gather(job, sides->store, entry, &folder, &unknown, portion));
		else
			TRY(check_row(job, sides->rows, row, order == 0 ? entry : NULL, portion));
		file += order <= 0;
		row += order >= 0;
		portion->looked++;
	}
	return folder == NULL ? MC_OK
			      : remove_unknown(job, sides->store, folder, &unknown, portion);
}

/* The next rows, and the files up to the last of them; or, should there be more files, so many of
 * these, and the rows up to them. */
static enum mc_rc
read_sides(struct mc_job *job, struct sides *sides, struct mc_check_portion *portion)
{
	const char *limit = mc_sprintf(job->ctx.arena, "%d", ROWS_AT_ONCE);
	int64_t older_than = mc_clock_now() - MC_FILES_LEFT_SECONDS;

	TRY(mc_job_query(
	    job, &mc_sql_blobs_next, (const char *const[]){portion->after, limit}, &sides->rows));
	sides->row_count = mc_rows_count(sides->rows);
	if (sides->row_count == ROWS_AT_ONCE)
		portion->until = mc_rows_get(sides->rows, ROWS_AT_ONCE - 1, "sha256");
	TRY(mc_blob_list(&job->ctx, sides->store, portion->after, portion->until, FILES_AT_ONCE,
	    older_than, &sides->files));
	portion->mended += sides->files.leavings;
	if (!sides->files.more)
		return MC_OK;
	portion->until = sides->files.entries[sides->files.count - 1].name;
	while (sides->row_count > 0 &&
	       strcmp(mc_rows_get(sides->rows, sides->row_count - 1, "sha256"), portion->until) > 0)
		sides->row_count--;
	return MC_OK;
}

static enum mc_rc
run(struct mc_job *job, struct mc_check_portion *portion)
{
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = NULL;
	struct sides sides;

	TRY(mc_blob_store_open(&job->ctx, job->config->blob_dir, &store));
	sides.store = store;
	TRY(read_sides(job, &sides, portion));
	return compare(job, &sides, portion);
}

static const struct mc_check blobs = {"blobs", "files kept and their rows", run, NULL};

MC_TABLE_ADD(checks, mc_check, blobs);
