/* A PostgreSQL of a test's own, in a folder under /tmp; once in a program. */
#ifndef TESTS_UNIT_CLUSTER_H
#define TESTS_UNIT_CLUSTER_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char cluster_folder[64];
static char cluster_conninfo[256]; /* of the owner of the empty database motcua */

/* Whether a program ended well; argv[0] is looked up on the PATH. */
static inline bool
cluster_execute(char *const argv[])
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		(void)execvp(argv[0], argv);
		_exit(127);
	}
	return waitpid(child, &status, 0) == child && status == 0;
}

/* scripts/database COMMAND FOLDER and up to two words more. */
static inline bool
cluster_command(const char *command, const char *third, const char *fourth)
{
	char *argv[6] = {NULL};
	char words[5][64];
	const char *const given[] = {"scripts/database", command, cluster_folder, third, fourth};

	for (size_t i = 0; i < 5 && given[i] != NULL; i++) {
		(void)snprintf(words[i], sizeof(words[i]), "%s", given[i]);
		argv[i] = words[i];
	}
	return cluster_execute(argv);
}

static inline bool
cluster_run(void)
{
	return cluster_command("start", "fsync=off", "deadlock_timeout=100ms");
}

static inline bool
cluster_start(void)
{
	(void)snprintf(cluster_folder, sizeof(cluster_folder), "/tmp/motcua-test-XXXXXX");
	if (mkdtemp(cluster_folder) == NULL || chmod(cluster_folder, 0755) != 0)
		return false;
	(void)snprintf(cluster_conninfo, sizeof(cluster_conninfo),
	    "host='%s/socket' dbname=motcua user=motcua_owner", cluster_folder);
	return cluster_run() && cluster_command("create", "motcua", NULL);
}

static inline bool
cluster_remove(void)
{
	char rm[] = "rm";
	char flags[] = "-rf";
	char *const argv[] = {rm, flags, cluster_folder, NULL};

	return cluster_command("stop", NULL, NULL) && cluster_execute(argv);
}

#endif
