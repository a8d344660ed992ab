/* Bounded before it is normalised: one code point can become eighteen. */
#include "lib/trust/password_form.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

#include "lib/trust/password.h"

/* A letter of Vietnamese whose two marks come one by one has five bytes. */
enum { BYTES_MAX = 5 * MC_PASSWORD_LENGTH_MAX };

bool
mc_password_form(
    struct mc_arena *arena, const char *password, size_t length, struct mc_password_form *ret_form)
{
	size_t size = 0;
	uint8_t *normal;
	char *text;

	if (length > BYTES_MAX || memchr(password, '\0', length) != NULL ||
	    u8_check((const uint8_t *)password, length) != NULL)
		return false;
	normal = u8_normalize(UNINORM_NFKC, (const uint8_t *)password, length, NULL, &size);
	if (normal == NULL)
		return false;
	text = mc_strndup(arena, (const char *)normal, size);
	explicit_bzero(normal, size);
	free(normal);
	*ret_form = (struct mc_password_form){
	    .text = text,
	    .length = size,
	    .code_points = u8_mbsnlen((const uint8_t *)text, size),
	};
	return true;
}
