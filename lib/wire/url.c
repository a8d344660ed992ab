/* One decoder for both halves; path and query differ in what they then refuse. */
#include "lib/wire/url.h"

#include <string.h>

#include "gen/vocabulary/items.h"
#include "lib/base/utf8.h"

enum decoded { DECODED, BAD_PERCENT, BAD_BYTE, BAD_UTF8 };

struct text {
	char *bytes;
	size_t length;
};

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Blanks, control characters and "#" cannot stand in a target; NUL may not even be encoded. */
static enum decoded
decode(struct mc_arena *arena, const char *raw, size_t length, bool plus_is_space,
    struct text *ret_text)
{
	struct text text = {.bytes = mc_alloc(arena, length + 1), .length = 0};

	for (size_t i = 0; i < length; i++) {
		char c = raw[i];

		if ((unsigned char)c <= ' ' || c == 0x7f || c == '#')
			return BAD_BYTE;
		if (c == '%') {
			int high = i + 2 < length ? hex_value(raw[i + 1]) : -1;
			int low = i + 2 < length ? hex_value(raw[i + 2]) : -1;

			if (high < 0 || low < 0)
				return BAD_PERCENT;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		if (c == '\0')
			return BAD_BYTE;
		text.bytes[text.length++] = c;
	}
	if (!mc_utf8_valid(text.bytes, text.length))
		return BAD_UTF8;
	*ret_text = text;
	return DECODED;
}

static enum mc_rc
bad_path(struct mc_ctx *ctx)
{
	return mc_fail(
	    ctx, MC_PROBLEM_BAD_REQUEST, "%s (%s)", MC_VI_PATH_CHARACTER, MC_EN_PATH_CHARACTER);
}

static enum mc_rc
segment_parse(struct mc_ctx *ctx, const char *raw, size_t length, const char **ret_segment)
{
	struct text text;

	if (decode(ctx->arena, raw, length, false, &text) != DECODED)
		return bad_path(ctx);
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.bytes[i];

		if (c < ' ' || c == 0x7f || c == '/' || c == '\\')
			return bad_path(ctx);
	}
	if (text.length == 0 || text.length > MC_URL_SEGMENT_MAX || strcmp(text.bytes, ".") == 0 ||
	    strcmp(text.bytes, "..") == 0)
		return mc_fail(ctx, MC_PROBLEM_NOT_FOUND, NULL);
	*ret_segment = text.bytes;
	return MC_OK;
}

enum mc_rc
mc_path_parse(struct mc_ctx *ctx, const char *path, size_t length, struct mc_path *ret_path)
{
	struct mc_path parsed = {.count = 0};
	size_t start = 1;

	if (length == 0 || path[0] != '/')
		return bad_path(ctx);
	while (length > 1 && start <= length) {
		const char *slash = memchr(path + start, '/', length - start);
		size_t end = slash == NULL ? length : (size_t)(slash - path);

		if (parsed.count == MC_URL_SEGMENTS_MAX)
			return mc_fail(ctx, MC_PROBLEM_NOT_FOUND, NULL);
		TRY(segment_parse(ctx, path + start, end - start, &parsed.segments[parsed.count]));
		parsed.count++;
		start = end + 1;
	}
	*ret_path = parsed;
	return MC_OK;
}

/* Only a plain name is repeated in an answer. */
static const char *
parameter_name(struct mc_ctx *ctx, const char *name, size_t position)
{
	size_t length = name == NULL ? 0 : strlen(name);

	if (length == 0 || length > MC_QUERY_NAME_MAX)
		return mc_sprintf(ctx->arena, "#%zu", position);
	for (size_t i = 0; i < length; i++) {
		char c = name[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '_' || c == '-' || c == '.'))
			return mc_sprintf(ctx->arena, "#%zu", position);
	}
	return name;
}

