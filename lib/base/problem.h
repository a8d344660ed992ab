/* Problems (RFC 9457) and the context that carries the first one: every function that can fail
 * takes a struct mc_ctx, records why with mc_fail and returns MC_FAILED; whoever called first
 * decides what to do with it. Nothing here writes a response or a log line. */
#ifndef MC_PROBLEM_H
#define MC_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "gen/vocabulary/problems.h"
#include "lib/base/arena.h"
#include "lib/base/rc.h"

/* One wrong item: where (a JSON pointer, RFC 6901, or a parameter's name), which rule, and what to
 * do. */
struct mc_problem_error {
	const char *pointer;
	const char *code; /* schema keyword or name of a rule: "required", "phone" */
	const char *detail_vi;
	const char *detail_en;
};

enum { MC_PROBLEM_ERRORS_MAX = 20 };

struct mc_problem {
	enum mc_problem_id id;
	const char *detail;   /* NULL or text that may be shown; never the database's */
	const char *internal; /* NULL or the cause for the log line; never shown */
	unsigned retry_after; /* seconds, 0 = no Retry-After header */
	bool locked;          /* a lock in the database was not free in time */
	size_t error_count;
	struct mc_problem_error errors[MC_PROBLEM_ERRORS_MAX];
};

/* Where one request or job allocates and fails. Belongs to one thread. */
struct mc_ctx {
	struct mc_arena *arena;
	struct mc_problem problem;
};

/* The catalogue's row; id must be a real problem. */
const struct mc_problem_kind *mc_problem_kind(enum mc_problem_id id);

/* Records the problem unless one is recorded already, and returns MC_FAILED. detail may be NULL. */
enum mc_rc mc_fail(struct mc_ctx *ctx, enum mc_problem_id id, const char *detail, ...)
    MC_PRINTF(3, 4);

/* Like mc_fail, with a cause for the log alone; the answer shows just the catalogue's title. */
enum mc_rc mc_fail_internal(struct mc_ctx *ctx, enum mc_problem_id id, const char *cause, ...)
    MC_PRINTF(3, 4);

/* Both end in MC_FAILED whatever happens, said here so that compilers and analyzers know: what a
 * function hands out on success is never looked at after a failure. */
static inline enum mc_rc
mc_failed(enum mc_rc rc)
{
	(void)rc;
	return MC_FAILED;
}
#define mc_fail(...) mc_failed((mc_fail)(__VA_ARGS__))
#define mc_fail_internal(...) mc_failed((mc_fail_internal)(__VA_ARGS__))

/* Adds one wrong item (kept up to MC_PROBLEM_ERRORS_MAX); the texts must outlive the arena's
 * contents or be in it. Collect items first, then fail with mc_fail: a context with items has not
 * failed yet. */
void mc_problem_add(struct mc_ctx *ctx, const char *pointer, const char *code,
    const char *detail_vi, const char *detail_en);

/* Forgets the recorded problem and its items: for the caller that has handled them. */
void mc_problem_clear(struct mc_ctx *ctx);

#endif
