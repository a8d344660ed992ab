/* A file is read beside its row, and both beside the head before. */
#include "api/dossier/heads.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#include "gen/queries.h"
#include "lib/base/file.h"
#include "lib/base/folder.h"
#include "lib/json/format.h"
#include "lib/trust/published.h"
#include "lib/trust/signature.h"
#include "lib/trust/signer.h"

enum {
	DAY_LENGTH = MC_CUSTODY_DAY_SIZE - 1,
	HEAD_MAX = 8 * 1024,
	AT_ONCE = 1000,
	DAYS_MAX = 100 * 366,
};

static const char suffix[] = ".jws";

/* The payload of a head of a day that we signed; NULL for anything else. */
static const char *
payload_of(struct mc_job *job, const struct mc_keys *keys, const char *day, const char *jws,
    struct mc_custody_head *ret_head)
{
	struct mc_ctx ctx = {.arena = job->ctx.arena};
	const char *payload;
	size_t length;

	if (jws == NULL || mc_jws_verify(&ctx, keys, MC_CUSTODY_HEAD_TYPE, jws, strlen(jws),
			       &payload, &length, NULL) != MC_OK)
		return NULL;
	if (mc_custody_head_read(&ctx, payload, length, ret_head) != MC_OK ||
	    strcmp(ret_head->through, day) != 0)
		return NULL;
	return payload;
}

static const char *
file_name(struct mc_arena *arena, const char *day)
{
	return mc_sprintf(arena, "%s%s", day, suffix);
}

/* What a file holds; NULL if it cannot be read. */
static char *
read_file(struct mc_job *job, const char *day)
{
	struct mc_arena *arena = job->ctx.arena;
	struct mc_ctx ctx = {.arena = arena};
	const char *path = mc_sprintf(arena, "%s/%s", job->config->head_dir, file_name(arena, day));
	char *jws;
	size_t length;

	return mc_file_read(&ctx, path, HEAD_MAX, &jws, &length) == MC_OK ? jws : NULL;
}

/* Whether a head goes on where the one before ended. */
static bool
follows(const struct mc_head_kept *kept, const struct mc_head_kept *before)
{
	return strcmp(kept->head.after, before == NULL ? "" : before->head.through) == 0 &&
	       strcmp(kept->head.before, before == NULL ? "" : before->payload_sha256) == 0;
}

/* What a day's file and row say, each NULL where it is missing. */
static void
judge(struct mc_job *job, const struct mc_keys *keys, const char *file, const char *row,
    const struct mc_head_kept *before, struct mc_head_kept *kept)
{
	struct mc_custody_head of_row;
	const char *filed = payload_of(job, keys, kept->day, file, &kept->head);
	bool same = file != NULL && row != NULL && strcmp(file, row) == 0;
	const char *rowed = same ? filed : payload_of(job, keys, kept->day, row, &of_row);
	const char *payload = filed != NULL ? filed : rowed;

	if (filed == NULL && rowed != NULL)
		kept->head = of_row;
	kept->believed = payload != NULL;
	if (kept->believed)
		mc_digest_of(payload, strlen(payload), kept->payload_sha256);
	if (file == NULL)
		kept->wrong = "the file of the head is missing";
	else if (filed == NULL)
		kept->wrong = "the file of the head is not what was signed";
	else if (row != NULL && (rowed == NULL || strcmp(filed, rowed) != 0))
		kept->wrong = "the row of the head is not what its file says";
	else if (!follows(kept, before))
		kept->wrong = "the head does not follow from the one before";
}

/* One side: days in their order, and what stands there. */
struct side {
	const char **days;
	const char **heads; /* NULL for one that cannot be read */
	size_t count;
};

static struct side
room_for(struct mc_arena *arena, size_t most)
{
	return (struct side){.days = mc_alloc_array(arena, most, sizeof(char *)),
	    .heads = mc_alloc_array(arena, most, sizeof(char *))};
}

/* The files; what has another name is none of them. */
static enum mc_rc
load_files(struct mc_job *job, struct side *ret_files)
{
	struct mc_arena *arena = job->ctx.arena;
	struct mc_folder_names names;

	TRY(mc_folder_list(&job->ctx, job->config->head_dir, "", "~", DAYS_MAX, &names));
	*ret_files = room_for(arena, names.count + 1);
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.names[i];

		if (strlen(name) != DAY_LENGTH + strlen(suffix) ||
		    strcmp(name + DAY_LENGTH, suffix) != 0 || !mc_format_date(name, DAY_LENGTH))
			continue;
		ret_files->days[ret_files->count] = mc_strndup(arena, name, DAY_LENGTH);
		ret_files->heads[ret_files->count] =
		    read_file(job, ret_files->days[ret_files->count]);
		ret_files->count++;
	}
	return MC_OK;
}

static enum mc_rc
load_rows(struct mc_job *job, struct side *ret_rows)
{
	struct mc_arena *arena = job->ctx.arena;
	const char *limit = mc_sprintf(arena, "%d", AT_ONCE);
	const struct mc_rows *rows;

	*ret_rows = room_for(arena, DAYS_MAX);
	do {
		const char *after = ret_rows->count == 0 ? "" : ret_rows->days[ret_rows->count - 1];

		TRY(mc_job_query(
		    job, &mc_sql_custody_heads, (const char *const[]){after, limit}, &rows));
		for (size_t row = 0; row < mc_rows_count(rows) && ret_rows->count < DAYS_MAX;
		     row++) {
			ret_rows->days[ret_rows->count] = mc_rows_get(rows, row, "through");
			ret_rows->heads[ret_rows->count++] = mc_rows_get(rows, row, "head");
		}
	} while (mc_rows_count(rows) == AT_ONCE && ret_rows->count < DAYS_MAX);
	return MC_OK;
}

