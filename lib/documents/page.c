#include "gen/vocabulary/printed.h"
#include "lib/documents/page_inside.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pthread.h>
#include <string.h>
#include <unistr.h>

#include "lib/base/buf.h"
#include "lib/calendar/local_time.h"

enum { PAGES_MAX = 200, BYTES_MAX = 16 * 1024 * 1024, TEXT_MAX = 64 * 1024 };

static const double default_size = 11.5;

/* The papers and their margins, in points; left is wide enough to punch and bind. */
static const struct {
	double width, height, top, right, bottom, left;
} papers[] = {
    [MC_PAPER_A4] = {595.28, 841.89, 48, 48, 52, 68},
    [MC_PAPER_A6] = {297.64, 419.53, 16, 14, 16, 14},
};

/* Guards fontconfig, Pango's fonts, zint and the one font map below. */
static pthread_mutex_t drawing = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *fonts;

static void
unref_object(void *object)
{
	if (*(gpointer *)object != NULL)
		g_object_unref(*(gpointer *)object);
}

static void
surface_done(cairo_surface_t **surface)
{
	cairo_surface_destroy(*surface);
}

static void
cairo_done(cairo_t **cr)
{
	cairo_destroy(*cr);
}

void
mc_page_fail(struct mc_page *page, const char *why)
{
	if (page->failure == NULL)
		page->failure = why;
}

struct mc_arena *
mc_page_arena(const struct mc_page *page)
{
	return page->ctx->arena;
}

double
mc_page_width(const struct mc_page *page)
{
	return page->width;
}

double
mc_page_y(const struct mc_page *page)
{
	return page->y;
}

void
mc_page_set_y(struct mc_page *page, double y)
{
	page->y = y;
}

void
mc_page_set_inset(struct mc_page *page, double inset)
{
	page->inset = inset;
}

void
mc_page_space(struct mc_page *page, double height)
{
	page->y += height;
}

double
mc_page_left(const struct mc_page *page)
{
	return page->top + page->height - page->y;
}

void
mc_page_need(struct mc_page *page, double height)
{
	if (height > mc_page_left(page) && page->y > page->top)
		mc_page_break(page);
}

