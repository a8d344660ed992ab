/* Tries what may be a code from each word on, in three readings. */
#include "lib/dossier/dossier_code.h"

#include <ctype.h>
#include <string.h>

enum {
	TYPED_MAX = 200,
	DATE_DIGITS = 6,
	SEQUENCE_DIGITS_MIN = 4,
	SEQUENCE_DIGITS_MAX = 7,
	UNIT_DIGITS_MAX = 10,
};

static bool
is_sign(char c)
{
	return c == '.' || c == '-';
}

/* A copy of ASCII alone, in upper case, with the signs that people use in place of ours; false when
 * it is too long. */
static bool
clean(const char *typed, char text[TYPED_MAX])
{
	size_t length = 0;

	for (; *typed != '\0'; typed++) {
		unsigned char c = (unsigned char)*typed;

		if (length == TYPED_MAX - 1)
			return false;
		if (c == ',')
			text[length++] = '.';
		else if (c == '_')
			text[length++] = '-';
		else
			text[length++] =
			    c < 0x80 && (isalnum(c) || is_sign((char)c)) ? (char)toupper(c) : ' ';
	}
	while (length > 0 && !isalnum((unsigned char)text[length - 1]))
		length--;
	text[length] = '\0';
	return true;
}

/* The blanks that stand for a hyphen made one; those beside a sign, and all if drop is set,
 * dropped. */
static void
join(const char *text, bool drop, char joined[TYPED_MAX])
{
	size_t length = 0;

	for (size_t i = 0; text[i] != '\0'; i++) {
		if (text[i] != ' ')
			joined[length++] = text[i];
		else if (!drop && length > 0 && !is_sign(joined[length - 1]) &&
			 text[i + 1] != ' ' && !is_sign(text[i + 1]))
			joined[length++] = '-';
	}
	joined[length] = '\0';
}

/* "H99312611250003" with a unit of so many digits, which have their level each two. */
static bool
sign(const char *bare, size_t unit, struct mc_dossier_code *ret_code)
{
	char text[MC_DOSSIER_CODE_SIZE];
	size_t length = 0;

	for (size_t i = 0; bare[i] != '\0'; i++) {
		if (i > 2 && i < 1 + unit && i % 2 == 1)
			text[length++] = '.';
		if (i == 1 + unit || i == 1 + unit + DATE_DIGITS)
			text[length++] = '-';
		text[length++] = bare[i];
	}
	text[length] = '\0';
	return mc_dossier_code_parse(text, ret_code);
}

/* A code without signs. Nearly all units have two digits a level, so that no more than one length
 * of the sequence fits. */
static bool
split(const char *text, struct mc_dossier_code *ret_code)
{
	char bare[TYPED_MAX];
	size_t length = 0;

	for (; *text != '\0'; text++) {
		if (isalnum((unsigned char)*text))
			bare[length++] = *text;
	}
	bare[length] = '\0';
	if (length == 0 || strspn(bare + 1, "0123456789") != length - 1)
		return false;
	for (size_t sequence = SEQUENCE_DIGITS_MIN; sequence <= SEQUENCE_DIGITS_MAX; sequence++) {
		size_t rest = 1 + DATE_DIGITS + sequence;
		size_t unit = length > rest ? length - rest : 0;

		if (unit >= 2 && unit <= UNIT_DIGITS_MAX && unit % 2 == 0 &&
		    sign(bare, unit, ret_code))
			return true;
	}
	return false;
}

bool
mc_dossier_code_find(const char *typed, struct mc_dossier_code *ret_code)
{
	char text[TYPED_MAX];
	char joined[TYPED_MAX];

	if (!clean(typed, text))
		return false;
	for (size_t i = 0; text[i] != '\0'; i++) {
		if (!isalnum((unsigned char)text[i]) ||
		    (i > 0 && isalnum((unsigned char)text[i - 1])))
			continue;
		join(text + i, true, joined);
		if (mc_dossier_code_parse(joined, ret_code))
			return true;
		join(text + i, false, joined);
		if (mc_dossier_code_parse(joined, ret_code) || split(joined, ret_code))
			return true;
	}
	return false;
}
