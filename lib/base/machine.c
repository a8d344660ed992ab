#include "lib/base/machine.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NUMBER_SIZE = 32 };

size_t
mc_machine_processors(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	return (size_t)CPU_COUNT(&set);
}

size_t
mc_machine_memory(void)
{
	size_t bytes = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
	FILE *file = fopen("/sys/fs/cgroup/memory.max", "re");
	char text[NUMBER_SIZE] = "";
	size_t limit;

	if (file == NULL)
		return bytes;
	/* "max" is no number: there is no limit. */
	limit = fgets(text, sizeof(text), file) == NULL ? 0 : strtoul(text, NULL, 10);
	(void)fclose(file);
	return limit > 0 && limit < bytes ? limit : bytes;
}
