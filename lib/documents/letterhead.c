#include "lib/documents/letterhead.h"

#include <math.h>

#include "gen/vocabulary/printed.h"
#include "lib/calendar/local_time.h"

static const struct mc_text_style plain = {.align = MC_ALIGN_CENTER};
static const struct mc_text_style bold = {.bold = true, .align = MC_ALIGN_CENTER};
static const struct mc_text_style italic = {.italic = true, .align = MC_ALIGN_CENTER};
static const struct mc_text_style motto = {.size = 12.5, .bold = true, .align = MC_ALIGN_CENTER};

static bool
has(const char *text)
{
	return text != NULL && *text != '\0';
}

void
mc_letterhead(struct mc_page *page, const struct mc_letterhead *head)
{
	struct mc_arena *arena = mc_page_arena(page);
	double width = mc_page_width(page), left = width * 0.42, right = width - left;
	double y = mc_page_y(page), z = y;

	if (has(head->superior))
		y += mc_page_box(page, 0, y, left - 6, &plain, head->superior);
	y += mc_page_box(page, 0, y, left - 6, &bold, head->unit);
	mc_page_line(page, left * 0.33, y + 2, left * 0.65, y + 2, 0.7);
	z += mc_page_box(page, left, z, right, &bold, MC_PRINTED_REPUBLIC);
	z += mc_page_box(page, left, z, right, &motto, MC_PRINTED_MOTTO);
	mc_page_line(page, left + right * 0.21, z + 2, left + right * 0.79, z + 2, 0.7);
	y = z = fmax(y, z) + 8;
	if (has(head->number))
		y += mc_page_box(
		    page, 0, y, left - 6, &plain, MC_PRINTED_LETTER_NUMBER(arena, head->number));
	if (has(head->place))
		z += mc_page_box(page, left, z, right, &italic,
		    mc_sprintf(
			arena, "%s, %s", head->place, mc_date_words(arena, head->issued_at)));
	mc_page_set_y(page, fmax(y, z));
}

void
mc_letterhead_title(struct mc_page *page, const char *title, const char *below)
{
	static const struct mc_text_style large = {
	    .size = 15, .bold = true, .align = MC_ALIGN_CENTER};

	mc_page_space(page, 11);
	mc_page_text(page, &large, title);
	if (has(below))
		mc_page_text(page, &plain, below);
	mc_page_space(page, 10);
}

void
mc_letterhead_group(struct mc_page *page, const char *heading)
{
	static const struct mc_text_style style = {.bold = true};

	/* with the first line of what follows */
	mc_page_space(page, 6);
	mc_page_need(page, 36);
	mc_page_text(page, &style, heading);
	mc_page_space(page, 3);
}

static double
draw_signature(struct mc_page *page, double x, double width, const struct mc_signature *signature)
{
	double y = mc_page_y(page), top = y;

	y += mc_page_box(page, x, y, width, &bold, signature->role);
	if (has(signature->how))
		y += mc_page_box(page, x, y, width, &italic, signature->how);
	y += 48;
	if (has(signature->name))
		y += mc_page_box(page, x, y, width, &bold, signature->name);
	return y - top;
}

void
mc_letterhead_signatures(
    struct mc_page *page, const struct mc_signature *left, const struct mc_signature *right)
{
	double half = mc_page_width(page) / 2, height;

	mc_page_space(page, 12);
	mc_page_need(page, 100);
	height = draw_signature(page, 0, half, left);
	mc_page_space(page, fmax(height, draw_signature(page, half, half, right)));
}

void
mc_letterhead_code(
    struct mc_page *page, double x, double y, double side, const char *text, const char *caption)
{
	static const struct mc_text_style small = {
	    .size = 8, .sans = true, .align = MC_ALIGN_CENTER};

	mc_page_qr(page, x, y, side, text);
	(void)mc_page_box(page, x - 8, y + side, side + 16, &small, caption);
}
