/* A direct-mapped table under a few locks: a newer token takes the place of an older one. */
#include "lib/base/token_cache.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/digest.h"

enum { LOCKS = 16, TEXT_MAX = 65 };

/* Claims by value, so that a copy under the lock is all a reader needs. Claims with more units than
 * fit are not kept. */
struct entry {
	unsigned char digest[MC_DIGEST_SIZE];
	int64_t issued_at;
	int64_t expires_at; /* 0 = empty */
	char account_id[TEXT_MAX];
	char session_id[TEXT_MAX];
	char role[TEXT_MAX];
	char units_json[UNITS_MAX];
	char units[UNITS_MAX];
};

struct mc_token_cache {
	pthread_mutex_t locks[LOCKS];
	size_t mask;
	struct entry *entries;
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
	size_t count = LOCKS;

	if (cache == NULL)
		out_of_memory();
	while (count < slots && count <= SIZE_MAX / 4)
		count *= 2;
	cache->entries = calloc(count, sizeof(*cache->entries));
	if (cache->entries == NULL)
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
	free(cache->entries);
	free(cache);
}

static size_t
slot_of(const struct mc_token_cache *cache, const unsigned char digest[MC_DIGEST_SIZE])
{
	size_t slot;

	memcpy(&slot, digest, sizeof(slot));
	return slot & cache->mask;
}

static bool
find(struct mc_token_cache *cache, const unsigned char digest[MC_DIGEST_SIZE], int64_t now,
    struct entry *ret_entry)
{
	size_t slot = slot_of(cache, digest);
	pthread_mutex_t *lock = &cache->locks[slot % LOCKS];
	const struct entry *entry = &cache->entries[slot];
	bool found;

	(void)pthread_mutex_lock(lock);
	found = entry->expires_at + MC_TOKEN_LEEWAY > now &&
		entry->issued_at <= now + MC_TOKEN_LEEWAY &&
		memcmp(entry->digest, digest, MC_DIGEST_SIZE) == 0;
	if (found)
		*ret_entry = *entry;
	(void)pthread_mutex_unlock(lock);
	return found;
}

static bool
keep_text(char *to, size_t size, const char *text)
{
	size_t length = strlen(text);

	if (length >= size)
		return false;
	memcpy(to, text, length + 1);
	return true;
}

static void
keep(struct mc_token_cache *cache, const unsigned char digest[MC_DIGEST_SIZE],
    const struct mc_token_claims *claims)
{
	struct entry entry = {.issued_at = claims->issued_at, .expires_at = claims->expires_at};
	size_t slot = slot_of(cache, digest);
	pthread_mutex_t *lock = &cache->locks[slot % LOCKS];

	if (!keep_text(entry.account_id, TEXT_MAX, claims->account_id) ||
	    !keep_text(entry.session_id, TEXT_MAX, claims->session_id) ||
	    !keep_text(entry.role, TEXT_MAX, claims->role) ||
	    !keep_text(entry.units_json, UNITS_MAX, claims->units_json) ||
	    !keep_text(entry.units, UNITS_MAX, claims->units))
		return;
	memcpy(entry.digest, digest, MC_DIGEST_SIZE);
	(void)pthread_mutex_lock(lock);
	cache->entries[slot] = entry;
	(void)pthread_mutex_unlock(lock);
}

enum mc_rc
mc_token_cache_verify(struct mc_ctx *ctx, struct mc_token_cache *cache, const struct mc_keys *keys,
    const char *issuer, const char *token, size_t length, int64_t now,
    struct mc_token_claims *ret_claims)
{
	unsigned char digest[MC_DIGEST_SIZE];
	struct entry entry;

	mc_digest_bytes(token, length, digest);
	if (find(cache, digest, now, &entry)) {
		*ret_claims = (struct mc_token_claims){
		    .account_id = mc_strdup(ctx->arena, entry.account_id),
		    .session_id = mc_strdup(ctx->arena, entry.session_id),
		    .role = mc_strdup(ctx->arena, entry.role),
		    .units_json = mc_strdup(ctx->arena, entry.units_json),
		    .units = mc_strdup(ctx->arena, entry.units),
		    .issued_at = entry.issued_at,
		    .expires_at = entry.expires_at,
		};
		return MC_OK;
	}
	TRY(mc_token_verify(ctx, keys, issuer, token, length, now, ret_claims));
	keep(cache, digest, ret_claims);
	return MC_OK;
}
