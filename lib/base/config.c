/* One table made from config.def drives reading, printing and help. */
#include "lib/base/config.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, NUMBER, ELSEWHERE };

struct row {
	const char *variable;
	enum kind kind;
	size_t offset;
	const char *fallback; /* of a text */
	bool secret;
	long number; /* the default of a number */
	long least;
	long most;
	const char *help;
};

#define MC_CONFIG_TEXT(field_, variable_, fallback_, secret_, help_)                               \
	{.variable = (variable_),                                                                  \
	    .kind = TEXT,                                                                          \
	    .offset = offsetof(struct mc_config, field_),                                          \
	    .fallback = (fallback_),                                                               \
	    .secret = (secret_),                                                                   \
	    .help = (help_)},
#define MC_CONFIG_NUMBER(field_, variable_, fallback_, least_, most_, help_)                       \
	{.variable = (variable_),                                                                  \
	    .kind = NUMBER,                                                                        \
	    .offset = offsetof(struct mc_config, field_),                                          \
	    .number = (fallback_),                                                                 \
	    .least = (least_),                                                                     \
	    .most = (most_),                                                                       \
	    .help = (help_)},
#define MC_CONFIG_ELSEWHERE(variable_, help_)                                                      \
	{.variable = (variable_), .kind = ELSEWHERE, .help = (help_)},

static const struct row rows[] = {
#include "lib/base/config.def"
};

#undef MC_CONFIG_TEXT
#undef MC_CONFIG_NUMBER
#undef MC_CONFIG_ELSEWHERE

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static const char **
text_of(struct mc_config *config, const struct row *row)
{
	return (const char **)(void *)((char *)config + row->offset);
}

static long *
number_of(struct mc_config *config, const struct row *row)
{
	return (long *)(void *)((char *)config + row->offset);
}

static const struct row *
find_row(const char *entry, size_t name_length)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (strlen(rows[i].variable) == name_length &&
		    memcmp(rows[i].variable, entry, name_length) == 0)
			return &rows[i];
	}
	return NULL;
}

static enum mc_rc
take_value(struct mc_ctx *ctx, const struct row *row, const char *value, struct mc_config *config)
{
	long number;
	char *end;

	if (row->kind == TEXT)
		*text_of(config, row) = mc_strdup(ctx->arena, value);
	if (row->kind != NUMBER)
		return MC_OK;
	errno = 0;
	number = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || number < row->least || number > row->most)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s must be a whole number from %ld to %ld", row->variable, row->least,
		    row->most);
	*number_of(config, row) = number;
	return MC_OK;
}

enum mc_rc
mc_config_load(struct mc_ctx *ctx, const char *const environment[], struct mc_config *ret_config)
{
	static const char prefix[] = "MOTCUA_";
	struct mc_config config = {0};

	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].kind == TEXT)
			*text_of(&config, &rows[i]) = rows[i].fallback;
		if (rows[i].kind == NUMBER)
			*number_of(&config, &rows[i]) = rows[i].number;
	}
	for (size_t i = 0; environment[i] != NULL; i++) {
		const char *equals = strchr(environment[i], '=');
		const struct row *row;

		if (equals == NULL || strncmp(environment[i], prefix, sizeof(prefix) - 1) != 0)
			continue;
		row = find_row(environment[i], (size_t)(equals - environment[i]));
		if (row == NULL)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
			    "there is no setting %.*s", (int)(equals - environment[i]),
			    environment[i]);
		TRY(take_value(ctx, row, equals + 1, &config));
	}
	*ret_config = config;
	return MC_OK;
}

void
mc_config_print(struct mc_buf *buf, const struct mc_config *config)
{
	struct mc_config copy = *config;

	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct row *row = &rows[i];

		if (row->kind == NUMBER)
			mc_buf_printf(buf, "%s=%ld\n", row->variable, *number_of(&copy, row));
		if (row->kind == TEXT) {
			const char *text = *text_of(&copy, row);

			mc_buf_printf(buf, "%s=%s\n", row->variable,
			    row->secret && *text != '\0' ? "***" : text);
		}
	}
}

void
mc_config_help(struct mc_buf *buf)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct row *row = &rows[i];

		mc_buf_printf(buf, "%-28s %s", row->variable, row->help);
		if (row->kind == NUMBER)
			mc_buf_printf(buf, " (%ld)", row->number);
		if (row->kind == TEXT && *row->fallback != '\0')
			mc_buf_printf(buf, " (%s)", row->fallback);
		mc_buf_add_char(buf, '\n');
	}
}
