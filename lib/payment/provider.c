#include "lib/payment/provider.h"

#include <string.h>

#include "lib/payment/vietqr.h"

const struct mc_provider *
mc_provider_find(const char *method)
{
	for (MC_TABLE_EACH(providers, mc_provider, at)) {
		if (strcmp((*at)->method, method) == 0)
			return *at;
	}
	return NULL;
}

const struct mc_provider *
mc_provider_told_by(const char *operation)
{
	for (MC_TABLE_EACH(providers, mc_provider, at)) {
		if ((*at)->notice_operation != NULL &&
		    strcmp((*at)->notice_operation, operation) == 0)
			return *at;
	}
	return NULL;
}

bool
mc_bank_account_parse(struct mc_arena *arena, const char *text, struct mc_payment_shown *ret_shown)
{
	char *bin = mc_strdup(arena, text);
	char *account = strchr(bin, ':');
	char *name = account == NULL ? NULL : strchr(account + 1, ':');

	if (name == NULL || account - bin != MC_BANK_BIN_SIZE - 1 ||
	    name - account - 1 >= MC_BANK_ACCOUNT_SIZE)
		return false;
	*account++ = '\0';
	*name++ = '\0';
	ret_shown->bank_bin = bin;
	ret_shown->bank_account = account;
	ret_shown->bank_account_name = name;
	return true;
}
