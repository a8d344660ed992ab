#include "lib/base/tally.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOCKS = 64, SET_SIZE = 8, MINUTE = 60, DAY = 86400 };

struct window {
	uint32_t begun;
	uint32_t used;
};

struct entry {
	struct mc_tally_key key;
	struct window minute;
	struct window day; /* used 0: empty */
};

struct mc_tally {
	pthread_mutex_t locks[LOCKS];
	size_t mask; /* of the number of a set */
	struct entry (*sets)[SET_SIZE];
};

static void *
reserve(size_t count, size_t size)
{
	void *made = calloc(count, size);

	if (made == NULL) {
		fputs("motcua: out of memory\n", stderr);
		abort();
	}
	return made;
}

struct mc_tally *
mc_tally_new(size_t entries)
{
	struct mc_tally *tally = reserve(1, sizeof(*tally));
	size_t count = 1;

	while (count * SET_SIZE < entries)
		count *= 2;
	tally->sets = reserve(count, sizeof(*tally->sets));
	tally->mask = count - 1;
	for (size_t i = 0; i < LOCKS; i++)
		(void)pthread_mutex_init(&tally->locks[i], NULL);
	return tally;
}

void
mc_tally_free(struct mc_tally *tally)
{
	if (tally == NULL)
		return;
	for (size_t i = 0; i < LOCKS; i++)
		(void)pthread_mutex_destroy(&tally->locks[i]);
	free(tally->sets);
	free(tally);
}

/* The last bytes of an id are random (UUID). */
static size_t
set_of(const struct mc_tally *tally, const struct mc_tally_key *key)
{
	uint64_t number;

	memcpy(&number, key->id + MC_TALLY_ID_SIZE - sizeof(number), sizeof(number));
	return (size_t)((number + key->kind) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & tally->mask;
}

static void
renew(struct window *window, uint32_t now, uint32_t seconds)
{
	if (now - window->begun >= seconds)
		*window = (struct window){now, 0};
}

/* The entry of the key, or the one to give up for it. */
static struct entry *
find(struct entry set[SET_SIZE], const struct mc_tally_key *key, uint32_t now)
{
	struct entry *least = &set[0];

	for (size_t i = 0; i < SET_SIZE; i++) {
		if (set[i].day.used > 0 && memcmp(&set[i].key, key, sizeof(*key)) == 0)
			return &set[i];
		renew(&set[i].day, now, DAY);
		if (set[i].day.used < least->day.used)
			least = &set[i];
	}
	*least = (struct entry){.key = *key, .minute = {now, 0}, .day = {now, 0}};
	return least;
}

static struct mc_tally_left
left_of(const struct window *window, uint32_t most, uint32_t seconds, uint32_t now)
{
	return (struct mc_tally_left){
	    .of_day = seconds == DAY,
	    .left = most > window->used ? most - window->used : 0,
	    .resets = window->begun + seconds - now,
	};
}

static bool
take(struct entry *entry, const struct mc_tally_rule *rule, uint32_t now,
    struct mc_tally_left *ret_left)
{
	struct mc_tally_left minute, day;
	bool taken;

	renew(&entry->minute, now, MINUTE);
	renew(&entry->day, now, DAY);
	taken = entry->minute.used < rule->minute && entry->day.used < rule->day;
	entry->minute.used += taken;
	entry->day.used += taken;
	minute = left_of(&entry->minute, rule->minute, MINUTE, now);
	day = left_of(&entry->day, rule->day, DAY, now);
	*ret_left = day.left <= minute.left ? day : minute;
	return taken;
}

bool
mc_tally_take(struct mc_tally *tally, const struct mc_tally_key *key,
    const struct mc_tally_rule *rule, uint32_t now, struct mc_tally_left *ret_left)
{
	size_t number = set_of(tally, key);
	pthread_mutex_t *lock = &tally->locks[number % LOCKS];
	bool taken;

	(void)pthread_mutex_lock(lock);
	taken = take(find(tally->sets[number], key, now), rule, now, ret_left);
	(void)pthread_mutex_unlock(lock);
	return taken;
}
