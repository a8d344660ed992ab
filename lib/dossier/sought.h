/* What somebody looks for at the desk, read out of one line as people type it: the code of a
 * dossier, the number of a letter or of a fee's receipt, numbers of people, words. Pure functions,
 * safe in any thread. */
#ifndef MC_SOUGHT_H
#define MC_SOUGHT_H

#include "lib/base/arena.h"

/* One of the first three stands alone; a number may be words as well. What is not there is NULL. */
struct mc_sought {
	const char *code;            /* of a dossier, as it is stored */
	const char *tracking_number; /* of a letter (S10) */
	const char *receipt_number;  /* of a fee's receipt, "BL-H99.31-261125-0001" */
	const char *numbers;         /* phone, identity number, tax code: "{0912345678}" for SQL */
	const char *words;
};

/* Reads words as mc_as_typed_words left them. Texts are in the arena, or the words themselves. */
void mc_sought_read(struct mc_arena *arena, const char *words, struct mc_sought *ret_sought);

#endif
