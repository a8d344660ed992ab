/* The two forms in which phones take a short message, and how many parts it is sent and paid in:
 * 160 letters of the small alphabet (153 each when there are several parts), or 70 (67) as soon as
 * one letter is not in it, which most Vietnamese letters with marks are not.
 * Sources: 3GPP TS 23.038, 6.2.1 and 6.2.3; TS 23.040, 9.2.3.24.1. Safe in any number of threads.
 */
#ifndef MC_SMS_TEXT_H
#define MC_SMS_TEXT_H

#include <stdbool.h>

#include "lib/base/arena.h"

struct mc_sms_form {
	bool small; /* the small alphabet holds all of it */
	unsigned parts;
};

/* Text is valid UTF-8. */
struct mc_sms_form mc_sms_form(const char *text);

/* The text without its marks if it takes fewer parts then, else as it is. */
const char *mc_sms_cheapest(struct mc_arena *arena, const char *text);

#endif
