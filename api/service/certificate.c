/* How long the site's certificate lasts, if the settings say where it is. */
#include "api/core/gauge.h"
#include "lib/trust/certificate.h"

static enum mc_rc
read_certificate(struct mc_gauge_page *page)
{
	double days;

	if (*page->config->certificate_file == '\0')
		return MC_OK;
	TRY(mc_certificate_days_left(&page->ctx, page->config->certificate_file, &days));
	mc_gauge_add(
	    page, "motcua_certificate_days_left", "Until the site's certificate ends.", days);
	return MC_OK;
}

static const struct mc_gauge certificate = {"certificate", false, read_certificate};

MC_TABLE_ADD(gauges, mc_gauge, certificate);
