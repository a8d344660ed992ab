/* Each character is decomposed on its own (NFKD), so one broken byte spoils nothing around it. */
#include "lib/base/plain_text.h"

#include <stdbool.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "lib/base/buf.h"

enum { DECOMPOSED_MAX = 32 }; /* Unicode's longest decomposition has 18 */

static bool
is_ascii(ucs4_t c)
{
	return c >= ' ' && c <= '~';
}

/* Adds the plain letters of one character; false when it has none. A mark alone is dropped. */
static bool
add_plain(struct mc_buf *buf, ucs4_t character)
{
	ucs4_t parts[DECOMPOSED_MAX];
	size_t count = DECOMPOSED_MAX;

	if (character == 0x0110 || character == 0x0111) { /* đ has no decomposition */
		mc_buf_add_char(buf, character == 0x0110 ? 'D' : 'd');
		return true;
	}
	if (u32_normalize(UNINORM_NFKD, &character, 1, parts, &count) != parts)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!is_ascii(parts[i]) && uc_combining_class(parts[i]) == 0)
			return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (is_ascii(parts[i]))
			mc_buf_add_char(buf, (char)parts[i]);
	}
	return true;
}

char *
mc_plain_text(struct mc_arena *arena, const char *text, char substitute)
{
	size_t length = strlen(text);
	struct mc_buf buf = mc_buf_new(arena, length * DECOMPOSED_MAX + 1);

	while (length > 0) {
		ucs4_t character;
		int used = u8_mbtoucr(&character, (const uint8_t *)text, length);

		if ((used <= 0 || !add_plain(&buf, character)) && substitute != '\0')
			mc_buf_add_char(&buf, substitute);
		if (used <= 0)
			used = 1;
		text += used;
		length -= (size_t)used;
	}
	return buf.bytes;
}
