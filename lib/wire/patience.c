/* Counted on the clock that nobody sets. */
#include "lib/wire/patience.h"

#include <stddef.h>

#include "lib/base/clock.h"

void
mc_patience_begin(struct mc_patience *patience, unsigned seconds)
{
	patience->until_us = mc_clock_monotonic_us() + seconds * UINT64_C(1000000);
}

bool
mc_patience_over(struct mc_patience *patience, unsigned stop_seconds)
{
	if (patience->stopping != NULL && atomic_load(patience->stopping) &&
	    !patience->told_to_stop) {
		patience->told_to_stop = true;
		mc_patience_begin(patience, stop_seconds);
	}
	return mc_clock_monotonic_us() >= patience->until_us;
}
