/* Dossier codes: {unit identifier}-{date}-{sequence}, e.g. H15.50.05.13-261008-0975.
 * Read: today's unit identifiers (top level first, QĐ 20/2020/QĐ-TTg) and the older reversed ones
 * (QCVN 102:2016), a date as yyMMdd or yyyyMMdd, a sequence of 4 to 7 digits. New codes
 * are made in SQL (schema/core/numbers.sql). Pure functions on the caller's memory, safe in any
 * thread. */
#ifndef MC_DOSSIER_CODE_H
#define MC_DOSSIER_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/rc.h"

enum {
	MC_UNIT_IDENTIFIER_SIZE = 20, /* "H15.123.123.123.123" and NUL */
	MC_DOSSIER_CODE_SIZE = 40,
};

struct mc_dossier_code {
	char text[MC_DOSSIER_CODE_SIZE]; /* as it is stored: upper case, no blanks */
	char unit[MC_UNIT_IDENTIFIER_SIZE];
	int year, month, day; /* of the local calendar; a two-digit year means 2000-2099 */
	uint32_t sequence;
};

/* Reads a code as people type it: blanks around and inside are dropped, letters may be lower case.
 * False when it is no dossier code; ret_code is then untouched. */
MC_MUST_CHECK bool mc_dossier_code_parse(const char *typed, struct mc_dossier_code *ret_code);

/* Reads a code out of what people type or paste, as mc_as_typed left it: with its label before it,
 * blanks or nothing for the signs, a comma for a dot, brackets around. False when there is none. */
MC_MUST_CHECK bool mc_dossier_code_find(const char *typed, struct mc_dossier_code *ret_code);

#endif
