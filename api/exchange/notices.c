#include "api/exchange/notices.h"

#include "api/core/operation.h"
#include "api/core/part.h"
#include "lib/base/clock.h"

static enum mc_rc
open(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part)
{
	struct mc_webhook_secrets *secrets;

	TRY(mc_webhook_secrets_load(ctx, config->webhook_secrets_file, &secrets));
	*ret_part = secrets;
	return MC_OK;
}

static void
close(void *part)
{
	mc_webhook_secrets_free(part);
}

static const struct mc_part webhook_secrets = {"webhook secrets", open, close};

MC_TABLE_ADD(parts, mc_part, webhook_secrets);

const struct mc_webhook_partner *
mc_notice_partner(const struct mc_request *rq, const char *group, const char *name)
{
	return mc_webhook_partner_find(mc_part_of(rq->app, &webhook_secrets), group, name);
}

enum mc_rc
mc_notice_verify(struct mc_request *rq, const char *name, const char *id, const char *timestamp,
    const char *signature)
{
	const struct mc_webhook_partner *partner =
	    mc_notice_partner(rq, rq->operation->partners, name);
	const struct mc_webhook_notice notice = {
	    .id = id,
	    .timestamp = timestamp,
	    .signature = signature,
	    .body = rq->raw,
	    .body_length = rq->raw_length,
	};

	return mc_webhook_verify(
	    &rq->ctx, partner == NULL ? NULL : &partner->secret, &notice, mc_clock_now());
}
