/* A row a kind of document. Dates are compared as texts: the schema has seen to their form. */
#include "lib/catalogue/documents.h"

#include <stdbool.h>
#include <string.h>

#include "gen/vocabulary/items.h"
#include "lib/base/buf.h"
#include "lib/calendar/calendar.h"
#include "lib/calendar/local_time.h"
#include "lib/catalogue/documents_check.h"

enum { UNITS_ABOVE_MAX = 20 };

const char *
mc_document_text(const json_t *object, const char *member)
{
	const char *value = json_string_value(json_object_get(object, member));

	return value == NULL ? "" : value;
}

const json_t *
mc_document_known(const struct mc_document *document, const char *what, const char *code)
{
	return json_object_get(json_object_get(document->known, what), code);
}

void
mc_document_mistake(const struct mc_document *document, const char *pointer, const char *code,
    const char *vi, const char *en)
{
	mc_problem_add(document->ctx, mc_strdup(document->ctx->arena, pointer), code, vi, en);
}

void
mc_document_check_days(const struct mc_document *document)
{
	const char *from = mc_document_text(document->value, "valid_from");
	const char *until = mc_document_text(document->value, "valid_until");

	if (*until != '\0' && strcmp(until, from) <= 0)
		mc_document_mistake(document, "/valid_until", MC_ITEM_CATALOGUE_DAYS);
}

void
mc_document_check_time(const struct mc_document *document, const json_t *time, const char *pointer)
{
	bool limited = strcmp(mc_document_text(time, "unit"), "none") != 0;

	if (limited != (json_object_get(time, "amount") != NULL))
		mc_document_mistake(document, pointer, MC_ITEM_CATALOGUE_TIME);
}

/* Whether two documents say the same of a member, which may be missing in both. */
static bool
same(const json_t *a, const json_t *b, const char *member)
{
	return strcmp(mc_document_text(a, member), mc_document_text(b, member)) == 0;
}

/* What is remembered of the entries of the list that are the same in all of the members named,
 * which may be missing in all: a list of its own for each purpose, empty at first. A list may have
 * many thousand entries, so none is compared with each before it. */
static json_t *
remembered(const struct mc_document *document, const char *purpose, const char *const *members)
{
	struct mc_buf key = mc_buf_new(document->ctx->arena, 128);
	json_t *groups = json_object_get(document->known, "alike");
	json_t *group;

	mc_buf_printf(&key, "%s %s", document->kind, purpose);
	for (size_t i = 0; members[i] != NULL; i++)
		mc_buf_printf(
		    &key, "\n%s %s", members[i], mc_document_text(document->value, members[i]));
	if (groups == NULL) {
		groups = json_object();
		json_object_set_new(document->known, "alike", groups);
	}
	group = json_object_get(groups, key.bytes);
	if (group == NULL) {
		group = json_array();
		json_object_set_new(groups, key.bytes, group);
	}
	return group;
}

static void
check_twice(const struct mc_document *document, const char *const *members, const char *pointer)
{
	json_t *group = remembered(document, "twice", members);

	if (json_array_size(group) > 0)
		mc_document_mistake(document, pointer, MC_ITEM_CATALOGUE_TWICE);
	else
		json_array_append_new(group, json_true());
}

enum period_end { PERIOD_FROM, PERIOD_UNTIL };

static const char *
period(const json_t *periods, size_t i, enum period_end end)
{
	return json_string_value(json_array_get(json_array_get(periods, i), end));
}

