/* A notice as its reader gets it by one channel or another. */
#ifndef MC_API_NOTICE_H
#define MC_API_NOTICE_H

#include "api/core/job.h"
#include "lib/notice/channel.h"
#include "lib/site/site.h"

/* Fills in sender, title and links of a notice in which title is still a template; dossier_id is
 * NULL if it is about none. Texts are made in the arena. */
void mc_notice_address(struct mc_arena *arena, const struct mc_config *config,
    const struct mc_site *site, const char *dossier_id, struct mc_notice *notice);

/* Hands a text over on the job's line and tells in the job what became of it: job->end and
 * job->handover. Fails, to be tried again, when it was put off or the way failed. */
MC_MUST_CHECK enum mc_rc mc_notice_send(
    struct mc_job *job, const struct mc_notice *notice, const char *text);

#endif
