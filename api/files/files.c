/* Downloads: always an attachment of the sniffed type, never shown by the browser in our origin. */
#include <stdlib.h>
#include <string.h>

#include "api/files/store.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "lib/files/file_name.h"

enum mc_rc
mc_op_get_dossier_file(struct mc_request *rq)
{
	const struct mc_get_dossier_file_params *p = rq->params;
	const struct mc_rows *rows;
	const char *name;
	int file;
	uint64_t size;

	TRY(mc_request_query(
	    rq, &mc_sql_dossier_file_get, (const char *const[]){p->id, p->file_id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_blob_open(
	    &rq->ctx, mc_files_store(rq), mc_rows_get(rows, 0, "sha256"), &file, &size));
	name = mc_rows_get(rows, 0, "name");
	mc_reply_header(rq, "Content-Disposition", mc_content_disposition(rq->ctx.arena, name));
	mc_reply_header(rq, "X-Content-Type-Options", "nosniff");
	mc_reply_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
	return mc_reply_file(rq, file, size, mc_rows_get(rows, 0, "media_type"));
}
