/* Notices that banks, carriers and gateways send, signed as Standard Webhooks describes with the
 * secret that sender and service share. */
#ifndef MC_NOTICES_H
#define MC_NOTICES_H

#include "api/core/request.h"
#include "lib/wire/webhook.h"

/* The partner of a group ("banks", "carriers", "gateways") with whom a secret is shared, so that
 * its notices can be believed; or NULL. */
const struct mc_webhook_partner *mc_notice_partner(
    const struct mc_request *rq, const char *group, const char *name);

/* Fails unless the request's body is signed by that sender, one of the group that the operation is
 * for, and the signature is recent. id, timestamp and signature are those of its headers. */
MC_MUST_CHECK enum mc_rc mc_notice_verify(struct mc_request *rq, const char *name, const char *id,
    const char *timestamp, const char *signature);

#endif
