/* Two topics of the outbox: notice makes a job of each channel by which its reader can be told, and
 * message sends one notice by one channel. */
#include <stdlib.h>
#include <string.h>

#include "api/core/job.h"
#include "api/notice/notice.h"
#include "gen/queries.h"
#include "lib/json/json.h"

/* ret_found is false when its dossier or account is gone: there is nobody to tell. What is told
 * belongs to the caller. */
static enum mc_rc
read_notice(struct mc_job *job, struct mc_notice *ret_notice, json_t **ret_told, bool *ret_found)
{
	const struct mc_rows *rows;
	const char *told;

	TRY(mc_job_query(job, &mc_sql_message_get, (const char *const[]){job->subject_id}, &rows));
	*ret_found = mc_rows_count(rows) > 0;
	if (!*ret_found)
		return MC_OK;
	told = mc_rows_get(rows, 0, "told");
	TRY(mc_json_parse(&job->ctx, told, strlen(told), ret_told));
	*ret_notice = (struct mc_notice){
	    .id = job->subject_id,
	    .key = job->id,
	    .language = mc_rows_get(rows, 0, "language"),
	    .title = mc_rows_get(rows, 0, "title"),
	    .body = mc_rows_get(rows, 0, "body"),
	    .told = *ret_told,
	    .date = strtoll(mc_rows_get(rows, 0, "created_epoch"), NULL, 10),
	    .full_name = mc_rows_get(rows, 0, "full_name"),
	    .email = mc_rows_get(rows, 0, "email"),
	    .phone = mc_rows_get(rows, 0, "phone"),
	};
	mc_notice_address(
	    job->ctx.arena, job->config, job->site, mc_rows_get(rows, 0, "dossier_id"), ret_notice);
	return MC_OK;
}

static enum mc_rc
run_notice(struct mc_job *job)
{
	MC_CLEANUP(mc_json_freep) json_t *told = NULL;
	struct mc_buf list = mc_buf_new(job->ctx.arena, 1000);
	struct mc_notice notice;
	bool found;

	TRY(read_notice(job, &notice, &told, &found));
	if (!found)
		return MC_OK;
	for (MC_TABLE_EACH(notice_channels, mc_notice_channel, at)) {
		if ((*at)->wants(&notice))
			mc_buf_printf(&list, "%s%s", list.length > 0 ? "," : "", (*at)->name);
	}
	return mc_job_query(job, &mc_sql_message_add,
	    (const char *const[]){job->id, mc_sprintf(job->ctx.arena, "{%s}", list.bytes)}, NULL);
}

static enum mc_rc
run_message(struct mc_job *job)
{
	const struct mc_notice_channel *channel = mc_notice_channel_find(job->channel);
	MC_CLEANUP(mc_json_freep) json_t *told = NULL;
	struct mc_notice notice;
	bool found;

	TRY(read_notice(job, &notice, &told, &found));
	if (!found || !channel->wants(&notice))
		return MC_OK;
	return mc_notice_send(job, &notice, channel->render(job->ctx.arena, &notice));
}

static const struct mc_topic notice = {"notice", 1, run_notice};
static const struct mc_topic message = {"message", 1, run_message};

MC_TABLE_ADD(topics, mc_topic, notice);
MC_TABLE_ADD(topics, mc_topic, message);
