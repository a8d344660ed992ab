/* Resumable uploads: tus 1.0.0 with creation, creation-with-upload, checksum, expiration and
 * termination (https://tus.io/protocols/resumable-upload). A piece is durable in the file before
 * the database says how far the upload is. With the last one the file is judged by its content and
 * moves to the store of blobs, and only then the upload is told to be complete: whatever dies on
 * the way, the client asks, hears of the piece before, and sends the last one again. What is left
 * behind is for the checks to find (api/files/check_uploads.c, api/files/check_blobs.c). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/core/app.h"
#include "api/files/store.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/file.h"
#include "lib/base/id.h"
#include "lib/wire/tus.h"
#include "lib/store/upload_file.h"
#include "lib/files/file_name.h"
#include "lib/files/file_type.h"

enum { PAUSED_SECONDS = 60, OPEN_TRIES = 3 };

/* An upload as the database knows it. */
struct upload {
	const char *id;
	const char *name;
	int64_t length;
	int64_t received;
	const char *declared_sha256; /* or NULL */
	bool complete;
};

static void
reply_tus(struct mc_request *rq)
{
	mc_reply_header(rq, "Tus-Resumable", "1.0.0");
}

static const char *
number_text(struct mc_request *rq, int64_t number)
{
	return mc_sprintf(rq->ctx.arena, "%lld", (long long)number);
}

enum mc_rc
mc_op_describe_uploads(struct mc_request *rq)
{
	reply_tus(rq);
	mc_reply_header(rq, "Tus-Version", "1.0.0");
	mc_reply_header(
	    rq, "Tus-Extension", "creation,creation-with-upload,checksum,expiration,termination");
	mc_reply_header(rq, "Tus-Max-Size", number_text(rq, MC_FILE_BYTES_MAX));
	mc_reply_header(rq, "Tus-Checksum-Algorithm", "sha256");
	return mc_reply_empty(rq, 204);
}

