/* The recording of the first failure. */
#include "lib/base/problem.h"

#include <stdarg.h>
#include <string.h>

/* The macros are for callers. */
#undef mc_fail
#undef mc_fail_internal

const struct mc_problem_kind *
mc_problem_kind(enum mc_problem_id id)
{
	return &mc_problem_kinds[id];
}

enum mc_rc
mc_fail(struct mc_ctx *ctx, enum mc_problem_id id, const char *detail, ...)
{
	va_list args;

	if (ctx->problem.id != MC_PROBLEM_NONE)
		return MC_FAILED;
	ctx->problem.id = id;
	if (detail != NULL) {
		va_start(args, detail);
		ctx->problem.detail = mc_vsprintf(ctx->arena, detail, args);
		va_end(args);
	}
	return MC_FAILED;
}

enum mc_rc
mc_fail_internal(struct mc_ctx *ctx, enum mc_problem_id id, const char *cause, ...)
{
	va_list args;

	if (ctx->problem.id != MC_PROBLEM_NONE)
		return MC_FAILED;
	ctx->problem.id = id;
	va_start(args, cause);
	ctx->problem.internal = mc_vsprintf(ctx->arena, cause, args);
	va_end(args);
	return MC_FAILED;
}

void
mc_problem_add(struct mc_ctx *ctx, const char *pointer, const char *code, const char *detail_vi,
    const char *detail_en)
{
	struct mc_problem *problem = &ctx->problem;

	if (problem->error_count == MC_PROBLEM_ERRORS_MAX)
		return;
	problem->errors[problem->error_count++] = (struct mc_problem_error){
	    .pointer = pointer, .code = code, .detail_vi = detail_vi, .detail_en = detail_en};
}

void
mc_problem_clear(struct mc_ctx *ctx)
{
	memset(&ctx->problem, 0, sizeof(ctx->problem));
}
