/* Thin functions over libunistring. */
#include "lib/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* Form C leaves none in Vietnamese; other scripts of the country need two. */
enum { MARKS_MAX = 3 };

static const uint8_t *
as_u8(const char *text)
{
	return (const uint8_t *)text;
}

bool
mc_utf8_valid(const char *text, size_t length)
{
	return length == 0 || u8_check(as_u8(text), length) == NULL;
}

size_t
mc_utf8_length(const char *text, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

static bool
is_ascii(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)text[i] >= 0x80)
			return false;
	}
	return true;
}

char *
mc_utf8_nfc(struct mc_arena *arena, const char *text, size_t length, size_t *ret_length)
{
	uint8_t *normal;
	size_t normal_length;
	char *copy;

	if (is_ascii(text, length)) {
		normal_length = length;
		copy = mc_strndup(arena, length == 0 ? "" : text, length);
	} else {
		if (!mc_utf8_valid(text, length))
			return NULL;
		normal = u8_normalize(UNINORM_NFC, as_u8(text), length, NULL, &normal_length);
		if (normal == NULL)
			abort(); /* valid text fails only when memory is out */
		copy = mc_strndup(arena, (const char *)normal, normal_length);
		free(normal);
	}
	if (ret_length != NULL)
		*ret_length = normal_length;
	return copy;
}

static bool
name_character(ucs4_t c)
{
	static const uint32_t refused = UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Z;

	if (c == ' ')
		return true;
	/* U+FFFD stands for bytes lost elsewhere; U+2800 is a blank that counts as a symbol. */
	if (c == 0xFFFD || c == 0x2800)
		return false;
	/* Default ignorables are the invisible ones that are letters or marks: fillers, selectors,
	 * joiners. */
	return !uc_is_general_category_withtable(c, refused) &&
	       !uc_is_property_default_ignorable_code_point(c);
}

bool
mc_utf8_name_clean(const char *text, size_t length)
{
	size_t marks = 0;
	bool blank = true;

	if (!mc_utf8_valid(text, length))
		return false;
	for (size_t at = 0; at < length;) {
		ucs4_t c;
		int step = u8_mbtouc(&c, as_u8(text) + at, length - at);

		if (!name_character(c))
			return false;
		marks = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M) ? marks + 1 : 0;
		if (marks > MARKS_MAX || (marks > 0 && blank))
			return false;
		blank = blank && c == ' ';
		at += (size_t)step;
	}
	return !blank;
}
