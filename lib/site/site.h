/* A site folder: what tells one province's service from another's. site.json holds names, contacts,
 * colours, carriers and allowed origins; beside it lie the logo and the icons that nginx serves.
 * What must stand in site.json is the contract's schema Site; the rest is checked here. A loaded
 * site never changes, so that any number of threads may use it. */
#ifndef MC_SITE_H
#define MC_SITE_H

#include <jansson.h>

#include "lib/base/problem.h"
#include "lib/json/json_schema.h"
#include "lib/site/sms_terms.h"

struct mc_site;

/* Loads a folder and checks all of it; the schema is that of site.json. Fails with
 * MC_PROBLEM_INTERNAL: the problem's internal text names file, member and what is wrong, in one
 * line. The caller owns the site. */
MC_MUST_CHECK enum mc_rc mc_site_load(struct mc_ctx *ctx, const char *folder,
    const struct mc_schema *schema, struct mc_site **ret_site);

/* NULL is allowed. The second is for MC_CLEANUP. */
void mc_site_free(struct mc_site *site);
void mc_site_freep(struct mc_site **site);

/* All of site.json; lives as long as the site and must not be changed. */
const json_t *mc_site_document(const struct mc_site *site);

/* The service's name in Vietnamese: the sender of messages. */
const char *mc_site_name(const struct mc_site *site);

/* What people call a carrier, or NULL for a code that the site does not name. */
const char *mc_site_carrier_name(const struct mc_site *site, const char *code);

/* "unit" or "kiosk" for an address of an office's networks (networks.json, see networks.h), else
 * NULL.
 */
const char *mc_site_network(const struct mc_site *site, const char *address);

/* On which terms short messages go, or NULL where nothing is said of them. */
const struct mc_sms_terms *mc_site_sms(const struct mc_site *site);

/* What papers of a sample say on every page, or NULL where they have legal value. */
const char *mc_site_paper_mark(const struct mc_site *site);

#endif