static enum mc_rc
bad_parameter(struct mc_ctx *ctx, const char *name, size_t position, const char *code,
    const char *detail_vi, const char *detail_en)
{
	mc_problem_add(ctx, parameter_name(ctx, name, position), code, detail_vi, detail_en);
	return mc_fail(ctx, MC_PROBLEM_BAD_QUERY, NULL);
}

static enum mc_rc
undecodable(struct mc_ctx *ctx, enum decoded why, const char *name, size_t position)
{
	if (why == BAD_PERCENT)
		return bad_parameter(ctx, name, position, MC_ITEM_PERCENT);
	if (why == BAD_UTF8)
		return bad_parameter(ctx, name, position, MC_ITEM_PARAMETER_UTF8);
	return bad_parameter(ctx, name, position, MC_ITEM_PARAMETER_CHARACTER);
}

static enum mc_rc
parameter_parse(struct mc_ctx *ctx, const char *raw, size_t length, size_t position,
    struct mc_query_parameter *ret_parameter)
{
	const char *equals = memchr(raw, '=', length);
	size_t name_length = equals == NULL ? length : (size_t)(equals - raw);
	size_t value_start = equals == NULL ? length : name_length + 1;
	struct text name;
	struct text value;
	enum decoded decoded = decode(ctx->arena, raw, name_length, true, &name);

	if (decoded != DECODED)
		return undecodable(ctx, decoded, NULL, position);
	if (name.length == 0)
		return bad_parameter(ctx, NULL, position, MC_ITEM_PARAMETER_NAMELESS);
	if (name.length > MC_QUERY_NAME_MAX)
		return bad_parameter(ctx, NULL, position, MC_ITEM_PARAMETER_NAME_LONG);
	decoded = decode(ctx->arena, raw + value_start, length - value_start, true, &value);
	if (decoded != DECODED)
		return undecodable(ctx, decoded, name.bytes, position);
	*ret_parameter = (struct mc_query_parameter){.name = name.bytes, .value = value.bytes};
	return MC_OK;
}

enum mc_rc
mc_query_parse(struct mc_ctx *ctx, const char *query, size_t length, struct mc_query *ret_query)
{
	struct mc_query parsed = {.count = 0};

	for (size_t start = 0; start < length;) {
		const char *ampersand = memchr(query + start, '&', length - start);
		size_t end = ampersand == NULL ? length : (size_t)(ampersand - query);
		struct mc_query_parameter parameter = {.name = ""};

		if (end > start) {
			if (parsed.count == MC_QUERY_PARAMETERS_MAX)
				return bad_parameter(
				    ctx, NULL, parsed.count + 1, MC_ITEM_PARAMETER_COUNT);
			TRY(parameter_parse(
			    ctx, query + start, end - start, parsed.count + 1, &parameter));
			if (mc_query_get(&parsed, parameter.name) != NULL)
				return bad_parameter(
				    ctx, parameter.name, parsed.count + 1, MC_ITEM_PARAMETER_TWICE);
			parsed.parameters[parsed.count++] = parameter;
		}
		start = end + 1;
	}
	*ret_query = parsed;
	return MC_OK;
}

const char *
mc_query_get(const struct mc_query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++) {
		if (strcmp(query->parameters[i].name, name) == 0)
			return query->parameters[i].value;
	}
	return NULL;
}

enum mc_rc
mc_url_parse(struct mc_ctx *ctx, const char *target, size_t length, struct mc_path *ret_path,
    struct mc_query *ret_query)
{
	const char *mark;
	size_t path_length;
	struct mc_path path;
	struct mc_query query = {.count = 0};

	if (length > MC_URL_LENGTH_MAX)
		return mc_fail(ctx, MC_PROBLEM_URI_TOO_LONG, NULL);
	mark = length == 0 ? NULL : memchr(target, '?', length);
	path_length = mark == NULL ? length : (size_t)(mark - target);
	TRY(mc_path_parse(ctx, target, path_length, &path));
	if (mark != NULL)
		TRY(mc_query_parse(ctx, mark + 1, length - path_length - 1, &query));
	*ret_path = path;
	*ret_query = query;
	return MC_OK;
}
