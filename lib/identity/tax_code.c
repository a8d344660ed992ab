#include "lib/identity/tax_code.h"

#include <string.h>

#include "lib/identity/personal_id.h"

enum { ENTITY_DIGITS = 10, BRANCH_DIGITS = 13 };

static bool
check_digit_fits(const char *digits)
{
	static const int weights[] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
	int sum = 0;

	for (size_t i = 0; i < sizeof(weights) / sizeof(weights[0]); i++)
		sum += weights[i] * (digits[i] - '0');
	/* a remainder of 0 gives 10, which no digit can be: such numbers are not given out */
	return 10 - sum % 11 == digits[9] - '0';
}

bool
mc_tax_code_normalise(
    const char *typed, char ret_code[MC_TAX_CODE_SIZE], enum mc_tax_code_kind *ret_kind)
{
	char digits[BRANCH_DIGITS + 1] = {0};
	struct mc_personal_id person;
	bool hyphen = false;
	size_t length = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ' || *typed == '.')
			continue;
		if (*typed == '-' && length == ENTITY_DIGITS && !hyphen) {
			hyphen = true;
			continue;
		}
		if (*typed < '0' || *typed > '9' || length == BRANCH_DIGITS)
			return false;
		digits[length++] = *typed;
	}
	if (length == MC_PERSONAL_ID_SIZE - 1 && !hyphen) {
		if (mc_personal_id_parse(digits, &person) != MC_PERSONAL_ID_OK)
			return false;
		memcpy(ret_code, person.text, sizeof(person.text));
		*ret_kind = MC_TAX_CODE_PERSON;
		return true;
	}
	if (length != (hyphen ? BRANCH_DIGITS : ENTITY_DIGITS) && length != BRANCH_DIGITS)
		return false;
	if (!check_digit_fits(digits) || strcmp(digits + ENTITY_DIGITS, "000") == 0)
		return false;
	memcpy(ret_code, digits, ENTITY_DIGITS);
	ret_code[ENTITY_DIGITS] = '\0';
	*ret_kind = MC_TAX_CODE_ENTITY;
	if (length == BRANCH_DIGITS) {
		ret_code[ENTITY_DIGITS] = '-';
		memcpy(ret_code + ENTITY_DIGITS + 1, digits + ENTITY_DIGITS, 4);
		*ret_kind = MC_TAX_CODE_BRANCH;
	}
	return true;
}
