/* Bytes as text: base64 (RFC 4648 section 4), base64url without padding (section 5), and a
 * comparison whose time does not depend on the contents. Decoding is strict: one text per value, so
 * white space, wrong padding and stray bits in the last character are refused. Results are in the
 * arena and NUL-terminated. Out-parameters stay untouched when a decoder returns false. */
#ifndef MC_BASE64_H
#define MC_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"
#include "lib/base/rc.h"

char *mc_base64_encode(struct mc_arena *arena, const void *bytes, size_t length);
char *mc_base64url_encode(struct mc_arena *arena, const void *bytes, size_t length);

MC_MUST_CHECK bool mc_base64_decode(struct mc_arena *arena, const char *text, size_t length,
    unsigned char **ret_bytes, size_t *ret_length);
MC_MUST_CHECK bool mc_base64url_decode(struct mc_arena *arena, const char *text, size_t length,
    unsigned char **ret_bytes, size_t *ret_length);

/* Whether two byte strings of one length are equal; the time depends on the length alone. */
bool mc_equal_constant_time(const void *a, const void *b, size_t length);

#endif
