/* "~" is written "~0" and "/" is written "~1". */
#include "lib/json/json_pointer.h"

#include <stdbool.h>
#include <string.h>

enum { TOKEN_MAX = 256 };

/* Reads one token without its slash; false if it is malformed or too long to be a name of ours. */
static bool
unescape(const char *raw, size_t length, char token[TOKEN_MAX])
{
	size_t used = 0;

	if (length >= TOKEN_MAX)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = raw[i];

		if (c == '~') {
			if (++i == length || (raw[i] != '0' && raw[i] != '1'))
				return false;
			c = raw[i] == '0' ? '~' : '/';
		}
		token[used++] = c;
	}
	token[used] = '\0';
	return true;
}

static const json_t *
item_at(const json_t *array, const char *token)
{
	size_t index = 0;

	if (token[0] == '\0' || (token[0] == '0' && token[1] != '\0') || strlen(token) > 9)
		return NULL;
	for (; *token != '\0'; token++) {
		if (*token < '0' || *token > '9')
			return NULL;
		index = index * 10 + (size_t)(*token - '0');
	}
	return json_array_get(array, index);
}

const json_t *
mc_json_pointer_get(const json_t *document, const char *pointer)
{
	char token[TOKEN_MAX];

	while (document != NULL && *pointer != '\0') {
		size_t length;

		if (*pointer++ != '/')
			return NULL;
		length = strcspn(pointer, "/");
		if (!unescape(pointer, length, token))
			return NULL;
		document = json_is_array(document) ? item_at(document, token)
						   : json_object_get(document, token);
		pointer += length;
	}
	return document;
}

char *
mc_json_pointer_member(struct mc_arena *arena, const char *pointer, const char *name)
{
	size_t length = strlen(pointer);
	char *text = mc_alloc(arena, length + 2 * strlen(name) + 2);
	char *out = text + length;

	memcpy(text, pointer, length + 1);
	*out++ = '/';
	for (; *name != '\0'; name++) {
		if (*name == '~' || *name == '/')
			*out++ = '~';
		*out++ = *name == '~' ? '0' : *name == '/' ? '1' : *name;
	}
	return text;
}

char *
mc_json_pointer_item(struct mc_arena *arena, const char *pointer, size_t index)
{
	return mc_sprintf(arena, "%s/%zu", pointer, index);
}
