#include "lib/documents/receipt_paper.h"

#include <math.h>
#include <string.h>

#include "gen/vocabulary/channels.h"
#include "gen/vocabulary/printed.h"
#include "lib/calendar/local_time.h"
#include "lib/payment/money.h"

enum { FILE_COLUMNS = 5 };

static const double code_side = 92;

static const char *
text_at(const json_t *object, const char *first, const char *second)
{
	const json_t *value = json_object_get(object, first);

	if (second != NULL)
		value = json_object_get(value, second);
	return json_string_value(value);
}

static const char *
time_at(struct mc_arena *arena, const json_t *payload, const char *name)
{
	const char *text = text_at(payload, name, NULL);
	int64_t instant;

	return text != NULL && mc_rfc3339_parse(text, &instant) ? mc_time_words(arena, instant)
								: NULL;
}

/* How it was filed, or how the result comes, as people say it. */
static const char *
channel_text(const json_t *payload, const char *member)
{
	const struct mc_channel *channel = mc_channel_of(text_at(payload, member, NULL));

	return channel == NULL ? NULL : channel->printed;
}

/* Sizes as people know them and as the screens say them, at most one decimal, with a Vietnamese
 * comma. */
static const char *
size_text(struct mc_arena *arena, json_int_t size)
{
	static const char *const units[] = {"byte", "KB", "MB", "GB"};
	json_int_t tenths = size * 10;
	size_t unit = 0;

	if (size < 1024 || size > INT64_MAX / 16)
		return mc_sprintf(arena, "%lld %s", (long long)size, units[0]);
	while (tenths >= 10240 && unit < 3) {
		tenths = (tenths + 512) / 1024;
		unit++;
	}
	if (tenths % 10 == 0)
		return mc_sprintf(arena, "%lld %s", (long long)tenths / 10, units[unit]);
	return mc_sprintf(
	    arena, "%lld,%lld %s", (long long)tenths / 10, (long long)tenths % 10, units[unit]);
}

/* A fingerprint in groups of eight, so that two can be compared by eye. */
static const char *
grouped(struct mc_arena *arena, const char *hex)
{
	size_t length = hex == NULL ? 0 : strlen(hex);
	char *text = mc_alloc(arena, length * 2 + 1), *at = text;

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && i % 8 == 0)
			*at++ = ' ';
		*at++ = hex[i];
	}
	return text;
}

static void
draw_files(struct mc_page *page, const json_t *files)
{
	static const struct mc_column columns[FILE_COLUMNS] = {
	    {MC_PRINTED_ROW_NUMBER, 0.75, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_FILE_PAPER, 1.2, MC_ALIGN_LEFT, false},
	    {MC_PRINTED_FILE_NAME, 3.1, MC_ALIGN_LEFT, false},
	    {MC_PRINTED_FILE_SIZE, 1.35, MC_ALIGN_RIGHT, false},
	    {MC_PRINTED_FILE_HASH, 4.6, MC_ALIGN_LEFT, true}};
	static const struct mc_text_style none = {.size = 12};
	struct mc_arena *arena = mc_page_arena(page);
	size_t count = json_array_size(files);
	const char **cells = mc_alloc_array(arena, count * FILE_COLUMNS, sizeof(*cells));

	if (count == 0) {
		mc_page_text(page, &none, MC_PRINTED_NO_FILES);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const json_t *file = json_array_get(files, i);
		const char **row = cells + i * FILE_COLUMNS;

		row[0] = mc_sprintf(arena, "%zu", i + 1);
		row[1] = text_at(file, "component_code", NULL);
		row[2] = text_at(file, "name", NULL);
		row[3] = size_text(arena, json_integer_value(json_object_get(file, "size")));
		row[4] = grouped(arena, text_at(file, "sha256", NULL));
	}
	mc_page_table(page, columns, FILE_COLUMNS, cells, count, 10);
}

/* Which filing it is, and the hash of all that it says; receipts of the first format have neither.
 */
static void
draw_submission(struct mc_page *page, const json_t *submission)
{
	struct mc_arena *arena = mc_page_arena(page);
	json_int_t number = json_integer_value(json_object_get(submission, "number"));

	if (submission == NULL)
		return;
	if (number > 1)
		mc_page_field(page, MC_PRINTED_SUBMISSION,
		    MC_PRINTED_SUBMISSION_AT(arena, mc_sprintf(arena, "%lld", (long long)number),
			time_at(arena, submission, "at")));
	mc_page_field(
	    page, MC_PRINTED_SUBMISSION_HASH, grouped(arena, text_at(submission, "sha256", NULL)));
}

