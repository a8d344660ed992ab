/* A password as it is hashed: normal form KC, counted in code points. Used by the two files about
 * passwords alone. */
#ifndef MC_PASSWORD_FORM_H
#define MC_PASSWORD_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

struct mc_password_form {
	char *text; /* in the arena, NUL-terminated */
	size_t length;
	size_t code_points;
};

/* False if the bytes are not valid UTF-8, hold a NUL, or are more than any password may have. */
bool mc_password_form(
    struct mc_arena *arena, const char *password, size_t length, struct mc_password_form *ret_form);

#endif
