/* Downloads: always an attachment of the sniffed type, never shown by the browser in our origin,
 * and compared with their digest before the first byte leaves. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/dossier/clock.h"
#include "api/files/store.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/base/base64.h"
#include "lib/base/digest.h"
#include "lib/files/file_name.h"

enum { FETCH_TRIES = 3 };

/* An online result is handed over when its applicant downloads it. A step in between makes what was
 * computed stale: then it is computed anew, and should it be stale again, the next download does
 * it. */
static enum mc_rc
hand_over(struct mc_request *rq, const char *id)
{
	const struct mc_rows *rows;
	const char *clock;

	for (int i = 0; i < FETCH_TRIES; i++) {
		TRY(mc_request_query(rq, &mc_sql_dossier_clock, (const char *const[]){id}, &rows));
		TRY(mc_clock_of_booking(rq, mc_rows_get(rows, 0, "clock"), &clock));
		if (mc_request_query(rq, &mc_sql_dossier_fetch, (const char *const[]){id, clock},
			&rows) == MC_OK)
			return MC_OK;
		if (rq->ctx.problem.id != MC_PROBLEM_STALE)
			return MC_FAILED;
		rq->ctx.problem = (struct mc_problem){0};
	}
	return MC_OK;
}

/* RFC 9530; the digest is kept as hexadecimal digits. */
static const char *
repr_digest(struct mc_arena *arena, const char *sha256)
{
	unsigned char bytes[MC_DIGEST_SIZE];

	for (size_t i = 0; i < sizeof(bytes); i++) {
		const char digits[] = {sha256[2 * i], sha256[2 * i + 1], '\0'};

		bytes[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
	return mc_sprintf(arena, "sha-256=:%s:", mc_base64_encode(arena, bytes, sizeof(bytes)));
}

/* nginx sends the file by itself if it says that it can; whoever asks without it gets the bytes
 * from here. */
static enum mc_rc
send_file(struct mc_request *rq, int file, uint64_t size, const struct mc_rows *rows)
{
	struct mc_arena *arena = rq->ctx.arena;
	const char *sha256 = mc_rows_get(rows, 0, "sha256");
	const char *media_type = mc_rows_get(rows, 0, "media_type");

	mc_reply_header(
	    rq, "Content-Disposition", mc_content_disposition(arena, mc_rows_get(rows, 0, "name")));
	mc_reply_header(rq, "Repr-Digest", repr_digest(arena, sha256));
	mc_reply_header(rq, "X-Content-Type-Options", "nosniff");
	mc_reply_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
	if (!rq->edge_sends_files)
		return mc_reply_file(rq, file, size, media_type);
	close(file);
	mc_reply_header(
	    rq, "X-Accel-Redirect", mc_sprintf(arena, "/.blob/%s", mc_blob_place(arena, sha256)));
	return mc_reply_bytes(rq, 200, media_type, NULL, 0);
}

enum mc_rc
mc_op_get_dossier_file(struct mc_request *rq)
{
	const struct mc_get_dossier_file_params *p = rq->params;
	const struct mc_rows *rows;
	int file;
	uint64_t size;

	TRY(mc_request_query(
	    rq, &mc_sql_dossier_file_get, (const char *const[]){p->id, p->file_id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_files_open(rq, mc_rows_get(rows, 0, "sha256"), &file, &size));
	if (strcmp(mc_rows_get(rows, 0, "fetches"), "t") == 0 && hand_over(rq, p->id) != MC_OK) {
		close(file);
		return MC_FAILED;
	}
	return send_file(rq, file, size, rows);
}
