/* Personal identification numbers (số định danh cá nhân), 12 digits without a check digit: three
 * for the province where the birth was registered (the codes of the former 63 provinces, never
 * today's 34), one for century and sex, two for the year of birth, six at random. Pure functions,
 * safe in any thread. */
#ifndef MC_PERSONAL_ID_H
#define MC_PERSONAL_ID_H

#include <stdbool.h>

#include "lib/base/rc.h"

enum { MC_PERSONAL_ID_SIZE = 13 };

enum mc_sex { MC_SEX_MALE, MC_SEX_FEMALE };

struct mc_personal_id {
	char text[MC_PERSONAL_ID_SIZE];
	const char *province; /* static text, the former province's name */
	enum mc_sex sex;
	int birth_year;
};

enum mc_personal_id_check {
	MC_PERSONAL_ID_OK,
	MC_PERSONAL_ID_NOT_12_DIGITS,
	MC_PERSONAL_ID_NO_SUCH_PROVINCE,
};

/* Reads a number (blanks, dots and hyphens are dropped) and says what it tells about its owner.
 * ret_id is set only on MC_PERSONAL_ID_OK. */
MC_MUST_CHECK enum mc_personal_id_check mc_personal_id_parse(
    const char *typed, struct mc_personal_id *ret_id);

/* "001******456"; a text that is not 12 characters long becomes asterisks altogether. */
void mc_personal_id_mask(const char *id, char ret_masked[MC_PERSONAL_ID_SIZE]);

#endif
