/* A line of a page is: name, perhaps {label="text",...}, a blank, a number; or a comment. */
#include "lib/watch/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t
name_length(const char *line)
{
	return strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");
}

/* The text of the first label. Our own have neither quotes nor backslashes in it. */
static void
take_part(struct mc_figure *figure, const char *labels, const char *end)
{
	const char *begin = memchr(labels, '"', (size_t)(end - labels));
	const char *last = begin == NULL ? NULL : memchr(begin + 1, '"', (size_t)(end - begin - 1));

	if (last == NULL)
		return;
	figure->part = begin + 1;
	figure->part_length = (size_t)(last - begin - 1);
}

static bool
take_line(const char *line, size_t length, struct mc_figure *ret_figure)
{
	const char *at = line + name_length(line);
	char *end;

	*ret_figure = (struct mc_figure){.name = line, .name_length = (size_t)(at - line)};
	if (ret_figure->name_length == 0)
		return false;
	if (*at == '{') {
		const char *close = memrchr(line, '}', length);

		if (close == NULL)
			return false;
		take_part(ret_figure, at, close);
		at = close + 1;
	}
	if (*at != ' ')
		return false;
	ret_figure->value = strtod(at + 1, &end);
	return end != at + 1 && end <= line + length && !isnan(ret_figure->value);
}

bool
mc_figure_next(const char **at, struct mc_figure *ret_figure)
{
	while (**at != '\0') {
		const char *line = *at;
		size_t length = strcspn(line, "\n");

		*at = line + length + (line[length] == '\n' ? 1 : 0);
		if (take_line(line, length, ret_figure))
			return true;
	}
	return false;
}

bool
mc_figure_is(const struct mc_figure *figure, const char *name)
{
	return strlen(name) == figure->name_length &&
	       memcmp(name, figure->name, figure->name_length) == 0;
}
