/* UPU S10 item identifiers: two letters of the service, eight digits, a check digit and the
 * country, e.g. RR473124829VN. Pure functions, safe in any thread. */
#ifndef MC_S10_H
#define MC_S10_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/rc.h"

enum { MC_S10_SIZE = 14, MC_S10_SERIAL_MAX = 99999999 };

/* Reads an identifier as people type it (blanks dropped, any case) and writes its stored form.
 * False, with nothing written, when the shape or the check digit is wrong. */
MC_MUST_CHECK bool mc_s10_parse(const char *typed, char ret_text[MC_S10_SIZE]);

/* Makes an identifier; service and country are two capital letters each ("RR", "VN"). */
MC_MUST_CHECK bool mc_s10_format(
    const char *service, uint32_t serial, const char *country, char ret_text[MC_S10_SIZE]);

/* The check digit of a serial number of at most eight digits. */
int mc_s10_check_digit(uint32_t serial);

/* "RR 473 124 829 VN", as it is printed under the bar code; text is an identifier in stored form.
 */
void mc_s10_spaced(const char *text, char ret_spaced[MC_S10_SIZE + 4]);

#endif
