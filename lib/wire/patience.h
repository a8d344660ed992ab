/* How long somebody on the other side of a line is waited for: until a moment, and no longer than
 * a few seconds more once the program is told to stop. */
#ifndef MC_PATIENCE_H
#define MC_PATIENCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct mc_patience {
	uint64_t until_us;           /* on the monotonic clock */
	const atomic_bool *stopping; /* NULL: nobody tells it to stop */
	bool told_to_stop;
};

/* From now on for so many seconds. */
void mc_patience_begin(struct mc_patience *patience, unsigned seconds);

/* Whether it is at an end. Asked every now and then: the first time that *stopping is seen leaves
 * stop_seconds. */
bool mc_patience_over(struct mc_patience *patience, unsigned stop_seconds);

#endif
