/* Numbers of JSON compared and divided without rounding: an integer of 64 bits against a double is
 * decided exactly, and a multiple is judged on the decimal digits a person wrote, so that 0.0075 is
 * a multiple of 0.0001. Every argument must be a JSON number. */
#ifndef MC_JSON_NUMBER_H
#define MC_JSON_NUMBER_H

#include <jansson.h>
#include <stdbool.h>

#include "lib/base/buf.h"

/* Negative, zero or positive as a is less than, equal to or greater than b. */
int mc_json_number_compare(const json_t *a, const json_t *b);

/* Whether the number has no fraction: 1 and 1.0 have none. */
bool mc_json_number_is_integer(const json_t *number);

/* Whether the number is a whole multiple of the divisor, which must be greater than zero. */
bool mc_json_number_is_multiple(const json_t *number, const json_t *divisor);

/* Writes the number so that equal numbers have equal texts; false if it is not finite. */
bool mc_json_number_write(struct mc_buf *buf, const json_t *number);

#endif
