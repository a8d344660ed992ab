/* One step down the tree per segment: literals first, then the parameter. The generator refuses a
 * contract in which that could go astray, so there is no way back. */
#include "api/core/router.h"

#include <string.h>

#include "gen/operations.h"

static const char *const method_names[MC_METHOD_COUNT] = {
    [MC_METHOD_GET] = "GET",
    [MC_METHOD_HEAD] = "HEAD",
    [MC_METHOD_POST] = "POST",
    [MC_METHOD_PUT] = "PUT",
    [MC_METHOD_PATCH] = "PATCH",
    [MC_METHOD_DELETE] = "DELETE",
    [MC_METHOD_OPTIONS] = "OPTIONS",
};

/* The part of a segment that a parameter with a suffix takes, or NULL if the suffix is not there.
 */
static const char *
parameter_value(struct mc_arena *arena, const char *segment, const char *suffix)
{
	size_t length = strlen(segment);
	size_t suffix_length = strlen(suffix);

	if (suffix_length == 0)
		return segment;
	if (length <= suffix_length || strcmp(segment + length - suffix_length, suffix) != 0)
		return NULL;
	return mc_strndup(arena, segment, length - suffix_length);
}

static const struct mc_route_node *
step_down(struct mc_ctx *ctx, const struct mc_route_node *node, const char *segment,
    struct mc_route *route)
{
	for (size_t i = 0; i < node->child_count; i++) {
		const struct mc_route_node *child = &mc_route_nodes[node->first_child + i];
		const char *value;

		if (child->literal != NULL) {
			if (strcmp(child->literal, segment) == 0)
				return child;
			continue;
		}
		value = parameter_value(ctx->arena, segment, child->suffix);
		if (value == NULL)
			continue;
		route->values[route->value_count++] = value;
		return child;
	}
	return NULL;
}

static const char *
allowed_methods(struct mc_arena *arena, const struct mc_route_node *node)
{
	const char *list = "";

	for (int i = 0; i < MC_METHOD_COUNT; i++) {
		bool implied = i == MC_METHOD_HEAD && node->operations[MC_METHOD_GET] >= 0;

		if (node->operations[i] >= 0 || implied)
			list = mc_sprintf(
			    arena, "%s%s%s", list, *list != '\0' ? ", " : "", method_names[i]);
	}
	return list;
}

static int
operation_index(const struct mc_route_node *node, const char *method)
{
	for (int i = 0; i < MC_METHOD_COUNT; i++) {
		if (strcmp(method_names[i], method) != 0)
			continue;
		if (i == MC_METHOD_HEAD && node->operations[i] < 0)
			return node->operations[MC_METHOD_GET];
		return node->operations[i];
	}
	return -1;
}

enum mc_rc
mc_route_find(
    struct mc_ctx *ctx, const char *method, const struct mc_path *path, struct mc_route *ret_route)
{
	const struct mc_route_node *node = &mc_route_nodes[0];
	struct mc_route route = {0};
	int index;

	for (size_t i = 0; i < path->count; i++) {
		node = step_down(ctx, node, path->segments[i], &route);
		if (node == NULL)
			return mc_fail(ctx, MC_PROBLEM_NOT_FOUND, NULL);
	}
	index = operation_index(node, method);
	if (index < 0) {
		ret_route->allow = allowed_methods(ctx->arena, node);
		return mc_fail(ctx,
		    *ret_route->allow == '\0' ? MC_PROBLEM_NOT_FOUND
					      : MC_PROBLEM_METHOD_NOT_ALLOWED,
		    NULL);
	}
	route.operation = &mc_operations[index];
	*ret_route = route;
	return MC_OK;
}
