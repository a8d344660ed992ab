#include "lib/dossier/reason.h"

#include <ctype.h>
#include <string.h>

#include "gen/vocabulary/reasons.h"
#include "lib/base/plain_text.h"

enum { WORDS_LEAST = 2, LETTERS_OF_WORD_LEAST = 2, LETTERS_LEAST = 3 };

bool
mc_reason_in_words(struct mc_arena *arena, const char *said)
{
	const char *plain = mc_plain_text(arena, said, ' ');
	bool seen['z' + 1] = {false};
	size_t words = 0, letters = 0;

	for (size_t length = 0;; plain++) {
		int letter = tolower((unsigned char)*plain);

		if (letter >= 'a' && letter <= 'z') {
			length++;
			letters += seen[letter] ? 0 : 1;
			seen[letter] = true;
			continue;
		}
		words += length >= LETTERS_OF_WORD_LEAST ? 1 : 0;
		length = 0;
		if (*plain == '\0')
			break;
	}
	return words >= WORDS_LEAST && letters >= LETTERS_LEAST;
}

static bool
takes(const struct mc_step *step, const char *code)
{
	for (const char *const *one = step->reasons; one != NULL && *one != NULL; one++) {
		if (strcmp(*one, code) == 0)
			return true;
	}
	return false;
}

enum mc_reason_fault
mc_reason_check(
    struct mc_arena *arena, const struct mc_step *step, const char *code, const char *said)
{
	const struct mc_reason *reason = mc_reason_of(code);

	if (code == NULL ? step->reason_needed : reason == NULL || !takes(step, code))
		return MC_REASON_OF_STEP;
	if (reason != NULL && reason->explained && said == NULL)
		return MC_REASON_UNEXPLAINED;
	if (step->reasons != NULL && said != NULL && !mc_reason_in_words(arena, said))
		return MC_REASON_NO_WORDS;
	return MC_REASON_FINE;
}
