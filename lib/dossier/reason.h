/* Why a step is taken: the reason that is chosen, and what is said beside it. */
#ifndef MC_REASON_H
#define MC_REASON_H

#include "gen/vocabulary/steps.h"
#include "lib/base/arena.h"

/* Whether somebody wrote words: at least two of two letters or more, and not one letter over and
 * over. "....." and "abcde" explain nothing to a person who reads them. */
bool mc_reason_in_words(struct mc_arena *arena, const char *said);

enum mc_reason_fault {
	MC_REASON_FINE,
	MC_REASON_OF_STEP,     /* the step is not taken for this reason, or not without one */
	MC_REASON_UNEXPLAINED, /* its words alone do not say it */
	MC_REASON_NO_WORDS,    /* what is said is no words */
};

/* What is wrong with a reason (NULL: none was chosen) and what is said beside it (NULL: nothing).
 */
enum mc_reason_fault mc_reason_check(
    struct mc_arena *arena, const struct mc_step *step, const char *code, const char *said);

#endif
