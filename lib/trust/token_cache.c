/* Sets of a few entries under a few locks: a new token takes the place of the one in its set that
 * ends first, so that tokens in use do not push each other out. */
#include "lib/trust/token_cache.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"

enum { LOCKS = 16, SET_SIZE = 4 };

/* The claims of one token: its texts lie one after the other in one block of memory. */
struct entry {
	unsigned char digest[MC_DIGEST_SIZE];
	int64_t issued_at;
	int64_t expires_at; /* 0 = empty */
	char *texts;        /* account, session, role, assurance, units as JSON, units */
	size_t size;
};

struct mc_token_cache {
	pthread_mutex_t locks[LOCKS];
	size_t mask; /* of the number of a set */
	struct entry (*sets)[SET_SIZE];
};

static void
out_of_memory(void)
{
	fputs("motcua: out of memory\n", stderr);
	abort();
}

struct mc_token_cache *
mc_token_cache_new(size_t slots)
{
	struct mc_token_cache *cache = calloc(1, sizeof(*cache));
	size_t count = LOCKS / SET_SIZE;

	if (cache == NULL)
		out_of_memory();
	while (count * SET_SIZE < slots && count <= SIZE_MAX / (4 * SET_SIZE))
		count *= 2;
	cache->sets = calloc(count, sizeof(*cache->sets));
	if (cache->sets == NULL)
		out_of_memory();
	cache->mask = count - 1;
	for (size_t i = 0; i < LOCKS; i++)
		(void)pthread_mutex_init(&cache->locks[i], NULL);
	return cache;
}

void
mc_token_cache_free(struct mc_token_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < LOCKS; i++)
		(void)pthread_mutex_destroy(&cache->locks[i]);
	for (size_t i = 0; i <= cache->mask; i++) {
		for (size_t j = 0; j < SET_SIZE; j++)
			free(cache->sets[i][j].texts);
	}
	free(cache->sets);
	free(cache);
}

static size_t
set_of(const struct mc_token_cache *cache, const unsigned char digest[MC_DIGEST_SIZE])
{
	size_t number;

	memcpy(&number, digest, sizeof(number));
	return number & cache->mask;
}

/* The entry of the digest, or the one to give up for it. */
static struct entry *
entry_for(struct entry set[SET_SIZE], const unsigned char digest[MC_DIGEST_SIZE])
{
	struct entry *first = &set[0];

	for (size_t i = 0; i < SET_SIZE; i++) {
		if (memcmp(set[i].digest, digest, MC_DIGEST_SIZE) == 0)
			return &set[i];
		if (set[i].expires_at < first->expires_at)
			first = &set[i];
	}
	return first;
}

/* The claims of the digest, copied into the arena under the lock. */
static bool
find(struct mc_arena *arena, struct mc_token_cache *cache,
    const unsigned char digest[MC_DIGEST_SIZE], int64_t now, struct mc_token_claims *ret_claims)
{
	size_t number = set_of(cache, digest);
	pthread_mutex_t *lock = &cache->locks[number % LOCKS];
	const struct entry *entry;
	char *text = NULL;

	(void)pthread_mutex_lock(lock);
	entry = entry_for(cache->sets[number], digest);
	if (entry->expires_at + MC_TOKEN_LEEWAY > now &&
	    entry->issued_at <= now + MC_TOKEN_LEEWAY &&
	    memcmp(entry->digest, digest, MC_DIGEST_SIZE) == 0) {
		text = mc_alloc(arena, entry->size);
		memcpy(text, entry->texts, entry->size);
		ret_claims->issued_at = entry->issued_at;
		ret_claims->expires_at = entry->expires_at;
	}
	(void)pthread_mutex_unlock(lock);
	if (text == NULL)
		return false;
	ret_claims->account_id = text;
	ret_claims->session_id = text += strlen(text) + 1;
	ret_claims->role = text += strlen(text) + 1;
	ret_claims->assurance = text += strlen(text) + 1;
	ret_claims->units_json = text += strlen(text) + 1;
	ret_claims->units = text + strlen(text) + 1;
	return true;
}

static void
keep(struct mc_token_cache *cache, const unsigned char digest[MC_DIGEST_SIZE],
    const struct mc_token_claims *claims)
{
	const char *const texts[] = {claims->account_id, claims->session_id, claims->role,
	    claims->assurance, claims->units_json, claims->units};
	enum { COUNT = sizeof(texts) / sizeof(texts[0]) };
	struct entry entry = {.issued_at = claims->issued_at, .expires_at = claims->expires_at};
	size_t number = set_of(cache, digest);
	pthread_mutex_t *lock = &cache->locks[number % LOCKS];
	struct entry *place;
	char *end;
	char *before;

	for (size_t i = 0; i < COUNT; i++)
		entry.size += strlen(texts[i]) + 1;
	entry.texts = malloc(entry.size);
	if (entry.texts == NULL)
		out_of_memory();
	end = entry.texts;
	for (size_t i = 0; i < COUNT; i++) {
		size_t size = strlen(texts[i]) + 1;

		memcpy(end, texts[i], size);
		end += size;
	}
	memcpy(entry.digest, digest, MC_DIGEST_SIZE);
	(void)pthread_mutex_lock(lock);
	place = entry_for(cache->sets[number], digest);
	before = place->texts;
	*place = entry;
	(void)pthread_mutex_unlock(lock);
	free(before);
}

enum mc_rc
mc_token_cache_verify(struct mc_ctx *ctx, struct mc_token_cache *cache, const struct mc_keys *keys,
    const char *issuer, const char *token, size_t length, int64_t now,
    struct mc_token_claims *ret_claims)
{
	unsigned char digest[MC_DIGEST_SIZE];

	mc_digest_bytes(token, length, digest);
	if (find(ctx->arena, cache, digest, now, ret_claims))
		return MC_OK;
	TRY(mc_token_verify(ctx, keys, issuer, token, length, now, ret_claims));
	keep(cache, digest, ret_claims);
	return MC_OK;
}