/* Characters that move other text about, hide, or are no characters. */
static bool
is_unprintable(ucs4_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* The text as it may be printed: valid UTF-8 on one paragraph per line. */
static const char *
printable(struct mc_page *page, const char *text, size_t *ret_length)
{
	struct mc_buf buf = mc_buf_new(page->ctx->arena, TEXT_MAX);
	size_t length = text == NULL ? 0 : strlen(text);

	while (length > 0) {
		ucs4_t c;
		int used = u8_mbtoucr(&c, (const uint8_t *)text, length);

		if (used <= 0) {
			mc_buf_add_text(&buf, "\xef\xbf\xbd");
			used = 1;
		} else if (c == '\n' || !is_unprintable(c)) {
			mc_buf_add(&buf, text, (size_t)used);
		} else if (c < ' ') {
			mc_buf_add_char(&buf, ' ');
		}
		text += used;
		length -= (size_t)used;
	}
	if (mc_buf_overflowed(&buf))
		mc_page_fail(page, "a text is too long");
	*ret_length = buf.length;
	return buf.bytes;
}

static PangoFontDescription *
font_of(const struct mc_text_style *style)
{
	PangoFontDescription *font = pango_font_description_new();
	double size = style->size > 0 ? style->size : default_size;

	pango_font_description_set_family_static(font, style->mono ? "DejaVu Sans Mono,monospace"
						       : style->sans
							   ? "Noto Sans,DejaVu Sans,sans-serif"
							   : "Noto Serif,DejaVu Serif,serif");
	pango_font_description_set_size(font, (gint)(size * PANGO_SCALE));
	pango_font_description_set_weight(
	    font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_style(
	    font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	return font;
}

static PangoLayout *
layout_of(struct mc_page *page, const struct mc_text_style *style, double width)
{
	static const PangoAlignment aligns[] = {[MC_ALIGN_LEFT] = PANGO_ALIGN_LEFT,
	    [MC_ALIGN_CENTER] = PANGO_ALIGN_CENTER,
	    [MC_ALIGN_RIGHT] = PANGO_ALIGN_RIGHT};
	PangoLayout *layout = pango_layout_new(page->pango);
	PangoFontDescription *font = font_of(style);

	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_alignment(layout, aligns[style->align]);
	return layout;
}

/* Reads the places of a layout's lines. */
static struct mc_lines
lines_of(struct mc_page *page, PangoLayout *layout)
{
	struct mc_lines lines = {
	    .layout = layout, .count = (size_t)pango_layout_get_line_count(layout)};
	PangoLayoutIter *iter = pango_layout_get_iter(layout);

	lines.at = mc_alloc_array(page->ctx->arena, lines.count, sizeof(*lines.at));
	for (size_t i = 0; i < lines.count; i++) {
		PangoRectangle logical;
		int top, bottom;

		pango_layout_iter_get_line_yrange(iter, &top, &bottom);
		pango_layout_iter_get_line_extents(iter, NULL, &logical);
		lines.at[i] = (struct mc_line){.x = pango_units_to_double(logical.x),
		    .top = pango_units_to_double(top),
		    .bottom = pango_units_to_double(bottom),
		    .baseline = pango_units_to_double(pango_layout_iter_get_baseline(iter))};
		(void)pango_layout_iter_next_line(iter);
	}
	pango_layout_iter_free(iter);
	return lines;
}

struct mc_lines
mc_lines_make(
    struct mc_page *page, const struct mc_text_style *style, double width, const char *text)
{
	PangoLayout *layout = layout_of(page, style, width);
	size_t length;

	text = printable(page, text, &length);
	pango_layout_set_text(layout, text, (int)length);
	return lines_of(page, layout);
}

void
mc_lines_done(struct mc_lines *lines)
{
	if (lines->layout != NULL)
		g_object_unref(lines->layout);
	lines->layout = NULL;
}

double
mc_lines_height(const struct mc_lines *lines, size_t first)
{
	return first < lines->count ? lines->at[lines->count - 1].bottom - lines->at[first].top : 0;
}

void
mc_lines_draw(struct mc_page *page, const struct mc_lines *lines, size_t first, size_t last,
    double x, double y, bool grey)
{
	double shade = grey ? 0.32 : 0;

	cairo_set_source_rgb(page->cr, shade, shade, shade);
	for (size_t i = first; i < last; i++) {
		const struct mc_line *line = &lines->at[i];

		cairo_move_to(
		    page->cr, page->left + x + line->x, y + line->baseline - lines->at[first].top);
		pango_cairo_show_layout_line(
		    page->cr, pango_layout_get_line_readonly(lines->layout, (int)i));
	}
}

/* Draws lines down the page, breaking it where it is full. */
static void
flow(struct mc_page *page, const struct mc_lines *lines, bool grey)
{
	for (size_t i = 0; i < lines->count && page->failure == NULL; i++) {
		double height = lines->at[i].bottom - lines->at[i].top;

		mc_page_need(page, height);
		mc_lines_draw(page, lines, i, i + 1, 0, page->y, grey);
		page->y += height;
	}
}

void
mc_page_text(struct mc_page *page, const struct mc_text_style *style, const char *text)
{
	MC_CLEANUP(mc_lines_done)
	struct mc_lines lines = mc_lines_make(page, style, page->width - page->inset, text);

	flow(page, &lines, style->grey);
}

void
mc_page_field(struct mc_page *page, const char *label, const char *value)
{
	static const struct mc_text_style style = {0};
	MC_CLEANUP(mc_lines_done) struct mc_lines lines = {0};
	PangoAttrList *attributes;
	PangoAttribute *bold;
	PangoLayout *layout;
	size_t label_length, value_length;
	const char *label_text, *value_text;
	char *text;

	if (value == NULL || *value == '\0')
		return;
	label_text = printable(page, label, &label_length);
	value_text = printable(page, value, &value_length);
	text = mc_sprintf(page->ctx->arena, "%s: %s", label_text, value_text);
	layout = layout_of(page, &style, page->width - page->inset);
	pango_layout_set_text(layout, text, -1);
	attributes = pango_attr_list_new();
	bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
	bold->start_index = (guint)label_length + 2;
	pango_attr_list_insert(attributes, bold);
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	lines = lines_of(page, layout);
	flow(page, &lines, false);
	page->y += 2;
}

double
mc_page_box(struct mc_page *page, double x, double y, double width,
    const struct mc_text_style *style, const char *text)
{
	MC_CLEANUP(mc_lines_done)
	struct mc_lines lines = mc_lines_make(page, style, width, text);

	mc_lines_draw(page, &lines, 0, lines.count, x, y, style->grey);
	return mc_lines_height(&lines, 0);
}

double
mc_page_measure(
    struct mc_page *page, double width, const struct mc_text_style *style, const char *text)
{
	MC_CLEANUP(mc_lines_done)
	struct mc_lines lines = mc_lines_make(page, style, width, text);

	return mc_lines_height(&lines, 0);
}

void
mc_page_line(struct mc_page *page, double x1, double y1, double x2, double y2, double width)
{
	cairo_set_source_rgb(page->cr, 0, 0, 0);
	cairo_set_line_width(page->cr, width);
	cairo_move_to(page->cr, page->left + x1, y1);
	cairo_line_to(page->cr, page->left + x2, y2);
	cairo_stroke(page->cr);
}

void
mc_page_frame(struct mc_page *page, double x, double y, double width, double height)
{
	cairo_set_source_rgb(page->cr, 0, 0, 0);
	cairo_set_line_width(page->cr, 0.6);
	cairo_rectangle(page->cr, page->left + x, y, width, height);
	cairo_stroke(page->cr);
}

/* The mark of a sample: a framed line above the text, and grey letters across the paper below it.
 */
static void
draw_sample_mark(struct mc_page *page)
{
	const struct mc_text_style small = {.size = page->info->paper == MC_PAPER_A4 ? 9 : 6,
	    .bold = true,
	    .sans = true,
	    .align = MC_ALIGN_CENTER};
	const struct mc_text_style large = {.size = page->width / 3.6, .bold = true, .sans = true};
	double paper_height = papers[page->info->paper].height;
	MC_CLEANUP(mc_lines_done)
	struct mc_lines across = mc_lines_make(page, &large, -1, MC_PRINTED_SAMPLE);
	double frame = page->width * 0.6, height = small.size * 1.7;
	double y = (page->top - height) / 2;
	int width_units;
	double width;

	pango_layout_get_size(across.layout, &width_units, NULL);
	width = pango_units_to_double(width_units);
	cairo_save(page->cr);
	cairo_translate(page->cr, page->left + page->width / 2, paper_height / 2);
	cairo_rotate(page->cr, -0.6);
	cairo_set_source_rgb(page->cr, 0.955, 0.955, 0.955);
	cairo_move_to(page->cr, -width / 2, -mc_lines_height(&across, 0) / 2);
	pango_cairo_show_layout(page->cr, across.layout);
	cairo_restore(page->cr);
	if (y < 1)
		y = 1;
	mc_page_frame(page, (page->width - frame) / 2, y, frame, height);
	(void)mc_page_box(page, 0, y + small.size * 0.12, page->width, &small, page->info->sample);
}

static void
draw_footer(struct mc_page *page)
{
	static const struct mc_text_style left = {.size = 8, .sans = true, .grey = true};
	static const struct mc_text_style right = {
	    .size = 8, .sans = true, .grey = true, .align = MC_ALIGN_RIGHT};
	double y = page->top + page->height + 14;

	if (page->info->paper != MC_PAPER_A4)
		return;
	mc_page_line(page, 0, y - 3, page->width, y - 3, 0.3);
	(void)mc_page_box(page, 0, y, page->width - 80, &left, page->info->footer);
	(void)mc_page_box(page, page->width - 80, y, 80, &right,
	    mc_sprintf(page->ctx->arena, "Trang %u/%u", page->number, page->total));
}

static void
begin_page(struct mc_page *page)
{
	page->number++;
	page->y = page->top;
	if (page->number > PAGES_MAX)
		mc_page_fail(page, "a document has too many pages");
	if (page->info->sample != NULL)
		draw_sample_mark(page);
}

void
mc_page_break(struct mc_page *page)
{
	if (page->failure != NULL)
		return;
	draw_footer(page);
	cairo_show_page(page->cr);
	begin_page(page);
}

static cairo_status_t
write_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
	struct mc_buf *buf = closure;

	mc_buf_add(buf, bytes, length);
	return mc_buf_overflowed(buf) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void
set_metadata(struct mc_ctx *ctx, cairo_surface_t *surface, const struct mc_document_info *info)
{
	struct mc_local_time t = mc_local_time(info->issued_at);
	const char *date = mc_sprintf(ctx->arena, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", t.year,
	    t.month, t.day, t.hour, t.minute, t.second);

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, info->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, info->author);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Motcua");
	if (info->carries != NULL)
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, info->carries);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

/* One of the two passes; buf NULL draws for the number of pages alone. */
static enum mc_rc
draw_once(struct mc_ctx *ctx, const struct mc_document_info *info, mc_draw *draw, const void *data,
    unsigned total, struct mc_buf *buf, unsigned *ret_pages)
{
	double width = papers[info->paper].width, height = papers[info->paper].height;
	MC_CLEANUP(surface_done)
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
	    buf == NULL ? NULL : write_bytes, buf, width, height);
	MC_CLEANUP(cairo_done) cairo_t *cr = cairo_create(surface);
	MC_CLEANUP(unref_object) PangoContext *pango = pango_font_map_create_context(fonts);
	struct mc_page page = {.ctx = ctx, .info = info, .cr = cr, .pango = pango, .total = total};

	set_metadata(ctx, surface, info);
	pango_cairo_update_context(cr, pango);
	/* paper has no pixels to round to */
	pango_context_set_round_glyph_positions(pango, FALSE);
	pango_context_set_language(pango, pango_language_from_string("vi"));
	page.left = papers[info->paper].left;
	page.top = papers[info->paper].top;
	page.width = width - page.left - papers[info->paper].right;
	page.height = height - page.top - papers[info->paper].bottom;
	begin_page(&page);
	draw(&page, data);
	draw_footer(&page);
	cairo_show_page(cr);
	cairo_surface_finish(surface);
	if (page.failure != NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "document: %s", page.failure);
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS ||
	    cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "document: %s",
		    cairo_status_to_string(cairo_surface_status(surface)));
	*ret_pages = page.number;
	return MC_OK;
}

