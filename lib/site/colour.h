/* Whether text of one colour can be read on another. Pure, safe in any thread. Source: WCAG 2.2,
 * "relative luminance" and "contrast ratio". */
#ifndef MC_COLOUR_H
#define MC_COLOUR_H

#include <stdbool.h>

/* Reads "#0b5563"; false for anything else. Parts are red, green and blue, 0 to 255. */
bool mc_colour_parse(const char *text, unsigned char parts[3]);

/* From 1 (the same) to 21 (black and white), whichever is the text. */
double mc_colour_contrast(const unsigned char a[3], const unsigned char b[3]);

#endif
