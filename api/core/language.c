/* Weights in thousandths; what cannot be read counts as not wanted. */
#include "api/core/language.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* The weight of ";q=0.8" in the rest of an item; 1000 without one. */
static int
weight_of(const char *rest, size_t length)
{
	const char *end = rest + length;
	const char *q = memchr(rest, ';', length);
	int weight;

	if (q == NULL)
		return 1000;
	for (q++; q < end && *q == ' '; q++)
		continue;
	if (end - q < 3 || (q[0] != 'q' && q[0] != 'Q') || q[1] != '=' ||
	    (q[2] != '0' && q[2] != '1'))
		return 0;
	weight = (q[2] - '0') * 1000;
	q += 3;
	if (q < end && *q == '.') {
		int unit = 100;

		for (q++; q < end && isdigit((unsigned char)*q) != 0 && unit > 0; q++, unit /= 10)
			weight += (*q - '0') * unit;
	}
	return weight > 1000 ? 1000 : weight;
}

static bool
is_language(const char *item, size_t length, const char *language)
{
	return length >= 2 && strncasecmp(item, language, 2) == 0 &&
	       (length == 2 || item[2] == '-' || item[2] == ';' || item[2] == ' ');
}

const char *
mc_language_of(const char *accept_language)
{
	int english = 0;
	int vietnamese = 0;
	const char *item = accept_language;

	while (item != NULL && *item != '\0') {
		size_t length;
		int weight;

		item += strspn(item, " ,");
		length = strcspn(item, ",");
		weight = weight_of(item, length);
		if (is_language(item, length, "en") && weight > english)
			english = weight;
		if (is_language(item, length, "vi") && weight > vietnamese)
			vietnamese = weight;
		item += length;
	}
	return english > vietnamese ? "en" : "vi";
}
