/* A cheap scan bounds the nesting before Jansson recurses (its own limit is 2048). */
#include "lib/json/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gen/vocabulary/items.h"
#include "lib/json/json_number.h"

enum { CANONICAL_DEPTH_MAX = 2 * MC_JSON_DEPTH_MAX };

struct place {
	int line;
	int column;
};

static enum mc_rc
bad_json(struct mc_ctx *ctx, struct place place, const char *vi, const char *en)
{
	return mc_fail(ctx, MC_PROBLEM_BAD_JSON, "%s (%s)",
	    MC_VI_JSON_PLACE(ctx->arena, place.line, place.column, vi),
	    MC_EN_JSON_PLACE(ctx->arena, place.line, place.column, en));
}

/* Brackets inside strings do not count; whether they match is for the parser to say. */
static enum mc_rc
check_depth(struct mc_ctx *ctx, const char *bytes, size_t length)
{
	struct place place = {.line = 1, .column = 0};
	size_t depth = 0;
	bool in_string = false;

	for (size_t i = 0; i < length; i++) {
		char c = bytes[i];

		place.column++;
		if (c == '\n') {
			place.line++;
			place.column = 0;
		}
		if (c == '"')
			in_string = !in_string;
		else if (in_string && c == '\\')
			i++;
		else if (!in_string && (c == '[' || c == '{'))
			depth++;
		else if (!in_string && (c == ']' || c == '}') && depth > 0)
			depth--;
		if (depth > MC_JSON_DEPTH_MAX)
			return bad_json(ctx, place, MC_VI_JSON_DEPTH, MC_EN_JSON_DEPTH);
	}
	return MC_OK;
}

/* Jansson's own texts repeat pieces of the input, so they are not passed on. */
static enum mc_rc
refuse(struct mc_ctx *ctx, const json_error_t *error)
{
	struct place place = {.line = error->line < 1 ? 1 : error->line,
	    .column = error->column < 0 ? 0 : error->column};

	switch (json_error_code(error)) {
	case json_error_duplicate_key:
		return bad_json(ctx, place, MC_VI_JSON_DUPLICATE, MC_EN_JSON_DUPLICATE);
	case json_error_invalid_utf8:
		return bad_json(ctx, place, MC_VI_JSON_UTF8, MC_EN_JSON_UTF8);
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return bad_json(ctx, place, MC_VI_JSON_NUL, MC_EN_JSON_NUL);
	case json_error_numeric_overflow:
		return bad_json(ctx, place, MC_VI_JSON_OVERFLOW, MC_EN_JSON_OVERFLOW);
	case json_error_premature_end_of_input:
		return bad_json(ctx, place, MC_VI_JSON_CUT, MC_EN_JSON_CUT);
	case json_error_end_of_input_expected:
		return bad_json(ctx, place, MC_VI_JSON_REST, MC_EN_JSON_REST);
	default:
		return bad_json(ctx, place, MC_VI_JSON_SYNTAX, MC_EN_JSON_SYNTAX);
	}
}

/* Whether a number is beyond 64 bits. Written with an exponent it would be read here, but
 * PostgreSQL writes what it keeps without one, and that could not be read back. */
static bool
has_too_large(const json_t *json)
{
	const char *key;
	json_t *item;
	size_t i;

	if (json_is_real(json))
		return fabs(json_real_value(json)) >= 0x1p63;
	json_array_foreach(json, i, item)
	{
		if (has_too_large(item))
			return true;
	}
	json_object_foreach((json_t *)json, key, item)
	{
		if (has_too_large(item))
			return true;
	}
	return false;
}

/* Where it stands in what was parsed: the first token outside a string that is as large. */
static struct place
place_of_too_large(struct mc_arena *arena, const char *bytes, size_t length)
{
	const char *text = mc_strndup(arena, bytes, length);
	struct place place = {.line = 1, .column = 0};
	bool in_string = false;

	for (const char *at = text; *at != '\0'; at++) {
		size_t token = in_string ? 0 : strspn(at, "-+.0123456789eE");

		place.column++;
		if (*at == '\n') {
			place.line++;
			place.column = 0;
		}
		if (*at == '"')
			in_string = !in_string;
		else if (in_string && *at == '\\')
			at++;
		if (token == 0)
			continue;
		if (fabs(strtod(at, NULL)) >= 0x1p63)
			break;
		at += token - 1;
		place.column += (int)token - 1;
	}
	return place;
}

enum mc_rc
mc_json_parse(struct mc_ctx *ctx, const char *bytes, size_t length, json_t **ret_json)
{
	json_error_t error;
	json_t *json;

	TRY(check_depth(ctx, bytes, length));
	json = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		return refuse(ctx, &error);
	if (has_too_large(json)) {
		json_decref(json);
		return bad_json(ctx, place_of_too_large(ctx->arena, bytes, length),
		    MC_VI_JSON_OVERFLOW, MC_EN_JSON_OVERFLOW);
	}
	*ret_json = json;
	return MC_OK;
}

void
mc_json_freep(json_t **json)
{
	json_decref(*json);
	*json = NULL;
}

bool
mc_json_within_depth(const json_t *json, size_t depth)
{
	const char *key;
	json_t *item;
	size_t i;

	if (!json_is_array(json) && !json_is_object(json))
		return true;
	if (depth == 0)
		return false;
	json_array_foreach(json, i, item)
	{
		if (!mc_json_within_depth(item, depth - 1))
			return false;
	}
	json_object_foreach((json_t *)json, key, item)
	{
		if (!mc_json_within_depth(item, depth - 1))
			return false;
	}
	return true;
}

