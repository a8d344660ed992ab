#include "api/notice/notice.h"

#include <string.h>

#include "lib/notice/words.h"

/* The address as people type it. */
static const char *
short_address(const char *url)
{
	const char *host = strstr(url, "://");

	return host == NULL ? url : host + 3;
}

void
mc_notice_address(struct mc_arena *arena, const struct mc_config *config,
    const struct mc_site *site, const char *dossier_id, struct mc_notice *notice)
{
	notice->sender = mc_site_name(site);
	notice->title = mc_notice_fill(arena, notice->title, notice->told, notice->language, NULL);
	notice->site = short_address(config->base_url);
	notice->plain_letters = mc_site_sms(site) != NULL && mc_site_sms(site)->plain_letters;
	notice->link = dossier_id == NULL
			   ? config->base_url
			   : mc_sprintf(arena, "%s/ho-so/%s", config->base_url, dossier_id);
}

static enum mc_job_end
end_of(enum mc_rc rc, const struct mc_handover *handover)
{
	if (rc == MC_OK)
		return handover->delivery == MC_DELIVERY_REFUSED ? MC_JOB_REFUSED
								 : MC_JOB_HANDED_OVER;
	return handover->delivery == MC_DELIVERY_PUT_OFF ? MC_JOB_PUT_OFF : MC_JOB_WAY_FAILED;
}

enum mc_rc
mc_notice_send(struct mc_job *job, const struct mc_notice *notice, const char *text)
{
	struct mc_handover handover = {.delivery = MC_DELIVERY_NO_WAY};
	enum mc_rc rc = job->line->channel->send(&job->ctx, job->line, notice, text, &handover);

	/* A fault of our own tells nothing of the way. */
	if (rc == MC_OK || job->ctx.problem.id == MC_PROBLEM_OVERLOADED)
		job->end = end_of(rc, &handover);
	job->handover = handover;
	return rc;
}
