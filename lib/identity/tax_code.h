/* Tax codes (mã số thuế): 10 digits of which the last checks the others, a branch as 10 digits and
 * 3 more, and since 1/7/2025 the 12-digit personal identification number of a person. Pure
 * functions, safe in any thread. */
#ifndef MC_TAX_CODE_H
#define MC_TAX_CODE_H

#include <stdbool.h>

#include "lib/base/rc.h"

enum { MC_TAX_CODE_SIZE = 15 }; /* "0100109106-001" and NUL */

enum mc_tax_code_kind { MC_TAX_CODE_ENTITY, MC_TAX_CODE_BRANCH, MC_TAX_CODE_PERSON };

/* Reads a code as people type it (blanks and dots dropped, the branch's hyphen optional) and writes
 * it as "0100109106", "0100109106-001" or 12 digits. False, with nothing written, when it is none.
 */
MC_MUST_CHECK bool mc_tax_code_normalise(
    const char *typed, char ret_code[MC_TAX_CODE_SIZE], enum mc_tax_code_kind *ret_kind);

#endif
