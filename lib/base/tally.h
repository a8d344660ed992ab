/* Counts what somebody did in a minute and in a day, in bounded memory: sets of a few entries under
 * a few locks. A time begins with the first use in it. Where a set is full, the entry that counts
 * least gives way, so that many who did little cannot make one forgotten who did much. */
#ifndef MC_TALLY_H
#define MC_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MC_TALLY_ID_SIZE = 16 };

struct mc_tally;

/* Who and what is counted. */
struct mc_tally_key {
	unsigned char id[MC_TALLY_ID_SIZE];
	uint32_t kind;
};

struct mc_tally_rule {
	uint32_t minute; /* most in a minute, and in a day */
	uint32_t day;
};

/* Of the time that leaves least. */
struct mc_tally_left {
	bool of_day;
	uint32_t left;
	uint32_t resets; /* seconds until it begins anew, at least 1 */
};

/* For at least so many entries; ends the program if there is no memory. The caller owns it. */
struct mc_tally *mc_tally_new(size_t entries);
void mc_tally_free(struct mc_tally *tally);

/* One use now, in seconds that never go back. False: the rule has no more, and nothing was counted;
 * left says until when. Safe in any thread. */
bool mc_tally_take(struct mc_tally *tally, const struct mc_tally_key *key,
    const struct mc_tally_rule *rule, uint32_t now, struct mc_tally_left *ret_left);

#endif
