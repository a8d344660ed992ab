/* The rows of the generated table are read one by one; wrong ones are collected, then the first
 * kind of failure decides the problem: path before query before header. */
#include "api/core/params.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gen/vocabulary/items.h"
#include "lib/base/as_typed.h"
#include "lib/json/format.h"
#include "lib/base/utf8.h"

/* What is wrong with a value. */
struct fault {
	const char *code; /* NULL: nothing */
	const char *detail_vi;
	const char *detail_en;
};

static const struct fault fine = {0};

static struct fault
check_integer(struct mc_ctx *ctx, const struct mc_parameter *parameter, const char *value)
{
	const char *digits = *value == '-' ? value + 1 : value;
	long long number;

	errno = 0;
	number = strtoll(value, NULL, 10);
	if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0')
		return (struct fault){MC_ITEM_PARAMETER_INTEGER};
	if (errno == 0 && number >= parameter->minimum && number <= parameter->maximum)
		return fine;
	return (struct fault){number < parameter->minimum ? "minimum" : "maximum",
	    MC_VI_PARAMETER_RANGE(ctx->arena, parameter->minimum, parameter->maximum),
	    MC_EN_PARAMETER_RANGE(ctx->arena, parameter->minimum, parameter->maximum)};
}

static struct fault
check_values(struct mc_ctx *ctx, const struct mc_parameter *parameter, const char *value)
{
	const char *list = "";

	for (size_t i = 0; parameter->values[i] != NULL; i++) {
		if (strcmp(parameter->values[i], value) == 0)
			return fine;
		list =
		    mc_sprintf(ctx->arena, "%s%s%s", list, i > 0 ? ", " : "", parameter->values[i]);
	}
	return (struct fault){MC_ITEM_ENUM_LISTED(ctx->arena, list)};
}

static struct fault
check_text(struct mc_ctx *ctx, const struct mc_parameter *parameter,
    const struct mc_contract *contract, const char *value)
{
	size_t bytes = strlen(value);
	size_t length;

	if (!mc_utf8_valid(value, bytes))
		return (struct fault){MC_ITEM_PARAMETER_TEXT};
	length = mc_utf8_length(value, bytes);
	if (length < parameter->min_length)
		return (struct fault){
		    MC_ITEM_PARAMETER_MIN_LENGTH(ctx->arena, parameter->min_length)};
	if (length > parameter->max_length)
		return (struct fault){
		    MC_ITEM_PARAMETER_MAX_LENGTH(ctx->arena, parameter->max_length)};
	if (parameter->values != NULL)
		return check_values(ctx, parameter, value);
	if (parameter->pattern >= 0 &&
	    !mc_contract_matches(contract, parameter->pattern, value, bytes))
		return (struct fault){MC_ITEM_PARAMETER_PATTERN};
	return fine;
}

static struct fault
check_value(struct mc_ctx *ctx, const struct mc_parameter *parameter,
    const struct mc_contract *contract, const char *value)
{
	switch (parameter->kind) {
	case MC_KIND_UUID:
		if (!mc_format_uuid(value, strlen(value)))
			return (struct fault){MC_ITEM_PARAMETER_UUID};
		return fine;
	case MC_KIND_DATE:
		/* PostgreSQL knows no year 0. */
		if (!mc_format_date(value, strlen(value)) || strncmp(value, "0000", 4) == 0)
			return (struct fault){MC_ITEM_FORMAT_DATE};
		return fine;
	case MC_KIND_INTEGER:
		return check_integer(ctx, parameter, value);
	case MC_KIND_BOOLEAN:
		if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
			return (struct fault){MC_ITEM_PARAMETER_BOOLEAN};
		return fine;
	case MC_KIND_TEXT:
	case MC_KIND_WORDS:
		return check_text(ctx, parameter, contract, value);
	}
	return fine;
}

/* The problem that a wrong or missing parameter makes. */
static enum mc_problem_id
problem_of(const struct mc_parameter *parameter, bool missing)
{
	if (parameter->place == MC_PLACE_PATH)
		return MC_PROBLEM_NOT_FOUND;
	if (parameter->place == MC_PLACE_QUERY)
		return MC_PROBLEM_BAD_QUERY;
	if (strcmp(parameter->name, "Tus-Resumable") == 0)
		return MC_PROBLEM_TUS_VERSION;
	if (missing && strcmp(parameter->name, "Idempotency-Key") == 0)
		return MC_PROBLEM_IDEMPOTENCY_KEY_MISSING;
	if (missing && strcmp(parameter->name, "If-Match") == 0)
		return MC_PROBLEM_PRECONDITION_REQUIRED;
	return MC_PROBLEM_BAD_HEADER;
}

/* Whether a value is "*", an entity tag or a list of them (RFC 9110, 13.1.1); which one fits is for
 * the database to say. */
static bool
is_tags(const char *value)
{
	size_t length = strlen(value);

	if (strcmp(value, "*") == 0)
		return true;
	if (strncmp(value, "W/", 2) == 0)
		return length > 4 && value[2] == '"' && value[length - 1] == '"';
	return length > 2 && value[0] == '"' && value[length - 1] == '"';
}

