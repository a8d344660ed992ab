/* Whether receipts can be signed. */
#include "api/core/gauge.h"
#include "lib/trust/signer.h"

static enum mc_rc
read_signer(struct mc_gauge_page *page)
{
	mc_gauge_add(page, "motcua_signer_up", "Whether the process that signs receipts answers.",
	    mc_signer_answers(page->config->sign_socket) ? 1 : 0);
	return MC_OK;
}

static const struct mc_gauge signer = {"signer", false, read_signer};

MC_TABLE_ADD(gauges, mc_gauge, signer);
