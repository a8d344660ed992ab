/* A hand-written reader of ^(H15(.50){0,4}|000.00.28.H24)-(yyMMdd|yyyyMMdd)-(4..7 digits)$. */
#include "lib/dossier/dossier_code.h"

#include <string.h>

#include "lib/calendar/local_time.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static size_t
count_digits(const char *text)
{
	size_t count = 0;

	while (is_digit(text[count]))
		count++;
	return count;
}

static uint32_t
read_number(const char *text, size_t digits)
{
	uint32_t number = 0;

	for (size_t i = 0; i < digits; i++)
		number = number * 10 + (uint32_t)(text[i] - '0');
	return number;
}

/* Length of an identifier such as H15.50.05.13 at the start of text, 0 if there is none. */
static size_t
scan_unit(const char *text)
{
	size_t length = 3;

	if (!is_upper(text[0]) || count_digits(text + 1) != 2)
		return 0;
	for (int level = 0; level < 4 && text[length] == '.'; level++) {
		size_t digits = count_digits(text + length + 1);

		if (digits < 1 || digits > 3)
			return 0;
		length += 1 + digits;
	}
	return length;
}

/* Length of an old identifier such as 000.00.28.H24, 0 if there is none. */
static size_t
scan_old_unit(const char *text)
{
	static const char pattern[] = "999.99.99.A99";

	for (size_t i = 0; pattern[i] != '\0'; i++) {
		bool fits = pattern[i] == '9'   ? is_digit(text[i])
			    : pattern[i] == 'A' ? is_upper(text[i])
						: text[i] == pattern[i];

		if (!fits)
			return 0;
	}
	return sizeof(pattern) - 1;
}

/* Copies without blanks and in upper case; false when it does not fit. */
static bool
clean(const char *typed, char ret_text[MC_DOSSIER_CODE_SIZE])
{
	size_t length = 0;

	for (; *typed != '\0'; typed++) {
		char c = *typed;

		if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
			continue;
		if (length == MC_DOSSIER_CODE_SIZE - 1)
			return false;
		ret_text[length++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	ret_text[length] = '\0';
	return true;
}

bool
mc_dossier_code_parse(const char *typed, struct mc_dossier_code *ret_code)
{
	struct mc_dossier_code code = {0};
	size_t unit, date, sequence;
	const char *rest;

	if (!clean(typed, code.text))
		return false;
	unit = scan_unit(code.text);
	if (unit == 0)
		unit = scan_old_unit(code.text);
	if (unit == 0 || code.text[unit] != '-')
		return false;
	memcpy(code.unit, code.text, unit);
	rest = code.text + unit + 1;
	date = count_digits(rest);
	if ((date != 6 && date != 8) || rest[date] != '-')
		return false;
	code.year = date == 8 ? (int)read_number(rest, 4) : 2000 + (int)read_number(rest, 2);
	code.month = (int)read_number(rest + date - 4, 2);
	code.day = (int)read_number(rest + date - 2, 2);
	if (!mc_date_exists(code.year, code.month, code.day))
		return false;
	rest += date + 1;
	sequence = count_digits(rest);
	if (sequence < 4 || sequence > 7 || rest[sequence] != '\0')
		return false;
	code.sequence = read_number(rest, sequence);
	*ret_code = code;
	return true;
}
