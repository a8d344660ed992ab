/* A server that takes none of a dozen messages in a row for now is as good as none; a few full
 * mailboxes stop nobody. */
#include "api/commands/way.h"

enum { PROBE_SECONDS = 10, LOST_MAX = 3, PUT_OFF_MAX = 12 };

void
mc_way_init(struct mc_way *way)
{
	*way = (struct mc_way){0};
	(void)pthread_mutex_init(&way->mutex, NULL);
}

void
mc_way_end(struct mc_way *way)
{
	(void)pthread_mutex_destroy(&way->mutex);
}

enum mc_way_turn
mc_way_turn(struct mc_way *way, uint64_t now_us)
{
	enum mc_way_turn turn = MC_WAY_WAIT;

	(void)pthread_mutex_lock(&way->mutex);
	if (way->open) {
		turn = MC_WAY_GO;
	} else if (!way->probing && now_us >= way->probe_at_us) {
		way->probing = true;
		turn = MC_WAY_PROBE;
	}
	(void)pthread_mutex_unlock(&way->mutex);
	return turn;
}

/* Whether the way is a way after this. */
static bool
passes(struct mc_way *way, enum mc_way_turn turn, enum mc_job_end end)
{
	if (end == MC_JOB_WAY_FAILED) {
		way->lost++;
		return turn != MC_WAY_PROBE && way->lost < LOST_MAX;
	}
	way->lost = 0;
	way->put_off = end == MC_JOB_PUT_OFF ? way->put_off + 1 : 0;
	return way->put_off < PUT_OFF_MAX;
}

bool
mc_way_settle(struct mc_way *way, enum mc_way_turn turn, enum mc_job_end end, uint64_t now_us)
{
	bool opens = false;

	(void)pthread_mutex_lock(&way->mutex);
	if (turn == MC_WAY_PROBE)
		way->probing = false;
	if (end != MC_JOB_DONE && passes(way, turn, end)) {
		opens = !way->open;
	} else if (end != MC_JOB_DONE) {
		way->open = false;
		way->probe_at_us = now_us + PROBE_SECONDS * UINT64_C(1000000);
	}
	(void)pthread_mutex_unlock(&way->mutex);
	return opens;
}

void
mc_way_opened(struct mc_way *way)
{
	(void)pthread_mutex_lock(&way->mutex);
	way->open = true;
	(void)pthread_mutex_unlock(&way->mutex);
}

bool
mc_way_is_open(struct mc_way *way)
{
	bool open;

	(void)pthread_mutex_lock(&way->mutex);
	open = way->open;
	(void)pthread_mutex_unlock(&way->mutex);
	return open;
}
