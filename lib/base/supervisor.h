/* What the service manager that started the process is told of it: systemd, or whoever else gave it
 * a socket in NOTIFY_SOCKET (sd_notify(3)). Where there is none nothing is told to anybody. A
 * process says that it lives from the loop that stands still when it does, and is ended and started
 * again where it does not say so for as long as the manager waits (WATCHDOG_USEC). */
#ifndef MC_SUPERVISOR_H
#define MC_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

/* It belongs to one thread. */
struct mc_supervisor {
	uint64_t silence_us; /* that the manager bears; 0: it does not ask for signs */
	uint64_t told_us;    /* on the monotonic clock */
	bool ready;          /* has been told */
};

/* Who there is, as the environment says. */
struct mc_supervisor mc_supervisor_find(void);

/* Whether a sign of life is due: asked by whoever must find out first whether there is one to
 * give. False where nobody wants any. */
bool mc_supervisor_waits(const struct mc_supervisor *supervisor);

/* The process lives, and serves if it is ready; one that does not serve yet asks for more time to
 * start. Called as often as one likes: it is told when it is news, and four times in the silence
 * that the manager bears. */
void mc_supervisor_alive(struct mc_supervisor *supervisor, bool ready);

/* The process ends by itself, as it was told. */
void mc_supervisor_stopping(void);

#endif
