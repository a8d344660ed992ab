/* The text by which a bank transfer names what it pays: "MC", ten characters of Crockford's base 32
 * (no I, L, O, U) and a check character, e.g. "MC0123456789AB". One mistyped character, or two that
 * changed places, is always noticed. Pure functions, safe in any thread. */
#ifndef MC_TRANSFER_CONTENT_H
#define MC_TRANSFER_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MC_TRANSFER_CONTENT_SIZE = 14, MC_TRANSFER_CANDIDATES_MAX = 8 };

struct mc_transfer_content {
	char text[MC_TRANSFER_CONTENT_SIZE];
};

/* Makes a content from the low 50 bits of number (random, or a sequence); the caller keeps contents
 * unique, by a constraint of the database. */
struct mc_transfer_content mc_transfer_content(uint64_t number);

/* Finds contents in a bank's free text: upper-cases it, drops everything but letters and digits
 * (banks add prefixes, change case, drop or insert blanks) and reads O as 0, I and L as 1. Returns
 * how many different candidates with a right check character there are, in order; one in 32 texts
 * that merely look alike passes too, so the caller looks each candidate up. ret_mistyped says
 * whether something has the shape of a content but a wrong check character: a person should look at
 * that transfer. Only the first 1,000 letters and digits of the text are read. */
size_t mc_transfer_content_find(const char *text,
    struct mc_transfer_content ret_found[MC_TRANSFER_CANDIDATES_MAX], bool *ret_mistyped);

#endif
