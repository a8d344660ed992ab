/* What people type or paste, as they meant it. Every door at which a line of text comes in uses
 * this one function, and the pages its twin in TypeScript; tests/data/as_typed.tsv is the table of
 * cases for both. Safe in any thread. Source: Unicode's general categories. */
#ifndef MC_AS_TYPED_H
#define MC_AS_TYPED_H

#include "lib/base/arena.h"

/* A copy of one line of text in the arena: invisible format characters are dropped, white space of
 * any kind and length is one blank and none at the ends, dashes are "-", full-width forms of ASCII
 * are ASCII, letters and their marks are in normal form C. NULL if the text is no UTF-8; NULL for
 * NULL. Other control characters stay, for the door to refuse. */
char *mc_as_typed(struct mc_arena *arena, const char *text);

/* The same for words to look for: NULL when nothing is left of them, so that nothing is looked for.
 */
char *mc_as_typed_words(struct mc_arena *arena, const char *text);

#endif
