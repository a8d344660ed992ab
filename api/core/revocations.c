/* A sorted array of ids, replaced as a whole after each reading: the sessions ended within the life
 * of a token are few. While the database is away, or the table locked, the last list stays. */
#include "api/core/revocations.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "gen/queries.h"
#include "lib/base/clock.h"

enum {
	LOOK_BACK_MS = 15 * 60 * 1000, /* longer than a token lives */
	ID_LENGTH = 36,
};

struct list {
	size_t count;
	char (*ids)[ID_LENGTH];
};

struct mc_revocations {
	pthread_rwlock_t lock; /* of the list */
	struct list list;
};

struct mc_revocations *
mc_revocations_new(void)
{
	struct mc_revocations *revocations = calloc(1, sizeof(*revocations));

	if (revocations == NULL || pthread_rwlock_init(&revocations->lock, NULL) != 0)
		abort();
	return revocations;
}

void
mc_revocations_free(struct mc_revocations *revocations)
{
	if (revocations == NULL)
		return;
	(void)pthread_rwlock_destroy(&revocations->lock);
	free(revocations->list.ids);
	free(revocations);
}

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, ID_LENGTH);
}

static struct list
copy_ids(const struct mc_rows *rows)
{
	struct list list = {.count = 0, .ids = calloc(mc_rows_count(rows) + 1, ID_LENGTH)};

	if (list.ids == NULL)
		abort();
	for (size_t i = 0; i < mc_rows_count(rows); i++) {
		const char *id = mc_rows_get(rows, i, "session_id");

		if (id != NULL && strlen(id) == ID_LENGTH)
			memcpy(list.ids[list.count++], id, ID_LENGTH);
	}
	qsort(list.ids, list.count, ID_LENGTH, compare_ids);
	return list;
}

enum mc_rc
mc_revocations_read(struct mc_ctx *ctx, struct mc_revocations *revocations, struct mc_pg_pool *pool)
{
	struct mc_batch *batch = mc_batch_new(ctx, pool);
	const char *const params[] = {
	    mc_clock_rfc3339(ctx->arena, mc_clock_now_ms() - LOOK_BACK_MS)};
	struct list list;
	struct list old;

	(void)mc_batch_add(batch, &mc_sql_session_revoked, params);
	mc_batch_set_repeatable(batch);
	TRY(mc_batch_run(batch));
	list = copy_ids(mc_batch_rows(batch, 0));
	(void)pthread_rwlock_wrlock(&revocations->lock);
	old = revocations->list;
	revocations->list = list;
	(void)pthread_rwlock_unlock(&revocations->lock);
	free(old.ids);
	return MC_OK;
}

bool
mc_revocations_has(struct mc_revocations *revocations, const char *session_id)
{
	bool found;

	if (strlen(session_id) != ID_LENGTH)
		return false;
	(void)pthread_rwlock_rdlock(&revocations->lock);
	found = revocations->list.count > 0 &&
		bsearch(session_id, revocations->list.ids, revocations->list.count, ID_LENGTH,
		    compare_ids) != NULL;
	(void)pthread_rwlock_unlock(&revocations->lock);
	return found;
}
