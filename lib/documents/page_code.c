/* QR and Code 128: zint computes the bars, cairo fills them as one path, so that neighbouring bars
 * leave no hair line between them. */
#include "lib/documents/page_inside.h"

#include <string.h>
#include <zint.h>

enum { QR_QUIET = 4, CODE128_QUIET = 10 }; /* modules that must stay white */

static void
symbol_done(struct zint_symbol **symbol)
{
	if (*symbol != NULL)
		ZBarcode_Delete(*symbol);
}

/* Encodes printable ASCII; NULL with the failure noted when that is impossible. */
static struct zint_symbol *
encode(struct mc_page *page, int symbology, const char *text)
{
	struct zint_symbol *symbol;
	size_t length = text == NULL ? 0 : strlen(text);

	for (size_t i = 0; i < length; i++) {
		if (text[i] < ' ' || text[i] > '~')
			length = 0;
	}
	if (length == 0) {
		mc_page_fail(page, "a code holds no printable ASCII");
		return NULL;
	}
	symbol = ZBarcode_Create();
	if (symbol == NULL) {
		mc_page_fail(page, "out of memory");
		return NULL;
	}
	symbol->symbology = symbology;
	symbol->input_mode = DATA_MODE;
	symbol->show_hrt = 0;
	if (symbology == BARCODE_QRCODE)
		symbol->option_1 = 2; /* error correction M */
	if (ZBarcode_Encode_and_Buffer_Vector(
		symbol, (const unsigned char *)text, (int)length, 0) >= ZINT_ERROR) {
		mc_page_fail(page, "a text does not fit into a code");
		ZBarcode_Delete(symbol);
		return NULL;
	}
	return symbol;
}

static void
white(struct mc_page *page, double x, double y, double width, double height)
{
	cairo_set_source_rgb(page->cr, 1, 1, 1);
	cairo_rectangle(page->cr, page->left + x, y, width, height);
	cairo_fill(page->cr);
	cairo_set_source_rgb(page->cr, 0, 0, 0);
}

void
mc_page_qr(struct mc_page *page, double x, double y, double side, const char *text)
{
	MC_CLEANUP(symbol_done) struct zint_symbol *symbol = encode(page, BARCODE_QRCODE, text);
	double unit, module;

	if (symbol == NULL)
		return;
	module = side / (symbol->width + 2 * QR_QUIET);
	unit = module * symbol->width / (double)symbol->vector->width;
	white(page, x, y, side, side);
	for (const struct zint_vector_rect *r = symbol->vector->rectangles; r != NULL; r = r->next)
		cairo_rectangle(page->cr, page->left + x + QR_QUIET * module + (double)r->x * unit,
		    y + QR_QUIET * module + (double)r->y * unit, (double)r->width * unit,
		    (double)r->height * unit);
	cairo_fill(page->cr);
}

void
mc_page_code128(
    struct mc_page *page, double x, double y, double width, double height, const char *text)
{
	MC_CLEANUP(symbol_done) struct zint_symbol *symbol = encode(page, BARCODE_CODE128, text);
	double unit, module;

	if (symbol == NULL)
		return;
	module = width / (symbol->width + 2 * CODE128_QUIET);
	unit = module * symbol->width / (double)symbol->vector->width;
	white(page, x, y, width, height);
	for (const struct zint_vector_rect *r = symbol->vector->rectangles; r != NULL; r = r->next)
		cairo_rectangle(page->cr,
		    page->left + x + CODE128_QUIET * module + (double)r->x * unit, y,
		    (double)r->width * unit, height);
	cairo_fill(page->cr);
}
