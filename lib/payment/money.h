/* Amounts of Vietnamese đồng as people read them. Money is whole đồng in int64_t, never a float.
 * Texts are made in the arena; nothing fails. */
#ifndef MC_MONEY_H
#define MC_MONEY_H

#include <stdint.h>

#include "lib/base/arena.h"

/* No amount the platform handles is larger (999 nghìn tỷ đồng). */
#define MC_MONEY_MAX INT64_C(999999999999999)

/* "15.000 đồng". */
char *mc_money_text(struct mc_arena *arena, int64_t amount);

/* "15.000": for a column whose head names the currency. */
char *mc_money_digits(struct mc_arena *arena, int64_t amount);

/* "Mười lăm nghìn đồng", as receipts spell an amount out; |amount| must be <= MC_MONEY_MAX. */
char *mc_money_words(struct mc_arena *arena, int64_t amount);

#endif
