/* A letter that takes two places (an escaped one, a surrogate pair) is not cut between parts. */
#include "lib/wire/sms_text.h"

#include <string.h>
#include <unistr.h>

#include "lib/base/plain_text.h"

enum {
	SMALL_ALONE = 160,
	SMALL_OF_SEVERAL = 153,
	WIDE_ALONE = 70,
	WIDE_OF_SEVERAL = 67,
	BEYOND_16_BITS = 0x10000,
};

/* What the alphabet has beside ASCII, and the ASCII that it has not, or only with an escape. */
static const char more[] = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ"
			   "¤¡ÄÖÑÜ"
			   "§¿äöñüà";
static const char escaped[] = "^{}\\[~]|€\f";

static bool
is_among(const char *letters, ucs4_t letter)
{
	return u8_strchr((const uint8_t *)letters, letter) != NULL;
}

/* The places that a letter takes; 0 if the alphabet has it not. */
static unsigned
small_places(ucs4_t letter)
{
	if (is_among(escaped, letter))
		return 2;
	if ((letter >= ' ' && letter <= '~' && letter != '`') || letter == '\n' || letter == '\r')
		return 1;
	return is_among(more, letter) ? 1 : 0;
}

static unsigned
wide_places(ucs4_t letter)
{
	return letter < BEYOND_16_BITS ? 1 : 2;
}

static ucs4_t
next_letter(const char **text)
{
	ucs4_t letter;
	const uint8_t *after = u8_next(&letter, (const uint8_t *)*text);

	*text = (const char *)after;
	return after == NULL ? 0 : letter;
}

static bool
is_small(const char *text)
{
	ucs4_t letter;

	while ((letter = next_letter(&text)) != 0) {
		if (small_places(letter) == 0)
			return false;
	}
	return true;
}

/* Filled one after the other with so many places each. */
static unsigned
count_parts(const char *text, bool small, unsigned places)
{
	unsigned parts = 1;
	unsigned used = 0;
	ucs4_t letter;

	while ((letter = next_letter(&text)) != 0) {
		unsigned takes = small ? small_places(letter) : wide_places(letter);

		if (used + takes > places) {
			parts++;
			used = 0;
		}
		used += takes;
	}
	return parts;
}

struct mc_sms_form
mc_sms_form(const char *text)
{
	bool small = is_small(text);
	unsigned parts = 1;

	if (count_parts(text, small, small ? SMALL_ALONE : WIDE_ALONE) > 1)
		parts = count_parts(text, small, small ? SMALL_OF_SEVERAL : WIDE_OF_SEVERAL);
	return (struct mc_sms_form){.small = small, .parts = parts};
}

const char *
mc_sms_cheapest(struct mc_arena *arena, const char *text)
{
	const char *plain = mc_plain_text(arena, text, '?');

	return mc_sms_form(plain).parts < mc_sms_form(text).parts ? plain : text;
}
