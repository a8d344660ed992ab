/* The networks of a site: from which addresses offices and their kiosks reach the service, and
 * which proxies stand in front of it (kind "proxy", for nginx: docker/nginx/site). They
 * stand in networks.json of the site folder, beside site.json because they are nobody's to read:
 *   {"networks": [{"range": "10.20.0.0/16", "kind": "unit"}, {"range": "10.30.0.7", "kind":
 * "kiosk"}]} A folder without the file has none. */
#ifndef MC_NETWORKS_H
#define MC_NETWORKS_H

#include "lib/base/problem.h"

struct mc_networks;

/* Fails with MC_PROBLEM_INTERNAL, the internal text naming file, entry and what is wrong. The
 * caller owns the networks. */
MC_MUST_CHECK enum mc_rc mc_networks_load(
    struct mc_ctx *ctx, const char *folder, struct mc_networks **ret_networks);

/* NULL is allowed. */
void mc_networks_free(struct mc_networks *networks);

/* "unit" or "kiosk", static text, for the narrowest range that holds the address; NULL for any
 * other address, and for what is none. */
const char *mc_networks_kind(const struct mc_networks *networks, const char *address);

#endif
