/* Small hand-written recognisers; none backtracks. */
#include "lib/json/format.h"

#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

bool
mc_format_uuid(const char *text, size_t length)
{
	if (length != 36)
		return false;
	for (size_t i = 0; i < length; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-' : !is_hex(text[i]))
			return false;
	}
	return true;
}

/* The number in exactly count digits, or -1. */
static int
digits(const char *text, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_digit(text[i]))
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool
mc_format_date(const char *text, size_t length)
{
	int year;
	int month;
	int day;

	if (length != 10 || text[4] != '-' || text[7] != '-')
		return false;
	year = digits(text, 4);
	month = digits(text + 5, 2);
	day = digits(text + 8, 2);
	return year >= 0 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in_month(year, month);
}

/* Reads "Z" or "+07:00"; the offset in minutes goes to ret_minutes. */
static bool
offset(const char *text, size_t length, int *ret_minutes)
{
	int hours;
	int minutes;

	if (length == 1 && (text[0] == 'Z' || text[0] == 'z')) {
		*ret_minutes = 0;
		return true;
	}
	if (length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
		return false;
	hours = digits(text + 1, 2);
	minutes = digits(text + 4, 2);
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return false;
	*ret_minutes = (hours * 60 + minutes) * (text[0] == '-' ? -1 : 1);
	return true;
}

bool
mc_format_date_time(const char *text, size_t length)
{
	enum { DAY = 24 * 60 };
	int hour;
	int minute;
	int second;
	int shift;
	size_t at = 19;

	if (length < 20 || !mc_format_date(text, 10) || (text[10] != 'T' && text[10] != 't') ||
	    text[13] != ':' || text[16] != ':')
		return false;
	hour = digits(text + 11, 2);
	minute = digits(text + 14, 2);
	second = digits(text + 17, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return false;
	if (text[at] == '.') {
		at++;
		if (at == length || !is_digit(text[at]))
			return false;
		while (at < length && is_digit(text[at]))
			at++;
	}
	if (!offset(text + at, length - at, &shift))
		return false;
	return second < 60 || (hour * 60 + minute - shift + 2 * DAY) % DAY == DAY - 1;
}

static bool
is_domain(const char *text, size_t length)
{
	size_t label = 0;

	if (length == 0 || length > 255)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '.') {
			if (label == 0 || text[i - 1] == '-')
				return false;
			label = 0;
			continue;
		}
		if (!is_letter(text[i]) && !is_digit(text[i]) && (text[i] != '-' || label == 0))
			return false;
		if (++label > 63)
			return false;
	}
	return label > 0 && text[length - 1] != '-';
}

static bool
is_ipv4(const char *text, size_t length)
{
	size_t at = 0;

	for (int part = 0; part < 4; part++) {
		size_t count = 0;
		int value;

		if (part > 0 && (at == length || text[at++] != '.'))
			return false;
		while (count < 3 && at + count < length && is_digit(text[at + count]))
			count++;
		value = digits(text + at, count);
		if (count == 0 || value > 255 || (count > 1 && text[at] == '0'))
			return false;
		at += count;
	}
	return at == length;
}

static size_t
hex_digits(const char *text, size_t length)
{
	size_t count = 0;

	while (count < length && is_hex(text[count]))
		count++;
	return count;
}

/* Steps over the colon after a group, and over a second one that stands for zeros, once. */
static bool
ipv6_colon(const char *text, size_t length, size_t *at, bool *elided)
{
	if (text[(*at)++] != ':' || *at == length)
		return false;
	if (text[*at] != ':')
		return true;
	if (*elided)
		return false;
	*elided = true;
	(*at)++;
	return true;
}

/* RFC 4291: eight groups of hex digits, one run of zeros as "::", an IPv4 address as the last two.
 */
static bool
is_ipv6(const char *text, size_t length)
{
	bool elided = length >= 2 && text[0] == ':' && text[1] == ':';
	size_t at = elided ? 2 : 0;
	int groups = 0;

	while (at < length) {
		size_t count = hex_digits(text + at, length - at);

		if (at + count < length && text[at + count] == '.')
			return is_ipv4(text + at, length - at) &&
			       (elided ? groups <= 5 : groups == 6);
		if (count == 0 || count > 4)
			return false;
		groups++;
		at += count;
		if (at < length && !ipv6_colon(text, length, &at, &elided))
			return false;
	}
	return elided ? groups <= 7 : groups == 8;
}

