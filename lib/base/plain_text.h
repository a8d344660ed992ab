/* Vietnamese text without its marks, for places that carry ASCII alone: contents of bank transfers,
 * fall-back file names. "Đăng ký khai sinh" becomes "Dang ky khai sinh". Safe in any thread. */
#ifndef MC_PLAIN_TEXT_H
#define MC_PLAIN_TEXT_H

#include <stddef.h>

#include "lib/base/arena.h"

/* A copy in printable ASCII: marks are dropped, đ and Đ become d and D, compatibility forms their
 * plain letters; whatever has no plain letter becomes substitute, or nothing if that is NUL. Bytes
 * that are no UTF-8 count as one such character each. */
char *mc_plain_text(struct mc_arena *arena, const char *text, char substitute);

#endif
