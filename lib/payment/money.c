/* Vietnamese numerals are read in groups of three digits; within one, 1, 4 and 5 change their sound
 * after a ten (mốt, tư, lăm) and a missing hundred or ten is spoken once a higher digit came. */
#include "lib/payment/money.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "gen/vocabulary/printed.h"
#include "lib/base/buf.h"

enum { WORDS_MAX = 512 };

static const char *const digit_words[] = {
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"};

char *
mc_money_digits(struct mc_arena *arena, int64_t amount)
{
	uint64_t rest = amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
	char text[32];
	size_t at = sizeof(text);
	int digits = 0;

	text[--at] = '\0';
	do {
		if (digits > 0 && digits % 3 == 0)
			text[--at] = '.';
		text[--at] = (char)('0' + rest % 10);
		rest /= 10;
		digits++;
	} while (rest > 0);
	if (amount < 0)
		text[--at] = '-';
	return mc_strdup(arena, text + at);
}

char *
mc_money_text(struct mc_arena *arena, int64_t amount)
{
	return MC_PRINTED_MONEY(arena, mc_money_digits(arena, amount));
}

static void
add_word(struct mc_buf *buf, const char *word)
{
	if (buf->length > 0)
		mc_buf_add_char(buf, ' ');
	mc_buf_add_text(buf, word);
}

static const char *
ones_word(unsigned ones, unsigned tens)
{
	if (ones == 1 && tens >= 2)
		return "mốt";
	if (ones == 4 && tens >= 2)
		return "tư";
	if (ones == 5 && tens >= 1)
		return "lăm";
	return digit_words[ones];
}

/* One group of three digits; whole = read a missing hundred or ten too. */
static void
add_group(struct mc_buf *buf, unsigned group, bool whole)
{
	unsigned hundreds = group / 100, tens = group / 10 % 10, ones = group % 10;

	if (hundreds > 0 || whole) {
		add_word(buf, digit_words[hundreds]);
		add_word(buf, "trăm");
		whole = true;
	}
	if (tens == 1) {
		add_word(buf, "mười");
	} else if (tens > 1) {
		add_word(buf, digit_words[tens]);
		add_word(buf, "mươi");
	} else if (ones > 0 && whole) {
		add_word(buf, "linh");
	}
	if (ones > 0)
		add_word(buf, ones_word(ones, tens));
}

/* A number below one billion (10^9) and above 0. */
static void
add_below_billion(struct mc_buf *buf, unsigned number)
{
	static const char *const names[] = {"triệu", "nghìn", NULL};
	unsigned divisor = 1000000;

	for (size_t i = 0; i < 3; i++, divisor /= 1000) {
		unsigned group = number / divisor % 1000;

		if (group == 0)
			continue;
		add_group(buf, group, buf->length > 0);
		if (names[i] != NULL)
			add_word(buf, names[i]);
	}
}

char *
mc_money_words(struct mc_arena *arena, int64_t amount)
{
	const int64_t billion = 1000000000;
	uint64_t rest = amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
	struct mc_buf buf = mc_buf_new(arena, WORDS_MAX);

	if (rest > (uint64_t)MC_MONEY_MAX)
		return mc_money_text(arena, amount);
	if (rest >= (uint64_t)billion) {
		add_below_billion(&buf, (unsigned)(rest / (uint64_t)billion));
		add_word(&buf, "tỷ");
	}
	add_below_billion(&buf, (unsigned)(rest % (uint64_t)billion));
	if (rest == 0)
		add_word(&buf, digit_words[0]);
	add_word(&buf, "đồng");
	if (amount < 0)
		return mc_sprintf(arena, "Âm %s", buf.bytes);
	/* no numeral begins with an accented letter, so its capital is an ASCII one */
	buf.bytes[0] = (char)(buf.bytes[0] - 'a' + 'A');
	return buf.bytes;
}
