/* E-mail addresses as people really have them: an ASCII local part without quotes, a domain of at
 * least two labels. Whether anybody reads it, only a message can tell. Pure, safe in any thread. */
#ifndef MC_EMAIL_H
#define MC_EMAIL_H

#include <stdbool.h>

#include "lib/base/rc.h"

enum { MC_EMAIL_SIZE = 255 };

/* Drops blanks around the address and lowers the case of its domain. The local part belongs to its
 * host and stays as typed; that accounts are found in any case is the database's doing. False, with
 * nothing written, when it cannot be an address. */
MC_MUST_CHECK bool mc_email_normalise(const char *typed, char ret_email[MC_EMAIL_SIZE]);

#endif