/* "[192.0.2.1]" or "[IPv6:2001:db8::1]" */
static bool
is_address_literal(const char *text, size_t length)
{
	if (length < 3 || text[0] != '[' || text[length - 1] != ']')
		return false;
	if (length > 7 && memcmp(text, "[IPv6:", 6) == 0)
		return is_ipv6(text + 6, length - 7);
	return is_ipv4(text + 1, length - 2);
}

static bool
is_quoted(const char *text, size_t length)
{
	if (length < 2 || text[0] != '"' || text[length - 1] != '"')
		return false;
	for (size_t i = 1; i < length - 1; i++) {
		if (text[i] < ' ' || text[i] > '~' || text[i] == '"')
			return false;
		if (text[i] == '\\' && (++i == length - 1 || text[i] < ' ' || text[i] > '~'))
			return false;
	}
	return true;
}

static bool
is_local_part(const char *text, size_t length)
{
	if (length == 0 || length > 64)
		return false;
	if (text[0] == '"')
		return is_quoted(text, length);
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '.') {
			if (i == 0 || i == length - 1 || text[i - 1] == '.')
				return false;
		} else if (!is_letter(text[i]) && !is_digit(text[i]) &&
			   !is_one_of(text[i], "!#$%&'*+-/=?^_`{|}~")) {
			return false;
		}
	}
	return true;
}

bool
mc_format_email(const char *text, size_t length)
{
	const char *at = length == 0 ? NULL : memrchr(text, '@', length);
	size_t local;

	if (at == NULL || length > 254)
		return false;
	local = (size_t)(at - text);
	return is_local_part(text, local) && (is_domain(at + 1, length - local - 1) ||
						 is_address_literal(at + 1, length - local - 1));
}

/* Whether every byte is unreserved, a sub-delimiter, a percent triple or one of extra. */
static bool
is_uri_text(const char *text, size_t length, const char *extra)
{
	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (is_letter(c) || is_digit(c) || is_one_of(c, "-._~!$&'()*+,;=") ||
		    is_one_of(c, extra))
			continue;
		if (c != '%' || length - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))
			return false;
		i += 2;
	}
	return true;
}

static bool
is_authority(const char *text, size_t length)
{
	const char *user = length == 0 ? NULL : memchr(text, '@', length);
	const char *port;

	if (user != NULL) {
		if (!is_uri_text(text, (size_t)(user - text), ":"))
			return false;
		length -= (size_t)(user - text) + 1;
		text = user + 1;
	}
	if (length > 0 && text[0] == '[') {
		const char *end = memchr(text, ']', length);
		size_t inside;

		if (end == NULL)
			return false;
		inside = (size_t)(end - text) - 1;
		if (!is_ipv6(text + 1, inside))
			return false;
		length -= inside + 2;
		text = end + 1;
		if (length > 0 && text[0] != ':')
			return false;
	}
	port = length == 0 ? NULL : memchr(text, ':', length);
	if (port == NULL)
		return is_uri_text(text, length, "");
	for (size_t i = (size_t)(port - text) + 1; i < length; i++) {
		if (!is_digit(text[i]))
			return false;
	}
	return is_uri_text(text, (size_t)(port - text), "");
}

bool
mc_format_uri(const char *text, size_t length)
{
	size_t at = 0;
	size_t end;

	if (length == 0 || !is_letter(text[0]))
		return false;
	while (at < length &&
	       (is_letter(text[at]) || is_digit(text[at]) || is_one_of(text[at], "+-.")))
		at++;
	if (at == length || text[at] != ':')
		return false;
	at++;
	if (length - at >= 2 && text[at] == '/' && text[at + 1] == '/') {
		at += 2;
		for (end = at; end < length && !is_one_of(text[end], "/?#");)
			end++;
		if (!is_authority(text + at, end - at))
			return false;
		at = end;
	}
	for (end = at; end < length && text[end] != '?' && text[end] != '#';)
		end++;
	if (!is_uri_text(text + at, end - at, ":@/"))
		return false;
	at = end;
	if (at < length && text[at] == '?') {
		for (end = ++at; end < length && text[end] != '#';)
			end++;
		if (!is_uri_text(text + at, end - at, ":@/?"))
			return false;
		at = end;
	}
	return at == length || is_uri_text(text + at + 1, length - at - 1, ":@/?");
}
