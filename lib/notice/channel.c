#include "lib/notice/channel.h"

#include <string.h>

const struct mc_notice_channel *
mc_notice_channel_find(const char *name)
{
	for (MC_TABLE_EACH(notice_channels, mc_notice_channel, at)) {
		if (strcmp((*at)->name, name) == 0)
			return *at;
	}
	return NULL;
}
