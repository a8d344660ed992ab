#include "lib/identity/personal_id.h"

#include <stddef.h>
#include <string.h>

#include "gen/vocabulary/birth_provinces.h"

static bool
keep_digits(const char *typed, char digits[MC_PERSONAL_ID_SIZE])
{
	size_t length = 0;

	for (; *typed != '\0'; typed++) {
		if (strchr(" \t.-", *typed) != NULL)
			continue;
		if (*typed < '0' || *typed > '9' || length == MC_PERSONAL_ID_SIZE - 1)
			return false;
		digits[length++] = *typed;
	}
	digits[length] = '\0';
	return length == MC_PERSONAL_ID_SIZE - 1;
}

enum mc_personal_id_check
mc_personal_id_parse(const char *typed, struct mc_personal_id *ret_id)
{
	struct mc_personal_id id = {0};
	size_t province;
	int century;

	if (!keep_digits(typed, id.text))
		return MC_PERSONAL_ID_NOT_12_DIGITS;
	province = (size_t)(id.text[0] - '0') * 100 + (size_t)(id.text[1] - '0') * 10 +
		   (size_t)(id.text[2] - '0');
	if (province >= sizeof(mc_birth_provinces) / sizeof(mc_birth_provinces[0]) ||
	    mc_birth_provinces[province] == NULL)
		return MC_PERSONAL_ID_NO_SUCH_PROVINCE;
	century = id.text[3] - '0';
	id.province = mc_birth_provinces[province];
	id.sex = century % 2 == 0 ? MC_SEX_MALE : MC_SEX_FEMALE;
	id.birth_year = 1900 + century / 2 * 100 + (id.text[4] - '0') * 10 + (id.text[5] - '0');
	*ret_id = id;
	return MC_PERSONAL_ID_OK;
}

void
mc_personal_id_mask(const char *id, char ret_masked[MC_PERSONAL_ID_SIZE])
{
	bool whole = strlen(id) == MC_PERSONAL_ID_SIZE - 1;

	for (size_t i = 0; i < MC_PERSONAL_ID_SIZE - 1; i++)
		ret_masked[i] = whole && (i < 3 || i >= 9) ? id[i] : '*';
	ret_masked[MC_PERSONAL_ID_SIZE - 1] = '\0';
}
