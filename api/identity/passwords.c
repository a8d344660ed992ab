#include "api/identity/passwords.h"

#include "api/core/part.h"

static enum mc_rc
open(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part)
{
	struct mc_password_hasher *hasher;

	(void)config;
	TRY(mc_password_hasher_new(ctx, &mc_password_defaults, &hasher));
	*ret_part = hasher;
	return MC_OK;
}

static void
close(void *part)
{
	mc_password_hasher_free(part);
}

static const struct mc_part passwords = {"passwords", open, close};

MC_TABLE_ADD(parts, mc_part, passwords);

struct mc_password_hasher *
mc_passwords(const struct mc_request *rq)
{
	return mc_part_of(rq->app, &passwords);
}
