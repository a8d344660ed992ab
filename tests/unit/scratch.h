/* What tests that touch files or contexts share: an empty directory that goes away afterwards, and
 * a context on an arena. Use scratch_setup and scratch_teardown with
 * cmocka_unit_test_setup_teardown. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/problem.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct scratch {
	struct mc_ctx ctx;
	char directory[64];
};

static inline int
scratch_setup(void **state)
{
	struct scratch *scratch = calloc(1, sizeof(*scratch));

	if (scratch == NULL)
		return -1;
	(void)snprintf(scratch->directory, sizeof(scratch->directory), "/tmp/mc-test-XXXXXX");
	scratch->ctx.arena = mc_arena_new();
	*state = scratch;
	return mkdtemp(scratch->directory) == NULL ? -1 : 0;
}

static inline int
scratch_remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

static inline int
scratch_teardown(void **state)
{
	struct scratch *scratch = *state;
	int failed = nftw(scratch->directory, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);

	mc_arena_free(scratch->ctx.arena);
	free(scratch);
	return failed;
}

static inline char *
scratch_path(struct scratch *scratch, const char *name)
{
	return mc_sprintf(scratch->ctx.arena, "%s/%s", scratch->directory, name);
}

/* Writes a file of the scratch directory as another program would. */
static inline void
scratch_write(
    struct scratch *scratch, const char *name, mode_t mode, const void *bytes, size_t length)
{
	char *path = scratch_path(scratch, name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* Expects a failure with a problem and forgets it. */
#define assert_problem(ctx, expression, problem_id)                                                \
	do {                                                                                       \
		assert_int_equal((expression), MC_FAILED);                                         \
		assert_int_equal((ctx)->problem.id, (problem_id));                                 \
		mc_problem_clear(ctx);                                                             \
	} while (0)

/* Expects success, and says the cause if there was none. */
#define assert_good(ctx, expression)                                                               \
	do {                                                                                       \
		if ((expression) != MC_OK)                                                         \
			fail_msg("%s: %s", #expression,                                            \
			    (ctx)->problem.internal != NULL                                        \
				? (ctx)->problem.internal                                          \
				: mc_problem_kind((ctx)->problem.id)->code);                       \
	} while (0)

#endif