static const char *
find_value(
    const struct mc_parameter *parameter, const struct mc_param_source *source, size_t *path_index)
{
	const char *value;

	switch (parameter->place) {
	case MC_PLACE_PATH:
		return source->route->values[(*path_index)++];
	case MC_PLACE_QUERY:
		return mc_query_get(source->query, parameter->name);
	case MC_PLACE_HEADER:
		value = mc_incoming_header(source->incoming, parameter->name);
		/* An empty header is none; but an empty key that need not be sent is no key left
		 * out. */
		if (value != NULL && *value == '\0' &&
		    (parameter->required || parameter->min_length == 0))
			return NULL;
		return value;
	}
	return NULL;
}

/* A request that only asks what would happen needs no key: it has no effect to repeat. */
static bool
is_needed(const struct mc_parameter *parameter, const struct mc_param_source *source)
{
	const char *dry_run = mc_query_get(source->query, "dry_run");
	bool dry = dry_run != NULL && strcmp(dry_run, "true") == 0;

	return parameter->required && !(dry && strcmp(parameter->name, "Idempotency-Key") == 0);
}

/* Reads one parameter; what is wrong is added as an item and returned as a problem. */
static enum mc_problem_id
read_one(struct mc_ctx *ctx, const struct mc_parameter *parameter,
    const struct mc_param_source *source, const char *value, const char **ret_value)
{
	struct fault fault;

	if (value == NULL && !is_needed(parameter, source)) {
		*ret_value = parameter->fallback;
		return MC_PROBLEM_NONE;
	}
	if (value == NULL) {
		mc_problem_add(ctx, parameter->name, MC_ITEM_PARAMETER_MISSING);
		return problem_of(parameter, true);
	}
	fault = check_value(ctx, parameter, source->contract, value);
	/* A repeated header arrives joined by commas; one key must not pass for two. */
	if (fault.code == NULL && strcmp(parameter->name, "Idempotency-Key") == 0 &&
	    strchr(value, ',') != NULL)
		fault = (struct fault){MC_ITEM_ONE_KEY};
	if (fault.code == NULL && strcmp(parameter->name, "If-Match") == 0 && !is_tags(value))
		fault = (struct fault){MC_ITEM_ETAG};
	if (fault.code != NULL) {
		mc_problem_add(ctx, parameter->name, fault.code, fault.detail_vi, fault.detail_en);
		return problem_of(parameter, false);
	}
	*ret_value =
	    parameter->kind == MC_KIND_WORDS ? mc_as_typed_words(ctx->arena, value) : value;
	return MC_PROBLEM_NONE;
}

/* Refuses what the operation does not know: a misspelt filter would otherwise show everything. */
static enum mc_problem_id
check_unknown(
    struct mc_ctx *ctx, const struct mc_operation *operation, const struct mc_query *query)
{
	enum mc_problem_id problem = MC_PROBLEM_NONE;

	for (size_t i = 0; i < query->count; i++) {
		const char *name = query->parameters[i].name;
		bool known = false;

		for (size_t j = 0; j < operation->parameter_count && !known; j++)
			known = operation->parameters[j].place == MC_PLACE_QUERY &&
				strcmp(operation->parameters[j].name, name) == 0;
		if (!known) {
			mc_problem_add(ctx, name, MC_ITEM_PARAMETER_UNKNOWN);
			problem = MC_PROBLEM_BAD_QUERY;
		}
	}
	return problem;
}

enum mc_rc
mc_params_read(struct mc_ctx *ctx, const struct mc_operation *operation,
    const struct mc_param_source *source, const void **ret_params)
{
	char *params = mc_alloc(ctx->arena, operation->params_size);
	enum mc_problem_id first = MC_PROBLEM_NONE;
	size_t path_index = 0;

	for (size_t i = 0; i < operation->parameter_count; i++) {
		const struct mc_parameter *parameter = &operation->parameters[i];
		const char **field = (const char **)(void *)(params + parameter->offset);
		const char *value = find_value(parameter, source, &path_index);
		enum mc_problem_id problem = read_one(ctx, parameter, source, value, field);

		/* A path that names nothing has no items: it is simply not there. */
		if (problem == MC_PROBLEM_NOT_FOUND) {
			mc_problem_clear(ctx);
			return mc_fail(ctx, MC_PROBLEM_NOT_FOUND, NULL);
		}
		if (first == MC_PROBLEM_NONE)
			first = problem;
	}
	if (first == MC_PROBLEM_NONE)
		first = check_unknown(ctx, operation, source->query);
	if (first != MC_PROBLEM_NONE)
		return mc_fail(ctx, first, NULL);
	*ret_params = params;
	return MC_OK;
}

const char *
mc_params_get(const struct mc_operation *operation, const void *params, const char *name)
{
	for (size_t i = 0; i < operation->parameter_count; i++) {
		if (strcasecmp(operation->parameters[i].name, name) == 0)
			return *(
			    const char *const *)(const void *)((const char *)params +
							       operation->parameters[i].offset);
	}
	return NULL;
}
