/* The words of a notice: a template of the vocabulary with the values of one occasion put in. The
 * only place where they are put together, whoever reads them, where and in which language; what is
 * kept is the template and the values (schema/notice). */
#ifndef MC_NOTICE_WORDS_H
#define MC_NOTICE_WORDS_H

#include <jansson.h>

#include "lib/base/arena.h"

/* The text in the arena. Places such as {code} or {amount:money} are filled from told in the way of
 * the language, "vi" or "en"; one that told says nothing of stays empty. instead stands for what
 * somebody typed ({reason:free}), which is repeated in no message; NULL shows it. */
const char *mc_notice_fill(struct mc_arena *arena, const char *template, const json_t *told,
    const char *language, const char *instead);

#endif
