/* One pass over the characters, then normal form C. */
#include "lib/base/as_typed.h"

#include <stdbool.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

enum {
	FULL_WIDTH_FIRST = 0xFF01, /* "！" */
	FULL_WIDTH_LAST = 0xFF5E,
	FULL_WIDTH_SHIFT = 0xFF01 - '!',
	DASH_FIRST = 0x2010,
	DASH_LAST = 0x2015,
	MINUS = 0x2212,
	SMALL_DASH = 0xFE58,
};

static bool
is_blank(ucs4_t c)
{
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Z) ||
	       (c >= '\t' && c <= '\r') || c == 0x85;
}

static ucs4_t
fold(ucs4_t c)
{
	if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST)
		return c - FULL_WIDTH_SHIFT;
	if ((c >= DASH_FIRST && c <= DASH_LAST) || c == MINUS || c == SMALL_DASH)
		return '-';
	return c;
}

static void
add_character(struct mc_buf *buf, ucs4_t c)
{
	uint8_t bytes[6];
	int length = u8_uctomb(bytes, c, sizeof(bytes));

	mc_buf_add(buf, bytes, (size_t)length);
}

char *
mc_as_typed(struct mc_arena *arena, const char *text)
{
	size_t left = text == NULL ? 0 : strlen(text);
	struct mc_buf buf = mc_buf_new(arena, left + 1);
	bool blank = false;

	if (text == NULL || !mc_utf8_valid(text, left))
		return NULL;
	while (left > 0) {
		ucs4_t c;
		int step = u8_mbtouc(&c, (const uint8_t *)text, left);

		text += step;
		left -= (size_t)step;
		if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf))
			continue;
		if (is_blank(c)) {
			blank = true;
			continue;
		}
		if (blank && buf.length > 0)
			mc_buf_add_char(&buf, ' ');
		blank = false;
		add_character(&buf, fold(c));
	}
	return mc_utf8_nfc(arena, buf.bytes, buf.length, NULL);
}

char *
mc_as_typed_words(struct mc_arena *arena, const char *text)
{
	char *words = mc_as_typed(arena, text);

	return words == NULL || *words == '\0' ? NULL : words;
}
