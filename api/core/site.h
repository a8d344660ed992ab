/* The site folder of this process, checked against the contract. */
#ifndef MC_CORE_SITE_H
#define MC_CORE_SITE_H

#include "lib/base/config.h"
#include "lib/site/site.h"

/* Loads the folder that MOTCUA_SITE_DIR names. On failure the problem's internal text says what to
 * mend. The caller owns the site (mc_site_free). */
MC_MUST_CHECK enum mc_rc mc_site_open(
    struct mc_ctx *ctx, const struct mc_config *config, struct mc_site **ret_site);

#endif