static void
write_string(struct mc_buf *buf, const char *text, size_t length)
{
	static const char letters[] = "\bb\tt\nn\ff\rr\"\"\\\\";
	size_t start = 0;

	mc_buf_add_char(buf, '"');
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		const char *pair = NULL;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		for (size_t k = 0; k < sizeof(letters) - 1; k += 2) {
			if ((unsigned char)letters[k] == c)
				pair = letters + k;
		}
		mc_buf_add(buf, text + start, i - start);
		if (pair != NULL)
			mc_buf_add(buf, (const char[]){'\\', pair[1]}, 2);
		else
			mc_buf_printf(buf, "\\u%04x", c);
		start = i + 1;
	}
	mc_buf_add(buf, text + start, length - start);
	mc_buf_add_char(buf, '"');
}

struct member {
	const char *key;
	size_t key_length;
	const json_t *value;
};

/* RFC 8785 sorts by UTF-16 units. That is the order of the bytes of UTF-8, except that characters
 * beyond U+FFFF (first byte F0 and up) come before U+E000 to U+FFFF (EE and EF). */
static int
compare_members(const void *a, const void *b)
{
	const struct member *x = a;
	const struct member *y = b;
	size_t shorter = x->key_length < y->key_length ? x->key_length : y->key_length;

	for (size_t i = 0; i < shorter; i++) {
		unsigned char p = (unsigned char)x->key[i];
		unsigned char q = (unsigned char)y->key[i];

		if (p == q)
			continue;
		if (p >= 0xEE && q >= 0xEE && (p >= 0xF0) != (q >= 0xF0))
			return p >= 0xF0 ? -1 : 1;
		return p < q ? -1 : 1;
	}
	return (x->key_length > y->key_length) - (x->key_length < y->key_length);
}

static bool write_value(struct mc_buf *buf, const json_t *json, size_t depth);

static bool
write_object(struct mc_buf *buf, const json_t *json, size_t depth)
{
	size_t count = json_object_size(json);
	struct member *members = mc_alloc_array(buf->arena, count + 1, sizeof(*members));
	size_t i = 0;

	for (void *at = json_object_iter((json_t *)json); at != NULL;
	     at = json_object_iter_next((json_t *)json, at))
		members[i++] = (struct member){json_object_iter_key(at),
		    json_object_iter_key_len(at), json_object_iter_value(at)};
	qsort(members, count, sizeof(*members), compare_members);
	mc_buf_add_char(buf, '{');
	for (i = 0; i < count; i++) {
		if (i > 0)
			mc_buf_add_char(buf, ',');
		write_string(buf, members[i].key, members[i].key_length);
		mc_buf_add_char(buf, ':');
		if (!write_value(buf, members[i].value, depth - 1))
			return false;
	}
	mc_buf_add_char(buf, '}');
	return true;
}

static bool
write_array(struct mc_buf *buf, const json_t *json, size_t depth)
{
	json_t *item;
	size_t i;

	mc_buf_add_char(buf, '[');
	json_array_foreach(json, i, item)
	{
		if (i > 0)
			mc_buf_add_char(buf, ',');
		if (!write_value(buf, item, depth - 1))
			return false;
	}
	mc_buf_add_char(buf, ']');
	return true;
}

static bool
write_value(struct mc_buf *buf, const json_t *json, size_t depth)
{
	if (depth == 0)
		return false;
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		return write_object(buf, json, depth);
	case JSON_ARRAY:
		return write_array(buf, json, depth);
	case JSON_STRING:
		write_string(buf, json_string_value(json), json_string_length(json));
		return true;
	case JSON_INTEGER:
	case JSON_REAL:
		return mc_json_number_write(buf, json);
	case JSON_TRUE:
		mc_buf_add_text(buf, "true");
		return true;
	case JSON_FALSE:
		mc_buf_add_text(buf, "false");
		return true;
	default:
		mc_buf_add_text(buf, "null");
		return true;
	}
}

bool
mc_json_canonical_add(struct mc_buf *buf, const json_t *json)
{
	return write_value(buf, json, CANONICAL_DEPTH_MAX + 1);
}

char *
mc_json_canonical(struct mc_arena *arena, const json_t *json)
{
	struct mc_buf buf = mc_buf_new(arena, (size_t)1 << 40);

	return mc_json_canonical_add(&buf, json) ? buf.bytes : NULL;
}

static bool equal(const json_t *a, const json_t *b, size_t depth);

static bool
equal_objects(const json_t *a, const json_t *b, size_t depth)
{
	if (json_object_size(a) != json_object_size(b))
		return false;
	for (void *at = json_object_iter((json_t *)a); at != NULL;
	     at = json_object_iter_next((json_t *)a, at)) {
		const json_t *other =
		    json_object_getn(b, json_object_iter_key(at), json_object_iter_key_len(at));

		if (other == NULL || !equal(json_object_iter_value(at), other, depth - 1))
			return false;
	}
	return true;
}

static bool
equal(const json_t *a, const json_t *b, size_t depth)
{
	if (depth == 0)
		return false;
	if (json_is_number(a) && json_is_number(b))
		return mc_json_number_compare(a, b) == 0;
	if (json_typeof(a) != json_typeof(b))
		return false;
	if (json_is_string(a))
		return json_string_length(a) == json_string_length(b) &&
		       memcmp(json_string_value(a), json_string_value(b), json_string_length(a)) ==
			   0;
	if (json_is_object(a))
		return equal_objects(a, b, depth);
	if (!json_is_array(a))
		return true;
	if (json_array_size(a) != json_array_size(b))
		return false;
	for (size_t i = 0; i < json_array_size(a); i++) {
		if (!equal(json_array_get(a, i), json_array_get(b, i), depth - 1))
			return false;
	}
	return true;
}

bool
mc_json_equal(const json_t *a, const json_t *b)
{
	return equal(a, b, CANONICAL_DEPTH_MAX + 1);
}