static enum mc_rc
render(struct mc_ctx *ctx, const struct mc_document_info *info, mc_draw *draw, const void *data,
    struct mc_buf *buf)
{
	unsigned pages, again;

	if (fonts == NULL) {
		fonts = pango_cairo_font_map_new();
		/* one point of a font is one point of the paper */
		pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
	}
	TRY(draw_once(ctx, info, draw, data, 0, NULL, &pages));
	return draw_once(ctx, info, draw, data, pages, buf, &again);
}

enum mc_rc
mc_document_render(struct mc_ctx *ctx, const struct mc_document_info *info, mc_draw *draw,
    const void *data, const unsigned char **ret_bytes, size_t *ret_length)
{
	struct mc_buf buf = mc_buf_new(ctx->arena, BYTES_MAX);
	enum mc_rc rc;

	(void)pthread_mutex_lock(&drawing);
	rc = render(ctx, info, draw, data, &buf);
	(void)pthread_mutex_unlock(&drawing);
	TRY(rc);
	*ret_bytes = (const unsigned char *)buf.bytes;
	*ret_length = buf.length;
	return MC_OK;
}

void
mc_document_end(void)
{
	(void)pthread_mutex_lock(&drawing);
	unref_object(&fonts);
	fonts = NULL;
	cairo_debug_reset_static_data();
	FcFini();
	(void)pthread_mutex_unlock(&drawing);
}
