/* Doubling growth; the old bytes stay in the arena until it is reset. */
#include "lib/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

struct mc_buf
mc_buf_new(struct mc_arena *arena, size_t maximum)
{
	return (struct mc_buf){
	    .arena = arena,
	    .bytes = mc_alloc(arena, FIRST_CAPACITY),
	    .capacity = FIRST_CAPACITY,
	    .maximum = maximum,
	};
}

void
mc_buf_add(struct mc_buf *buf, const void *bytes, size_t length)
{
	if (buf->overflowed || length > buf->maximum - buf->length) {
		buf->overflowed = true;
		return;
	}
	if (length >= buf->capacity - buf->length) {
		size_t capacity = buf->capacity;
		char *grown;

		while (length >= capacity - buf->length)
			capacity *= 2;
		grown = mc_alloc(buf->arena, capacity);
		memcpy(grown, buf->bytes, buf->length);
		buf->bytes = grown;
		buf->capacity = capacity;
	}
	if (length > 0)
		memcpy(buf->bytes + buf->length, bytes, length);
	buf->length += length;
	buf->bytes[buf->length] = '\0';
}

void
mc_buf_add_text(struct mc_buf *buf, const char *text)
{
	mc_buf_add(buf, text, strlen(text));
}

void
mc_buf_add_char(struct mc_buf *buf, char c)
{
	mc_buf_add(buf, &c, 1);
}

void
mc_buf_printf(struct mc_buf *buf, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mc_vsprintf(buf->arena, format, args);
	va_end(args);
	mc_buf_add_text(buf, text);
}

bool
mc_buf_overflowed(const struct mc_buf *buf)
{
	return buf->overflowed;
}
