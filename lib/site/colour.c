/* The formulas of WCAG 2.2 as they stand there. */
#include "lib/site/colour.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool
mc_colour_parse(const char *text, unsigned char parts[3])
{
	if (strlen(text) != 7 || text[0] != '#' || strspn(text + 1, "0123456789abcdef") != 6)
		return false;
	return sscanf(text, "#%2hhx%2hhx%2hhx", &parts[0], &parts[1], &parts[2]) == 3;
}

static double
linear(unsigned char part)
{
	double value = part / 255.0;

	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double
luminance(const unsigned char parts[3])
{
	return 0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2]);
}

double
mc_colour_contrast(const unsigned char a[3], const unsigned char b[3])
{
	double one = luminance(a) + 0.05;
	double other = luminance(b) + 0.05;

	return one > other ? one / other : other / one;
}
