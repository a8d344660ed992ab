/* A notice as its reader gets it by one channel or another. */
#ifndef MC_API_NOTICE_H
#define MC_API_NOTICE_H

#include "lib/base/config.h"
#include "lib/notice/channel.h"
#include "lib/site/site.h"

/* Fills in sender, title and links of a notice in which title is still a template; dossier_id is
 * NULL if it is about none. Texts are made in the arena. */
void mc_notice_address(struct mc_arena *arena, const struct mc_config *config,
    const struct mc_site *site, const char *dossier_id, struct mc_notice *notice);

#endif
