#include "lib/base/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/types.h>

void
mc_random(void *bytes, size_t length)
{
	ssize_t got;

	do
		got = getrandom(bytes, length, 0);
	while (got == -1 && errno == EINTR);
	if (got != (ssize_t)length)
		abort();
}
