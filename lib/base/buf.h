/* A growing byte buffer inside an arena, always NUL-terminated, with a mandatory maximum.
 * Growing past the maximum does not fail call by call: the buffer stops growing and
 * mc_buf_overflowed says so once at the end. */
#ifndef MC_BUF_H
#define MC_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

struct mc_buf {
	struct mc_arena *arena;
	char *bytes;
	size_t length;
	size_t capacity;
	size_t maximum;
	bool overflowed;
};

/* An empty buffer of at most maximum bytes. */
struct mc_buf mc_buf_new(struct mc_arena *arena, size_t maximum);

void mc_buf_add(struct mc_buf *buf, const void *bytes, size_t length);
void mc_buf_add_text(struct mc_buf *buf, const char *text);
void mc_buf_add_char(struct mc_buf *buf, char c);
void mc_buf_printf(struct mc_buf *buf, const char *format, ...) MC_PRINTF(2, 3);

/* Whether anything was left out because the maximum was reached. */
bool mc_buf_overflowed(const struct mc_buf *buf);

#endif
