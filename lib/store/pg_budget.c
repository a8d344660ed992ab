/* At most so many connections are leased as there may be: if all that may be are open and one more
 * is needed, one of them is idle. */
#include "lib/store/pg_private.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

struct mc_pg_budget {
	pthread_mutex_t mutex; /* of what follows; taken before a pool's */
	size_t limit;
	size_t open;
	struct mc_pg_pool *pools; /* a list: mc_pg_pool_next */
};

struct mc_pg_budget *
mc_pg_budget_new(size_t limit)
{
	struct mc_pg_budget *budget = calloc(1, sizeof(*budget));

	if (budget == NULL || pthread_mutex_init(&budget->mutex, NULL) != 0)
		abort();
	budget->limit = limit;
	return budget;
}

void
mc_pg_budget_free(struct mc_pg_budget *budget)
{
	if (budget == NULL)
		return;
	(void)pthread_mutex_destroy(&budget->mutex);
	free(budget);
}

struct mc_pg_pool *
mc_pg_budget_join(struct mc_pg_budget *budget, struct mc_pg_pool *pool)
{
	struct mc_pg_pool *next = budget->pools;

	budget->pools = pool;
	return next;
}

/* With the mutex held: closes the connection that has been idle longest; false if none was found
 * idle. */
static bool
close_idlest(struct mc_pg_budget *budget)
{
	struct mc_pg_pool *idlest = NULL;
	uint64_t since = UINT64_MAX;

	for (struct mc_pg_pool *pool = budget->pools; pool != NULL; pool = mc_pg_pool_next(pool)) {
		uint64_t idle = mc_pg_pool_idle_since(pool);

		if (idle < since) {
			since = idle;
			idlest = pool;
		}
	}
	return idlest != NULL && mc_pg_pool_close_idlest(idlest);
}

void
mc_pg_budget_take(struct mc_pg_budget *budget)
{
	if (budget == NULL)
		return;
	(void)pthread_mutex_lock(&budget->mutex);
	/* One that is given back while the pools are looked through is found the next time. */
	while (budget->open == budget->limit) {
		if (close_idlest(budget))
			budget->open--;
		else
			(void)sched_yield();
	}
	budget->open++;
	(void)pthread_mutex_unlock(&budget->mutex);
}

void
mc_pg_budget_give(struct mc_pg_budget *budget)
{
	if (budget == NULL)
		return;
	(void)pthread_mutex_lock(&budget->mutex);
	budget->open--;
	(void)pthread_mutex_unlock(&budget->mutex);
}