static enum mc_rc
get_upload(struct mc_request *rq, const char *id, struct upload *ret_upload)
{
	const struct mc_rows *rows;

	TRY(mc_request_query(rq, &mc_sql_upload_get, (const char *const[]){id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	if (strcmp(mc_rows_get(rows, 0, "expired"), "t") == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_UPLOAD_GONE, NULL);
	*ret_upload = (struct upload){
	    .id = id,
	    .name = mc_rows_get(rows, 0, "name"),
	    .length = strtoll(mc_rows_get(rows, 0, "length"), NULL, 10),
	    .received = strtoll(mc_rows_get(rows, 0, "received"), NULL, 10),
	    .declared_sha256 = mc_rows_get(rows, 0, "declared_sha256"),
	    .complete = mc_rows_get(rows, 0, "blob_sha256") != NULL,
	};
	return MC_OK;
}

/* Throws away an upload whose bytes can never become a file of a dossier. */
static void
discard(struct mc_request *rq, const char *id)
{
	struct mc_problem reason = rq->ctx.problem;

	mc_problem_clear(&rq->ctx);
	/* If this fails too, the worker clears the upload away when it has expired. */
	if (mc_request_query(rq, &mc_sql_upload_delete, (const char *const[]){id}, NULL) != MC_OK ||
	    mc_upload_file_remove(&rq->ctx, rq->app->config->upload_dir, id) != MC_OK)
		mc_problem_clear(&rq->ctx);
	rq->ctx.problem = reason;
}

/* Reads both ends of a file, as much as telling its kind takes. */
static enum mc_rc
sniff(struct mc_request *rq, const struct mc_upload_file *file, uint64_t size,
    struct mc_file_verdict *ret_verdict)
{
	size_t first = size < MC_FILE_FIRST_BYTES ? (size_t)size : MC_FILE_FIRST_BYTES;
	size_t tail = size < MC_FILE_TAIL_BYTES ? (size_t)size : MC_FILE_TAIL_BYTES;
	unsigned char *bytes = mc_alloc(rq->ctx.arena, first + tail);
	const struct mc_file_sample sample = {
	    .first = bytes,
	    .first_length = first,
	    .tail = bytes + first,
	    .tail_length = tail,
	    .size = size,
	};

	if (pread(file->fd, bytes, first, 0) != (ssize_t)first ||
	    pread(file->fd, bytes + first, tail, (off_t)(size - tail)) != (ssize_t)tail)
		return mc_file_fail(&rq->ctx, "read", file->path);
	*ret_verdict = mc_file_sniff(&sample);
	return MC_OK;
}

/* A file that people cannot use later is refused now, while they still have it at hand. */
static enum mc_rc
judge(struct mc_request *rq, const struct upload *upload, const struct mc_file_verdict *verdict,
    const char *sha256)
{
	if (upload->length == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_FILE_EMPTY, NULL);
	if (upload->declared_sha256 != NULL && strcmp(upload->declared_sha256, sha256) != 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_CHECKSUM_MISMATCH, NULL);
	if (!mc_file_kind_accepted(verdict->kind))
		return mc_fail(&rq->ctx, MC_PROBLEM_FILE_TYPE_FORBIDDEN, MC_FILE_KINDS_ACCEPTED);
	if (verdict->damaged)
		return mc_fail(&rq->ctx, MC_PROBLEM_FILE_DAMAGED, NULL);
	return MC_OK;
}

static enum mc_rc
finish(struct mc_request *rq, const struct upload *upload, struct mc_upload_file *file)
{
	MC_CLEANUP(mc_file_closep) int hold = -1;
	struct mc_upload_summary summary;
	struct mc_file_verdict verdict = {0};

	TRY(mc_upload_file_finish(&rq->ctx, file, (uint64_t)upload->length, &summary));
	TRY(sniff(rq, file, summary.length, &verdict));
	if (judge(rq, upload, &verdict, summary.sha256) != MC_OK) {
		discard(rq, upload->id);
		return MC_FAILED;
	}
	TRY(mc_blob_hold(&rq->ctx, mc_files_store(rq), summary.sha256, false, &hold));
	TRY(mc_blob_put(&rq->ctx, mc_files_store(rq), file->path, summary.sha256));
	TRY(mc_request_query(rq, &mc_sql_upload_complete,
	    (const char *const[]){upload->id, summary.sha256, mc_file_media_type(verdict.kind),
		mc_file_name_safe(rq->ctx.arena, upload->name, strlen(upload->name), verdict.kind)},
	    NULL));
	if (mc_upload_file_remove(&rq->ctx, rq->app->config->upload_dir, upload->id) != MC_OK)
		mc_problem_clear(&rq->ctx);
	return MC_OK;
}

/* The file comes with the first piece: an upload that is only begun takes no room. */
static enum mc_rc
open_new(
    struct mc_request *rq, const char *id, struct mc_upload_file *file, struct upload *ret_upload)
{
	const char *directory = rq->app->config->upload_dir;
	struct mc_problem reason;

	TRY(mc_upload_file_open(&rq->ctx, directory, id, true, file));
	/* Meanwhile it may have been finished, or ended. */
	if (get_upload(rq, id, ret_upload) == MC_OK && !ret_upload->complete)
		return MC_OK;
	reason = rq->ctx.problem;
	mc_problem_clear(&rq->ctx);
	TRY(mc_upload_file_remove(&rq->ctx, directory, id));
	rq->ctx.problem = reason;
	return reason.id == MC_PROBLEM_NONE ? MC_OK : MC_FAILED;
}

/* Locks the file before asking how far the upload is, so that two requests for one upload cannot
 * disturb each other. Without a file the database says whose and what the upload is; while it says
 * that there are bytes another request may have begun or finished it between the two looks. */
static enum mc_rc
open_upload(
    struct mc_request *rq, const char *id, struct mc_upload_file *file, struct upload *ret_upload)
{
	const char *directory = rq->app->config->upload_dir;

	for (int i = 0; i < OPEN_TRIES; i++) {
		mc_problem_clear(&rq->ctx);
		if (mc_upload_file_open(&rq->ctx, directory, id, false, file) == MC_OK)
			return get_upload(rq, id, ret_upload);
		if (rq->ctx.problem.id != MC_PROBLEM_UPLOAD_GONE)
			return MC_FAILED;
		mc_problem_clear(&rq->ctx);
		TRY(get_upload(rq, id, ret_upload));
		if (ret_upload->complete)
			return MC_OK;
		if (ret_upload->received == 0)
			return open_new(rq, id, file, ret_upload);
	}
	return mc_fail_internal(
	    &rq->ctx, MC_PROBLEM_UPLOAD_GONE, "the bytes of upload %s are lost", id);
}

static enum mc_rc
store_piece(struct mc_request *rq, const struct upload *upload, struct mc_upload_file *file)
{
	int64_t to = upload->received + (int64_t)rq->raw_length;

	TRY(mc_upload_file_append(
	    &rq->ctx, file, (uint64_t)upload->received, rq->raw, rq->raw_length));
	if (to == upload->length)
		return finish(rq, upload, file);
	return mc_request_query(rq, &mc_sql_upload_advance,
	    (const char *const[]){
		upload->id, number_text(rq, upload->received), number_text(rq, to)},
	    NULL);
}

/* Files stop before the disk is full, so that what must be written goes on: filing, first of all.
 */
static enum mc_rc
check_room(struct mc_request *rq)
{
	const struct mc_config *config = rq->app->config;
	const char *const folders[] = {config->upload_dir, config->blob_dir};
	struct mc_room room;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		TRY(mc_file_room(&rq->ctx, folders[i], &room));
		if (room.free * 100 >= room.all * (uint64_t)config->disk_reserve)
			continue;
		(void)mc_fail_internal(&rq->ctx, MC_PROBLEM_FILES_PAUSED,
		    "%s has %llu of %llu bytes left", folders[i], (unsigned long long)room.free,
		    (unsigned long long)room.all);
		rq->ctx.problem.retry_after = PAUSED_SECONDS;
		return MC_FAILED;
	}
	return MC_OK;
}

/* Takes a piece at an offset; one of no bytes asks for nothing. */
static enum mc_rc
append(struct mc_request *rq, const char *id, const char *offset, const char *checksum)
{
	MC_CLEANUP(mc_upload_file_closep) struct mc_upload_file file = {.fd = -1};
	struct upload upload;
	int64_t from = strtoll(offset, NULL, 10);

	TRY(check_room(rq));
	TRY(open_upload(rq, id, &file, &upload));
	if (from != upload.received)
		return mc_fail(
		    &rq->ctx, MC_PROBLEM_UPLOAD_OFFSET, "%lld", (long long)upload.received);
	if ((int64_t)rq->raw_length > upload.length - from)
		return mc_fail(&rq->ctx, MC_PROBLEM_BODY_TOO_LARGE, NULL);
	if (checksum != NULL)
		TRY(mc_tus_checksum_check(&rq->ctx, checksum, rq->raw, rq->raw_length));
	if (rq->raw_length > 0)
		TRY(store_piece(rq, &upload, &file));
	mc_reply_header(rq, "Upload-Offset", number_text(rq, from + (int64_t)rq->raw_length));
	return MC_OK;
}

enum mc_rc
mc_op_create_upload(struct mc_request *rq)
{
	const struct mc_create_upload_params *p = rq->params;
	const char *id = mc_id_new(rq->ctx.arena);
	struct mc_tus_metadata metadata = {0};
	const struct mc_rows *rows;

	reply_tus(rq);
	if (strtoll(p->upload_length, NULL, 10) > MC_FILE_BYTES_MAX)
		return mc_fail(&rq->ctx, MC_PROBLEM_FILE_TOO_LARGE, "100 MiB");
	if (strtoll(p->upload_length, NULL, 10) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_FILE_EMPTY, NULL);
	TRY(check_room(rq));
	if (p->upload_metadata != NULL)
		TRY(mc_tus_metadata_parse(&rq->ctx, p->upload_metadata, &metadata));
	TRY(mc_request_query(rq, &mc_sql_upload_create,
	    (const char *const[]){id,
		metadata.filename != NULL ? metadata.filename : "tep-dinh-kem", p->upload_length,
		metadata.sha256},
	    &rows));
	mc_reply_header(rq, "Upload-Expires", mc_rows_get(rows, 0, "expires_at"));
	if (rq->raw_length > 0 && append(rq, id, "0", p->upload_checksum) != MC_OK) {
		discard(rq, id);
		return MC_FAILED;
	}
	mc_reply_header(rq, "Location", mc_sprintf(rq->ctx.arena, "/v1/uploads/%s", id));
	return mc_reply_empty(rq, 201);
}

enum mc_rc
mc_op_get_upload(struct mc_request *rq)
{
	const struct mc_get_upload_params *p = rq->params;
	struct upload upload;

	reply_tus(rq);
	TRY(get_upload(rq, p->id, &upload));
	mc_reply_header(rq, "Upload-Offset", number_text(rq, upload.received));
	mc_reply_header(rq, "Upload-Length", number_text(rq, upload.length));
	return mc_reply_empty(rq, 200);
}

enum mc_rc
mc_op_append_upload(struct mc_request *rq)
{
	const struct mc_append_upload_params *p = rq->params;

	reply_tus(rq);
	TRY(append(rq, p->id, p->upload_offset, p->upload_checksum));
	return mc_reply_empty(rq, 204);
}

enum mc_rc
mc_op_delete_upload(struct mc_request *rq)
{
	const struct mc_delete_upload_params *p = rq->params;
	const struct mc_rows *rows;

	reply_tus(rq);
	TRY(mc_request_query(rq, &mc_sql_upload_delete, (const char *const[]){p->id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_upload_file_remove(&rq->ctx, rq->app->config->upload_dir, p->id));
	return mc_reply_empty(rq, 204);
}