/* The first of the periods, which are in order and share no day, that ends after a day. */
static size_t
first_after(const json_t *periods, const char *day)
{
	size_t low = 0, high = json_array_size(periods);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(period(periods, middle, PERIOD_UNTIL), day) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Adds a period to those; whether it shares days with one of them, which then becomes one with it.
 */
static bool
add_period(json_t *periods, const char *from, const char *until)
{
	size_t at = first_after(periods, from);
	json_t *added = json_pack("[s,s]", from, until);
	bool shares = false;

	while (
	    at < json_array_size(periods) && strcmp(period(periods, at, PERIOD_FROM), until) < 0) {
		if (strcmp(period(periods, at, PERIOD_FROM), from) < 0)
			json_array_set_new(
			    added, PERIOD_FROM, json_string(period(periods, at, PERIOD_FROM)));
		if (strcmp(period(periods, at, PERIOD_UNTIL), until) > 0)
			json_array_set_new(
			    added, PERIOD_UNTIL, json_string(period(periods, at, PERIOD_UNTIL)));
		json_array_remove(periods, at);
		shares = true;
	}
	json_array_insert_new(periods, at, added);
	return shares;
}

/* Entries with an end of their own must not share days with an entry before of the same thing. */
static void
check_overlap(const struct mc_document *document, const char *const *members)
{
	const char *from = mc_document_text(document->value, "valid_from");
	const char *until = mc_document_text(document->value, "valid_until");

	if (strcmp(from, until) < 0 &&
	    add_period(remembered(document, "days", members), from, until))
		mc_document_mistake(document, "/valid_from", MC_ITEM_CATALOGUE_OVERLAP);
}

static void
check_unit_above(const struct mc_document *document)
{
	const char *code = mc_document_text(document->value, "code");
	const char *above = mc_document_text(document->value, "parent");
	size_t steps = 0;

	if (*above != '\0' && mc_document_known(document, "units", above) == NULL) {
		mc_document_mistake(document, "/parent", MC_ITEM_CATALOGUE_UNIT);
		return;
	}
	while (*above != '\0' && strcmp(above, code) != 0 && steps < UNITS_ABOVE_MAX) {
		above = mc_document_text(mc_document_known(document, "units", above), "parent");
		steps++;
	}
	if (*above != '\0')
		mc_document_mistake(document, "/parent", MC_ITEM_CATALOGUE_CIRCLE);
}

static void
check_unit(const struct mc_document *document)
{
	static const char *const members[] = {"code", NULL};
	const char *place = mc_document_text(document->value, "place_code");
	const char *calendar = mc_document_text(document->value, "calendar");
	const char *successor = mc_document_text(document->value, "successor");

	check_twice(document, members, "/code");
	check_unit_above(document);
	mc_document_check_days(document);
	if (*place != '\0' && mc_document_known(document, "places", place) == NULL)
		mc_document_mistake(document, "/place_code", MC_ITEM_CATALOGUE_PLACE);
	if (*calendar != '\0' && mc_document_known(document, "calendars", calendar) == NULL)
		mc_document_mistake(document, "/calendar", MC_ITEM_CATALOGUE_CALENDAR);
	if (*successor == '\0')
		return;
	if (strcmp(successor, mc_document_text(document->value, "code")) == 0)
		mc_document_mistake(document, "/successor", MC_ITEM_CATALOGUE_SUCCESSOR);
	else if (mc_document_known(document, "units", successor) == NULL)
		mc_document_mistake(document, "/successor", MC_ITEM_CATALOGUE_UNIT);
}

static void
check_unit_named(const struct mc_document *document)
{
	const char *unit = mc_document_text(document->value, "unit");

	if (mc_document_known(document, "units", unit) == NULL)
		mc_document_mistake(document, "/unit", MC_ITEM_CATALOGUE_UNIT);
}

static void
check_procedures_named(const struct mc_document *document)
{
	size_t i;
	json_t *code;

	json_array_foreach(json_object_get(document->value, "procedures"), i, code)
	{
		if (mc_document_known(document, "procedures", json_string_value(code)) == NULL)
			mc_document_mistake(document,
			    mc_sprintf(document->ctx->arena, "/procedures/%zu", i),
			    MC_ITEM_CATALOGUE_PROCEDURE);
	}
}

static void
check_competence(const struct mc_document *document)
{
	static const char *const members[] = {"unit", "valid_from", NULL};

	check_unit_named(document);
	check_twice(document, members, "/unit");
	check_procedures_named(document);
}

static void
check_closure(const struct mc_document *document)
{
	static const char *const members[] = {"unit", "procedure", NULL};
	const char *procedure = mc_document_text(document->value, "procedure");

	check_unit_named(document);
	if (*procedure != '\0' && mc_document_known(document, "procedures", procedure) == NULL)
		mc_document_mistake(document, "/procedure", MC_ITEM_CATALOGUE_PROCEDURE);
	mc_document_check_days(document);
	check_overlap(document, members);
}

/* A week that holds no whole working day would put what is promised centuries off. */
static void
check_week(const struct mc_document *document)
{
	const char *name;
	const json_t *hours;
	int worked = 0;

	json_object_foreach(json_object_get(document->value, "week"), name, hours)
	{
		for (size_t i = 0; i < json_array_size(hours); i++) {
			const json_t *span = json_array_get(hours, i);
			int from, until;

			if (mc_minute_parse(json_string_value(json_array_get(span, 0)), &from) &&
			    mc_minute_parse(json_string_value(json_array_get(span, 1)), &until))
				worked += until - from;
		}
	}
	if (worked < json_integer_value(json_object_get(document->value, "day_minutes")))
		mc_document_mistake(document, "/week", MC_ITEM_CATALOGUE_WEEK);
}

static void
check_calendar(const struct mc_document *document)
{
	static const char *const members[] = {"code", "valid_from", NULL};
	struct mc_ctx reading = {.arena = document->ctx->arena};
	const struct mc_calendar *calendar;

	check_twice(document, members, "/code");
	if (mc_calendar_read(&reading, document->value, &calendar) == MC_OK) {
		check_week(document);
		return;
	}
	for (size_t i = 0; i < reading.problem.error_count; i++) {
		const struct mc_problem_error *error = &reading.problem.errors[i];

		mc_problem_add(
		    document->ctx, error->pointer, error->code, error->detail_vi, error->detail_en);
	}
}

static void
check_procedure(const struct mc_document *document)
{
	static const char *const members[] = {"code", "valid_from", NULL};
	static const char *const about[] = {"code", NULL};

	check_twice(document, members, "/code");
	mc_document_check_days(document);
	check_overlap(document, about);
	mc_document_check_procedure(document);
}

static void
check_fees(const struct mc_document *document)
{
	static const char *const members[] = {"procedure", "case", "channel", "valid_from", NULL};
	static const char *const about[] = {"procedure", "case", "channel", NULL};

	check_twice(document, members, "/valid_from");
	mc_document_check_days(document);
	check_overlap(document, about);
	mc_document_check_fees(document);
}

static void
check_exemption(const struct mc_document *document)
{
	static const char *const members[] = {"procedure", "code", "valid_from", NULL};
	static const char *const about[] = {"procedure", "code", NULL};

	check_twice(document, members, "/code");
	mc_document_check_days(document);
	check_overlap(document, about);
	mc_document_check_exemption(document);
}

static void
check_partner(const struct mc_document *document)
{
	static const char *const members[] = {"code", "valid_from", NULL};
	static const char *const about[] = {"code", NULL};

	check_twice(document, members, "/code");
	mc_document_check_days(document);
	check_overlap(document, about);
	check_procedures_named(document);
	mc_document_check_time(document, json_object_get(document->value, "time"), "/time/amount");
}

/* Whether one unit is the other or stands above it. */
static bool
stands_above(const struct mc_document *document, const char *above, const char *unit)
{
	for (size_t steps = 0; *unit != '\0' && steps <= UNITS_ABOVE_MAX; steps++) {
		if (strcmp(unit, above) == 0)
			return true;
		unit = mc_document_text(mc_document_known(document, "units", unit), "parent");
	}
	return false;
}

/* What an outage covers: a partner or a unit, "" where it is none. */
static const char *
covered(const json_t *outage, const char *member)
{
	return mc_document_text(json_object_get(outage, "covers"), member);
}

/* The same outage, which the later of the two corrects. */
static bool
same_outage(const json_t *one, const json_t *other)
{
	return same(one, other, "from") &&
	       strcmp(covered(one, "partner"), covered(other, "partner")) == 0 &&
	       strcmp(covered(one, "unit"), covered(other, "unit")) == 0;
}

/* Whether two outages could claim the same minute of a dossier, see outages_meet in
 * schema/dossier/outages.sql. Times are texts of one form, which compare like times. */
static bool
meet(const struct mc_document *document, const json_t *one, const json_t *other)
{
	const char *partners[] = {covered(one, "partner"), covered(other, "partner")};
	const char *units[] = {covered(one, "unit"), covered(other, "unit")};

	if (strcmp(mc_document_text(one, "from"), mc_document_text(other, "until")) >= 0 ||
	    strcmp(mc_document_text(other, "from"), mc_document_text(one, "until")) >= 0)
		return false;
	if (*partners[0] != '\0' && *partners[1] != '\0')
		return strcmp(partners[0], partners[1]) == 0;
	if (*units[0] != '\0' && *units[1] != '\0')
		return stands_above(document, units[0], units[1]) ||
		       stands_above(document, units[1], units[0]);
	return (*partners[0] == '\0' && *units[0] == '\0') ||
	       (*partners[1] == '\0' && *units[1] == '\0');
}

static void
check_covered(const struct mc_document *document)
{
	const char *partner = covered(document->value, "partner");
	const char *unit = covered(document->value, "unit");

	if (*partner != '\0' && mc_document_known(document, "partners", partner) == NULL)
		mc_document_mistake(document, "/covers/partner", MC_ITEM_CATALOGUE_PARTNER);
	if (*unit != '\0' && mc_document_known(document, "units", unit) == NULL)
		mc_document_mistake(document, "/covers/unit", MC_ITEM_CATALOGUE_UNIT);
}

/* The entries before and the outages entered that share minutes with this one, the one apart that
 * it corrects; *ret_corrects tells whether there is such a one. */
static bool
shares_minutes(const struct mc_document *document, bool *ret_corrects)
{
	const json_t *entered =
	    json_object_get(json_object_get(document->known, "outages"), "entered");
	bool shares = false;
	size_t i;
	const json_t *other;

	*ret_corrects = false;
	for (i = 0; i < document->index && !shares; i++) {
		other = json_array_get(document->list, i);
		shares =
		    same_outage(other, document->value) || meet(document, other, document->value);
	}
	json_array_foreach(entered, i, other)
	{
		if (same_outage(other, document->value))
			*ret_corrects = true;
		else if (meet(document, other, document->value))
			shares = true;
	}
	return shares;
}

/* What was entered before may be said again, or corrected: then it may end where it began. */
static void
check_outage(const struct mc_document *document)
{
	const json_t *known = json_object_get(document->known, "outages");
	const char *until = mc_document_text(document->value, "until");
	int order = strcmp(mc_document_text(document->value, "from"), until);
	bool corrects;

	check_covered(document);
	if (shares_minutes(document, &corrects))
		mc_document_mistake(document, "/from", MC_ITEM_CATALOGUE_OUTAGE);
	if (order > 0 || (order == 0 && !corrects))
		mc_document_mistake(document, "/until", MC_ITEM_CATALOGUE_TIMES);
	else if (strcmp(until, mc_document_text(known, "now")) > 0)
		mc_document_mistake(document, "/until", MC_ITEM_CATALOGUE_NOT_OVER);
}

const char *const mc_document_lists[] = {"calendars", "units", "procedures", "competence", "fees",
    "closures", "exemptions", "partners", "outages", NULL};

/* In the order of mc_document_lists. */
static void (*const checks[])(const struct mc_document *document) = {check_calendar, check_unit,
    check_procedure, check_competence, check_fees, check_closure, check_exemption, check_partner,
    check_outage};

static void
know_unit(json_t *units, const json_t *value)
{
	json_object_set_new(units, mc_document_text(value, "code"),
	    json_pack("{s:s}", "parent", mc_document_text(value, "parent")));
}

static void
know_code(json_t *what, const json_t *value)
{
	json_object_set_new(what, mc_document_text(value, "code"), json_true());
}

void
mc_documents_know(json_t *known, const json_t *documents)
{
	static const struct {
		const char *list;
		const char *what;
		void (*know)(json_t *what, const json_t *value);
	} rows[] = {
	    {"calendars", "calendars", know_code},
	    {"partners", "partners", know_code},
	    {"units", "units", know_unit},
	    {"procedures", "procedures", mc_document_know_procedure},
	    {"fees", "procedures", mc_document_know_fees},
	};

	for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
		json_t *what = json_object_get(known, rows[row].what);
		size_t i;
		json_t *value;

		json_array_foreach(json_object_get(documents, rows[row].list), i, value) rows[row]
		    .know(what, value);
	}
}

enum mc_rc
mc_document_check(
    struct mc_ctx *ctx, json_t *known, const json_t *documents, const char *list, size_t index)
{
	struct mc_document document = {
	    .ctx = ctx,
	    .known = known,
	    .kind = list,
	    .list = json_object_get(documents, list),
	    .index = index,
	};

	document.value = json_array_get(document.list, index);
	for (size_t i = 0; mc_document_lists[i] != NULL; i++) {
		if (strcmp(mc_document_lists[i], list) == 0)
			checks[i](&document);
	}
	return ctx->problem.error_count > 0 ? mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL) : MC_OK;
}
