#include "lib/documents/letter.h"

#include <math.h>

#include "gen/vocabulary/printed.h"

enum { COLUMNS = 2 };

static const double code_side = 88;

static void
draw_facts(struct mc_page *page, const struct mc_letter_fact *facts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mc_page_field(page, facts[i].label, facts[i].value);
}

static void
draw_asked(struct mc_page *page, const struct mc_letter *letter)
{
	static const struct mc_column columns[COLUMNS] = {
	    {MC_PRINTED_ROW_NUMBER, 0.8, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_ASKED_NAME, 11, MC_ALIGN_LEFT, false}};
	struct mc_arena *arena = mc_page_arena(page);
	const char **cells;

	if (letter->asked_count == 0)
		return;
	cells = mc_alloc_array(arena, letter->asked_count * COLUMNS, sizeof(*cells));
	for (size_t i = 0; i < letter->asked_count; i++) {
		cells[i * COLUMNS] = mc_sprintf(arena, "%zu", i + 1);
		cells[i * COLUMNS + 1] = letter->asked[i];
	}
	mc_letterhead_group(page, MC_PRINTED_ASKED);
	mc_page_table(page, columns, COLUMNS, cells, letter->asked_count, 11);
	mc_page_space(page, 8);
}

/* What the reader does now and by when, with the code to follow the dossier by beside it. */
static void
draw_then(struct mc_page *page, const struct mc_letter *letter)
{
	static const struct mc_text_style plain = {0}, small = {.size = 10.5, .italic = true};
	struct mc_arena *arena = mc_page_arena(page);
	double bottom;

	mc_page_need(page, code_side + 30);
	mc_letterhead_code(page, mc_page_width(page) - code_side, mc_page_y(page), code_side,
	    letter->tracking_url, MC_PRINTED_SCAN_TO_FOLLOW);
	bottom = mc_page_y(page) + code_side + 14;
	mc_page_set_inset(page, code_side + 14);
	draw_facts(page, letter->then, letter->then_count);
	mc_page_text(page, &plain, letter->closing);
	if (letter->contact != NULL)
		mc_page_text(page, &small, MC_PRINTED_CONTACT(arena, letter->contact));
	mc_page_set_inset(page, 0);
	mc_page_set_y(page, fmax(mc_page_y(page), bottom));
}

static void
draw(struct mc_page *page, const void *data)
{
	static const struct mc_text_style plain = {0};
	static const struct mc_signature nobody = {0};
	const struct mc_letter *letter = data;
	const struct mc_signature author = {
	    MC_PRINTED_SIGNED_BY_AGENCY, MC_PRINTED_SIGN_OR_DIGITALLY, letter->author};

	mc_letterhead(page, &letter->head);
	mc_letterhead_title(
	    page, letter->title, MC_PRINTED_DOSSIER_CODE_IS(mc_page_arena(page), letter->code));
	mc_page_field(page, MC_PRINTED_LETTER_TO, letter->to);
	draw_facts(page, letter->dossier, letter->dossier_count);
	mc_page_space(page, 6);
	mc_page_text(page, &plain, letter->opening);
	mc_page_space(page, 4);
	draw_facts(page, letter->why, letter->why_count);
	draw_asked(page, letter);
	mc_page_space(page, 4);
	draw_then(page, letter);
	mc_letterhead_signatures(page, &nobody, &author);
}

enum mc_rc
mc_letter_pdf(struct mc_ctx *ctx, const struct mc_letter *letter, const unsigned char **ret_bytes,
    size_t *ret_length)
{
	const struct mc_document_info info = {
	    .paper = MC_PAPER_A4,
	    .title = mc_sprintf(ctx->arena, "%s %s", letter->name, letter->code),
	    .author = letter->head.unit,
	    .issued_at = letter->head.issued_at,
	    .footer = MC_PRINTED_DOSSIER_FOOTER(ctx->arena, letter->code),
	    .sample = letter->sample,
	};

	if (letter->asked_count > MC_LETTER_ASKED_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "a letter asks for too much");
	return mc_document_render(ctx, &info, draw, letter, ret_bytes, ret_length);
}
