/* The inside of a page, shared by page.c (pages, text), page_table.c and page_code.c. */
#ifndef MC_PAGE_INSIDE_H
#define MC_PAGE_INSIDE_H

#include <cairo.h>
#include <pango/pangocairo.h>

#include "lib/documents/page.h"

struct mc_page {
	struct mc_ctx *ctx;
	const struct mc_document_info *info;
	cairo_t *cr;
	PangoContext *pango;
	double left, top, width, height; /* the text area */
	double inset;                    /* kept free at the right of paragraphs */
	double y;                        /* of the next line, from the top of the paper */
	unsigned number;                 /* of this page, from 1 */
	unsigned total;                  /* 0 while the pages are being counted */
	const char *failure;             /* why nothing more is drawn, or NULL */
};

/* A text laid out, line by line; y from the text's top. */
struct mc_lines {
	PangoLayout *layout;
	size_t count;
	struct mc_line {
		double x, top, bottom, baseline;
	} * at;
};

/* Lays out a text in a width. End it with mc_lines_done. */
struct mc_lines mc_lines_make(
    struct mc_page *page, const struct mc_text_style *style, double width, const char *text);

/* For MC_CLEANUP; lines of zeros are allowed. */
void mc_lines_done(struct mc_lines *lines);

/* The height of the lines from the first given one on. */
double mc_lines_height(const struct mc_lines *lines, size_t first);

/* Draws lines first..last-1 so that the top of the first is at y of the paper. */
void mc_lines_draw(struct mc_page *page, const struct mc_lines *lines, size_t first, size_t last,
    double x, double y, bool grey);

/* Ends this page and begins the next. */
void mc_page_break(struct mc_page *page);

/* Height left on this page, and on an empty one. */
double mc_page_left(const struct mc_page *page);

/* Notes the first failure; the rest of the document is then skipped. */
void mc_page_fail(struct mc_page *page, const char *why);

#endif
