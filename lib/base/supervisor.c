/* By libsystemd, which yder brings into the process anyway: it knows the kinds of addresses and
 * what stands in the variables, and needs nothing but a Unix socket. */
#include "lib/base/supervisor.h"

#include <stdlib.h>
#include <systemd/sd-daemon.h>

#include "lib/base/arena.h"
#include "lib/base/clock.h"

enum {
	SIGNS = 4,          /* in the silence that is borne */
	START_US = 8000000, /* for one that starts, if it has nothing else to go by */
};

static uint64_t
silence(const struct mc_supervisor *supervisor)
{
	return supervisor->silence_us != 0 ? supervisor->silence_us : START_US;
}

struct mc_supervisor
mc_supervisor_find(void)
{
	struct mc_supervisor supervisor = {.ready = false};
	uint64_t usec = 0;

	if (sd_watchdog_enabled(0, &usec) > 0)
		supervisor.silence_us = usec;
	return supervisor;
}

bool
mc_supervisor_waits(const struct mc_supervisor *supervisor)
{
	if (getenv("NOTIFY_SOCKET") == NULL || (supervisor->ready && supervisor->silence_us == 0))
		return false;
	return mc_clock_monotonic_us() - supervisor->told_us >= silence(supervisor) / SIGNS;
}

void
mc_supervisor_alive(struct mc_supervisor *supervisor, bool ready)
{
	bool news = ready && !supervisor->ready;

	if (!news && !mc_supervisor_waits(supervisor))
		return;
	supervisor->told_us = mc_clock_monotonic_us();
	if (news)
		(void)sd_notify(0, "READY=1\nWATCHDOG=1");
	else if (supervisor->ready)
		(void)sd_notify(0, "WATCHDOG=1");
	else
		(void)sd_notifyf(
		    0, "EXTEND_TIMEOUT_USEC=%llu", (unsigned long long)silence(supervisor));
	supervisor->ready = supervisor->ready || ready;
}

void
mc_supervisor_stopping(void)
{
	(void)sd_notify(0, "STOPPING=1");
}
