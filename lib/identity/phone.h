/* Vietnamese phone numbers in one form: national digits with the leading 0, e.g. 0912345678.
 * Mobile 10 digits (03 05 07 08 09), landline 11 digits (02x). The 11-digit mobile numbers that
 * were shortened in 2018 are read and turned into today's. Pure functions, safe in any thread. */
#ifndef MC_PHONE_H
#define MC_PHONE_H

#include <stdbool.h>

#include "lib/base/rc.h"

enum { MC_PHONE_SIZE = 12 }; /* 11 digits and NUL */

/* Reads a number as people type it: blanks, dots, hyphens and brackets are dropped; +84, 0084 and
 * 84 stand for 0. False when it is no Vietnamese number; ret_phone is then untouched. */
MC_MUST_CHECK bool mc_phone_normalise(const char *typed, char ret_phone[MC_PHONE_SIZE]);

/* Whether a normalised number is a mobile, that is, can get a text message. */
bool mc_phone_is_mobile(const char *phone);

#endif
