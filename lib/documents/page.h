/* The drawing kit of every paper we print: pages of A4 or A6 filled from top to bottom with
 * headings, paragraphs, tables and codes, as a PDF in memory. Text is shaped by Pango, so
 * Vietnamese and every other script come out right; it is always text, never markup.
 *
 * mc_document_render calls a draw function twice, first to count the pages, then to draw them; both
 * calls must draw the same. Everything between runs under one process-wide lock, because fontconfig
 * and Pango's fonts are not safe in several threads: rendering belongs in the class heavy or the
 * worker. The same input gives the same bytes, on a machine with the same fonts (Noto Serif, Noto
 * Sans).
 *
 * Lengths are points (1/72 inch), from the left edge of the text area. Strings are borrowed for the
 * call; NULL counts as empty; bytes that are no UTF-8 and control characters are replaced. */
#ifndef MC_PAGE_H
#define MC_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

enum mc_paper { MC_PAPER_A4, MC_PAPER_A6 };

/* What a document says about itself. */
struct mc_document_info {
	enum mc_paper paper;
	const char *title;
	const char *author;  /* the unit that issues it */
	int64_t issued_at;   /* instant; the only date in the file */
	const char *carries; /* NULL or ASCII text that the file carries as its keywords, unseen */
	const char *footer;  /* NULL or a line at the foot of each page, beside the page's number */
	const char *sample;  /* what a sample says on each page, or NULL */
};

struct mc_page; /* lives for one call of the draw function */

typedef void mc_draw(struct mc_page *page, const void *data);

/* Renders a document; the bytes live in ctx->arena. Fails with internal when a code cannot be
 * encoded, the drawing library reports an error, or the document is longer than 200 pages or 16
 * MiB. */
MC_MUST_CHECK enum mc_rc mc_document_render(struct mc_ctx *ctx, const struct mc_document_info *info,
    mc_draw *draw, const void *data, const unsigned char **ret_bytes, size_t *ret_length);

/* Lets go of the fonts that rendering keeps between documents: once, before the program ends, so
 * that a leak checker sees nothing of them. A later render loads them again. */
void mc_document_end(void);

enum mc_align { MC_ALIGN_LEFT, MC_ALIGN_CENTER, MC_ALIGN_RIGHT };

/* How a text looks. */
struct mc_text_style {
	double size; /* of the font; 0 = the document's, 11.5 */
	bool bold;
	bool italic;
	bool sans; /* Noto Sans in place of Noto Serif */
	bool mono; /* digits and letters of one width, for codes and fingerprints */
	bool grey;
	enum mc_align align;
};

/* Where texts for the page may be made; they live as long as the context's arena. */
struct mc_arena *mc_page_arena(const struct mc_page *page);

/* The width of the text area and the place of the next line in it. */
double mc_page_width(const struct mc_page *page);
double mc_page_y(const struct mc_page *page);

/* Moves the place of the next line; going back up is how things are put side by side. */
void mc_page_set_y(struct mc_page *page, double y);
void mc_page_space(struct mc_page *page, double height);

/* Begins a new page unless this much height is left on this one. */
void mc_page_need(struct mc_page *page, double height);

/* Keeps this much free at the right of the paragraphs and fields that follow; 0 ends it. */
void mc_page_set_inset(struct mc_page *page, double inset);

/* A paragraph over the whole width; a long one flows on to the next page. */
void mc_page_text(struct mc_page *page, const struct mc_text_style *style, const char *text);

/* "label: value" as one paragraph, the value bold. Nothing if the value is NULL or empty. */
void mc_page_field(struct mc_page *page, const char *label, const char *value);

/* A text in a box at a place, without moving it; returns the height. Boxes do not flow over pages:
 * keep them for short texts. */
double mc_page_box(struct mc_page *page, double x, double y, double width,
    const struct mc_text_style *style, const char *text);

/* The height that box would have. */
double mc_page_measure(
    struct mc_page *page, double width, const struct mc_text_style *style, const char *text);

/* Straight lines and rectangles. */
void mc_page_line(struct mc_page *page, double x1, double y1, double x2, double y2, double width);
void mc_page_frame(struct mc_page *page, double x, double y, double width, double height);

/* One column of a table. */
struct mc_column {
	const char *head;
	double share; /* of the width, beside the shares of the others */
	enum mc_align align;
	bool mono;
};

enum { MC_COLUMNS_MAX = 8 };

/* A table with ruled lines. Its head is repeated on each page; rows stay whole where they fit on a
 * page and are split where they do not. cells has rows x columns texts. */
void mc_page_table(struct mc_page *page, const struct mc_column *columns, size_t column_count,
    const char *const *cells, size_t row_count, double size);

/* A QR code as a square at a place, quiet zone included; error correction M. */
void mc_page_qr(struct mc_page *page, double x, double y, double side, const char *text);

/* A Code 128 at a place, quiet zone included, without the text below. */
void mc_page_code128(
    struct mc_page *page, double x, double y, double width, double height, const char *text);

#endif