static enum mc_rc
add_row(struct mc_job *job, const char *day, const char *jws)
{
	return mc_job_query(job, &mc_sql_custody_head_add, (const char *const[]){day, jws}, NULL);
}

/* The next day of either side, and whose it is. */
static const char *
next_day(const struct side *files, size_t file, const struct side *rows, size_t row)
{
	if (file == files->count)
		return row == rows->count ? NULL : rows->days[row];
	if (row == rows->count)
		return files->days[file];
	return strcmp(files->days[file], rows->days[row]) < 0 ? files->days[file] : rows->days[row];
}

/* A row that is missing beside a file that is as it should be: whoever kept the file died before it
 * was written, or somebody took it away. */
static enum mc_rc
mend(struct mc_job *job, const char *jws, const struct mc_head_kept *kept, struct mc_heads *heads)
{
	if (kept->wrong != NULL)
		return MC_OK;
	heads->mended++;
	return add_row(job, kept->day, jws);
}

enum mc_rc
mc_heads_load(struct mc_job *job, struct mc_heads *ret_heads)
{
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	const struct mc_head_kept *before = NULL;
	struct side files, rows;
	struct mc_heads heads = {.count = 0};
	size_t file = 0, row = 0;
	const char *day;

	TRY(mc_published_load(&job->ctx, job->config->published_dir, &keys));
	/* rows first: a file comes before its row */
	TRY(load_rows(job, &rows));
	TRY(load_files(job, &files));
	heads.heads =
	    mc_alloc_array(job->ctx.arena, files.count + rows.count + 1, sizeof(*heads.heads));
	while ((day = next_day(&files, file, &rows, row)) != NULL) {
		struct mc_head_kept *kept = &heads.heads[heads.count++];
		bool filed = file < files.count && strcmp(files.days[file], day) == 0;
		bool rowed = row < rows.count && strcmp(rows.days[row], day) == 0;
		const char *of_file = filed ? files.heads[file++] : NULL;

		memcpy(kept->day, day, MC_CUSTODY_DAY_SIZE);
		judge(job, keys, of_file, rowed ? rows.heads[row++] : NULL, before, kept);
		if (!rowed)
			TRY(mend(job, of_file, kept, &heads));
		if (kept->believed)
			before = kept;
	}
	*ret_heads = heads;
	return MC_OK;
}

static enum mc_rc
sign(struct mc_job *job, const char *payload, char **ret_jws)
{
	struct mc_signer *signer = mc_signer_new(job->config->head_socket);
	char *encoded = NULL, *seal = NULL;
	enum mc_rc rc = mc_jws_payload(&job->ctx, payload, strlen(payload), &encoded);

	if (rc == MC_OK)
		rc = mc_signer_seal(&job->ctx, signer, encoded, strlen(encoded), &seal);
	mc_signer_free(signer);
	TRY(rc);
	return mc_jws_join(&job->ctx, seal, encoded, ret_jws);
}

/* Holds off whoever else adds a head, until the descriptor is closed. */
static enum mc_rc
hold(struct mc_job *job, int *ret_hold)
{
	const char *folder = job->config->head_dir;

	TRY(mc_file_make_directory(&job->ctx, folder));
	*ret_hold = mc_file_open(folder, O_RDONLY | O_DIRECTORY, 0);
	if (*ret_hold < 0 || flock(*ret_hold, LOCK_EX | LOCK_NB) != 0)
		return mc_file_fail(&job->ctx, "lock", folder);
	return MC_OK;
}

/* Whether no other head than one of the same day was kept since that after which it comes. */
static enum mc_rc
check_last(struct mc_job *job, const struct mc_custody_head *head)
{
	struct side files;

	TRY(load_files(job, &files));
	for (size_t i = 0; i < files.count; i++) {
		if (strcmp(files.days[i], head->after) > 0 &&
		    strcmp(files.days[i], head->through) != 0)
			return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL,
			    "a head of %s is kept already", files.days[i]);
	}
	return MC_OK;
}

enum mc_rc
mc_heads_add(struct mc_job *job, const struct mc_custody_head *head)
{
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	MC_CLEANUP(mc_file_closep) int held = -1;
	struct mc_custody_head kept;
	const char *payload, *same;
	char *jws;
	bool created;

	TRY(mc_custody_head_text(&job->ctx, head, job->config->base_url, &payload));
	TRY(sign(job, payload, &jws));
	TRY(hold(job, &held));
	TRY(check_last(job, head));
	TRY(mc_file_create(&job->ctx, job->config->head_dir,
	    file_name(job->ctx.arena, head->through), jws, strlen(jws), &created));
	if (created)
		return add_row(job, head->through, jws);
	TRY(mc_published_load(&job->ctx, job->config->published_dir, &keys));
	jws = read_file(job, head->through);
	same = payload_of(job, keys, head->through, jws, &kept);
	if (same == NULL || strcmp(same, payload) != 0)
		return mc_fail_internal(&job->ctx, MC_PROBLEM_INTERNAL,
		    "another head of %s is kept already", head->through);
	return add_row(job, head->through, jws);
}
