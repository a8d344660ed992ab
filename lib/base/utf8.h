/* Text as Unicode: validity, length in code points, normal form C, and which characters a person's
 * name may hold. Text is UTF-8 with its length in bytes; nothing here needs a terminating NUL.
 * Every function is safe in any number of threads. Source: Unicode 14, UAX #15. */
#ifndef MC_UTF8_H
#define MC_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

/* Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms). A NUL byte is
 * well-formed. */
bool mc_utf8_valid(const char *text, size_t length);

/* The number of code points in valid text. */
size_t mc_utf8_length(const char *text, size_t length);

/* A NUL-terminated copy in normal form C, in the arena; NULL if the text is not valid UTF-8.
 * ret_length may be NULL. Vietnamese keyboards send either form; the database holds form C alone.
 */
char *mc_utf8_nfc(struct mc_arena *arena, const char *text, size_t length, size_t *ret_length);

/* Whether valid, normalised text may stand as a person's name: not blank, and no control
 * characters, line breaks, bidirectional overrides, zero-width or other invisible characters,
 * private or unassigned code points, spaces other than U+0020, nor heaps of combining marks. */
bool mc_utf8_name_clean(const char *text, size_t length);

#endif
