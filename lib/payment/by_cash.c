/* Cash, taken at the desk. */
#include "gen/vocabulary/payment_methods.h"
#include "lib/payment/provider.h"

static bool
ready(const struct mc_config *config)
{
	(void)config;
	return true;
}

static const struct mc_provider cash = {
    .method = MC_PAYMENT_METHOD_CASH,
    .at_desk = true,
    .ready = ready,
};

MC_TABLE_ADD(providers, mc_provider, cash);
