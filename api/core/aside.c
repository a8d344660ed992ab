/* On Linux the niceness belongs to a thread, not to the process. */
#include "api/core/aside.h"

#include <pthread.h>
#include <sys/resource.h>

enum { STACK = 1024 * 1024 };

struct work {
	int niceness;
	void (*function)(void *context);
	void *context;
};

static void *
run(void *argument)
{
	const struct work *work = argument;

	(void)setpriority(PRIO_PROCESS, 0, work->niceness);
	work->function(work->context);
	return NULL;
}

void
mc_run_aside(int niceness, void (*function)(void *context), void *context)
{
	struct work work = {niceness, function, context};
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	if (pthread_attr_init(&attributes) != 0) {
		function(context);
		return;
	}
	(void)pthread_attr_setstacksize(&attributes, STACK);
	error = pthread_create(&thread, &attributes, run, &work);
	(void)pthread_attr_destroy(&attributes);
	if (error != 0)
		function(context);
	else
		(void)pthread_join(thread, NULL);
}