static void
draw_facts(struct mc_page *page, const json_t *payload)
{
	struct mc_arena *arena = mc_page_arena(page);
	const char *id = text_at(payload, "applicant", "personal_id");
	const char *applicant = text_at(payload, "applicant", "name");
	const char *expected = time_at(arena, payload, "expected_by");
	json_int_t total =
	    json_integer_value(json_object_get(json_object_get(payload, "fees"), "total"));

	mc_page_field(page, MC_PRINTED_PROCEDURE,
	    MC_PRINTED_PROCEDURE_WITH_CODE(arena, text_at(payload, "procedure", "title"),
		text_at(payload, "procedure", "code")));
	mc_page_field(page, MC_PRINTED_UNIT, text_at(payload, "unit", "name"));
	mc_page_field(page, MC_PRINTED_APPLICANT,
	    id == NULL ? applicant : MC_PRINTED_APPLICANT_WITH_ID(arena, applicant, id));
	mc_page_field(page, MC_PRINTED_SUBMITTER, text_at(payload, "submitter", "name"));
	mc_page_field(page, MC_PRINTED_SUBMITTED_AT, time_at(arena, payload, "submitted_at"));
	draw_submission(page, json_object_get(payload, "submission"));
	mc_page_field(page, MC_PRINTED_CHANNEL, channel_text(payload, "channel"));
	mc_page_field(page, MC_PRINTED_RETURN_CHANNEL, channel_text(payload, "return_channel"));
	mc_page_field(
	    page, MC_PRINTED_EXPECTED_BY, expected != NULL ? expected : MC_PRINTED_EXPECTED_LATER);
	mc_page_field(
	    page, MC_PRINTED_FEES, total > 0 ? mc_money_text(arena, total) : MC_PRINTED_NO_FEES);
}

static void
draw_next(struct mc_page *page, const json_t *next)
{
	static const struct mc_text_style style = {.size = 12};
	struct mc_arena *arena = mc_page_arena(page);

	if (json_array_size(next) == 0)
		return;
	mc_letterhead_group(page, MC_PRINTED_NEXT);
	for (size_t i = 0; i < json_array_size(next); i++) {
		mc_page_text(page, &style,
		    mc_sprintf(
			arena, "%zu. %s", i + 1, json_string_value(json_array_get(next, i))));
		mc_page_space(page, 2);
	}
}

static void
draw_proof(struct mc_page *page, const struct mc_receipt_paper *paper)
{
	static const struct mc_text_style style = {.size = 10.5, .italic = true};
	struct mc_arena *arena = mc_page_arena(page);
	double width = mc_page_width(page) - 2 * (code_side + 20), x = code_side + 20, y, height;
	const char *text =
	    mc_sprintf(arena, "%s\n%s", MC_PRINTED_RECEIPT_PROOF(arena, paper->verify_url),
		MC_PRINTED_RECEIPT_FOLLOW(arena, paper->tracking_url));

	mc_page_space(page, 14);
	mc_page_need(page, code_side + 20);
	y = mc_page_y(page);
	mc_letterhead_code(page, 8, y, code_side, paper->verify_url, MC_PRINTED_CHECK_PAGE);
	mc_letterhead_code(page, mc_page_width(page) - code_side - 8, y, code_side,
	    paper->tracking_url, MC_PRINTED_SCAN_TO_FOLLOW);
	height = mc_page_box(page, x, y + 8, width, &style, text);
	mc_page_set_y(page, y + fmax(code_side + 12, height + 8));
}

static void
draw(struct mc_page *page, const void *data)
{
	static const struct mc_text_style code = {
	    .size = 18, .bold = true, .sans = true, .align = MC_ALIGN_CENTER};
	const struct mc_receipt_paper *paper = data;
	const json_t *payload = paper->payload;
	const struct mc_letterhead head = {.unit = text_at(payload, "unit", "name")};

	mc_letterhead(page, &head);
	mc_letterhead_title(page, MC_PRINTED_RECEIPT, MC_PRINTED_DOSSIER_CODE);
	mc_page_space(page, -8);
	mc_page_text(page, &code, text_at(payload, "code", NULL));
	mc_page_space(page, 10);
	draw_facts(page, payload);
	mc_letterhead_group(page, MC_PRINTED_FILES);
	draw_files(page, json_object_get(payload, "files"));
	draw_next(page, json_object_get(payload, "next"));
	draw_proof(page, paper);
}

enum mc_rc
mc_receipt_paper_pdf(struct mc_ctx *ctx, const struct mc_receipt_paper *paper,
    const unsigned char **ret_bytes, size_t *ret_length)
{
	const char *code = text_at(paper->payload, "code", NULL);
	const struct mc_document_info info = {
	    .paper = MC_PAPER_A4,
	    .title = MC_PRINTED_RECEIPT_TITLE(ctx->arena, code),
	    .author = text_at(paper->payload, "unit", "name"),
	    .issued_at = paper->issued_at,
	    .carries = paper->jws,
	    .footer = MC_PRINTED_DOSSIER_FOOTER(ctx->arena, code),
	    .sample = paper->sample,
	};

	return mc_document_render(ctx, &info, draw, paper, ret_bytes, ret_length);
}
