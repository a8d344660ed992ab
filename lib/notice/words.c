#include "lib/notice/words.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/calendar/calendar.h"
#include "lib/calendar/local_time.h"
#include "lib/payment/money.h"

enum { TEXT_BYTES_MAX = 64 * 1024 };

/* How the places of a text are filled. */
struct filling {
	struct mc_arena *arena;
	const json_t *told;
	const char *language;
	const char *instead;
};

static const char *
plain(const struct filling *filling, const json_t *value)
{
	if (json_is_integer(value))
		return mc_sprintf(filling->arena, "%lld", (long long)json_integer_value(value));
	return json_is_string(value) ? json_string_value(value) : "";
}

static const char *
moment(const struct filling *filling, const json_t *value, bool with_hour)
{
	const char *text = json_string_value(value);
	int64_t instant;

	if (text == NULL || !mc_rfc3339_parse(text, &instant))
		return "";
	return with_hour ? mc_moment_text(filling->arena, instant)
			 : mc_date_text(filling->arena, instant);
}

static const char *
span(const struct filling *filling, const json_t *value)
{
	const char *unit = json_string_value(json_object_get(value, "unit"));
	struct mc_time_limit limit = {
	    .amount = json_integer_value(json_object_get(value, "amount"))};

	if (unit == NULL || !mc_time_unit_parse(unit, &limit.unit))
		return "";
	return mc_time_limit_text(filling->arena, &limit, filling->language);
}

/* A reason of the vocabulary with its basis, as reason_at of SQL gives it, and after it what
 * somebody typed beside. */
static const char *
reason(const struct filling *filling, const json_t *value)
{
	const char *member = strcmp(filling->language, "en") == 0 ? "name_en" : "name";
	const char *name = json_string_value(json_object_get(value, member));
	const char *basis = json_string_value(json_object_get(value, "basis"));
	const char *typed = json_string_value(json_object_get(value, "said"));
	struct mc_buf buf = mc_buf_new(filling->arena, TEXT_BYTES_MAX);

	if (name == NULL)
		return "";
	mc_buf_add_text(&buf, name);
	if (basis != NULL)
		mc_buf_add_text(&buf, mc_sprintf(filling->arena, " (%s)", basis));
	mc_buf_add_text(&buf, ".");
	if (typed != NULL)
		mc_buf_add_text(&buf, mc_sprintf(filling->arena, " %s",
					  filling->instead != NULL ? filling->instead : typed));
	return buf.bytes;
}

static const char *
said(const struct filling *filling, const char *name, const char *kind)
{
	const json_t *value = json_object_get(filling->told, name);

	if (strcmp(kind, "money") == 0)
		return mc_money_text(filling->arena, json_integer_value(value));
	if (strcmp(kind, "time") == 0)
		return moment(filling, value, true);
	if (strcmp(kind, "day") == 0)
		return moment(filling, value, false);
	if (strcmp(kind, "span") == 0)
		return span(filling, value);
	if (strcmp(kind, "reason") == 0)
		return reason(filling, value);
	if (strcmp(kind, "free") == 0 && filling->instead != NULL)
		return filling->instead;
	return plain(filling, value);
}

/* From a brace to the one that closes it: name, or name and kind. */
static void
fill_place(const struct filling *filling, struct mc_buf *buf, const char *place, size_t length)
{
	const char *colon = memchr(place, ':', length);
	size_t name_length = colon == NULL ? length : (size_t)(colon - place);
	const char *name = mc_sprintf(filling->arena, "%.*s", (int)name_length, place);
	const char *kind = colon == NULL ? ""
					 : mc_sprintf(filling->arena, "%.*s",
					       (int)(length - name_length - 1), colon + 1);

	mc_buf_add_text(buf, said(filling, name, kind));
}

const char *
mc_notice_fill(struct mc_arena *arena, const char *template, const json_t *told,
    const char *language, const char *instead)
{
	const struct filling filling = {arena, told, language, instead};
	struct mc_buf buf = mc_buf_new(arena, TEXT_BYTES_MAX);
	const char *rest = template;

	for (const char *open; (open = strchr(rest, '{')) != NULL;) {
		const char *close = strchr(open, '}');

		if (close == NULL)
			break;
		mc_buf_add(&buf, rest, (size_t)(open - rest));
		fill_place(&filling, &buf, open + 1, (size_t)(close - open - 1));
		rest = close + 1;
	}
	mc_buf_add_text(&buf, rest);
	return buf.bytes;
}
