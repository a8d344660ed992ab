#include "lib/notice/channel.h"

#include <string.h>

const struct mc_channel *
mc_channel_find(const char *name)
{
	for (MC_TABLE_EACH(channels, mc_channel, at)) {
		if (strcmp((*at)->name, name) == 0)
			return *at;
	}
	return NULL;
}
