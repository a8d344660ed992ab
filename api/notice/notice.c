#include "api/notice/notice.h"

#include <string.h>

#include "lib/notice/words.h"

/* The address as people type it. */
static const char *
short_address(const char *url)
{
	const char *host = strstr(url, "://");

	return host == NULL ? url : host + 3;
}

void
mc_notice_address(struct mc_arena *arena, const struct mc_config *config,
    const struct mc_site *site, const char *dossier_id, struct mc_notice *notice)
{
	notice->sender = mc_site_name(site);
	notice->title = mc_notice_fill(arena, notice->title, notice->told, notice->language, NULL);
	notice->site = short_address(config->base_url);
	notice->link = dossier_id == NULL
			   ? config->base_url
			   : mc_sprintf(arena, "%s/ho-so/%s", config->base_url, dossier_id);
}
