#include "lib/documents/shipping_label.h"

#include <string.h>

#include "gen/vocabulary/printed.h"
#include "lib/calendar/local_time.h"
#include "lib/payment/money.h"
#include "lib/post/s10.h"

static const double qr_side = 68;

/* Who and where, in a frame; names and addresses that do not fit the frame are set smaller. */
static double
draw_party(struct mc_page *page, double y, double height, const char *role,
    const struct mc_shipping_party *party, int size)
{
	const struct mc_text_style caption = {.size = 7, .sans = true, .grey = true};
	double width = mc_page_width(page), left = 6, top = y + 3;
	double inner = width - 2 * left;
	struct mc_arena *arena = mc_page_arena(page);
	const char *where = party->phone == NULL
				? party->address
				: mc_sprintf(arena, "%s\n%s",
				      MC_PRINTED_LABEL_PHONE(arena, party->phone), party->address);

	mc_page_frame(page, 0, y, width, height);
	top += mc_page_box(page, left, top, width - 2 * left, &caption, role);
	for (int try = size; try >= 5; try--) {
		const struct mc_text_style bold = {.size = try, .sans = true, .bold = true};
		const struct mc_text_style plain = {.size = try, .sans = true};
		double needed = mc_page_measure(page, inner, &bold, party->name) +
				mc_page_measure(page, inner, &plain, where);

		if (top + needed > y + height - 2 && try - 1 >= 5)
			continue;
		top += mc_page_box(page, left, top, inner, &bold, party->name);
		(void)mc_page_box(page, left, top, inner, &plain, where);
		break;
	}
	return y + height + 4;
}

static double
draw_item(struct mc_page *page, const struct mc_shipping_label *label, double y)
{
	static const struct mc_text_style number = {
	    .size = 13, .bold = true, .mono = true, .align = MC_ALIGN_CENTER};
	double width = mc_page_width(page);
	char spaced[MC_S10_SIZE + 4];

	mc_s10_spaced(label->tracking_number, spaced);
	mc_page_code128(page, 0, y, width, 46, label->tracking_number);
	return y + 48 + mc_page_box(page, 0, y + 48, width, &number, spaced) + 4;
}

static void
draw_foot(struct mc_page *page, const struct mc_shipping_label *label, double y)
{
	static const struct mc_text_style small = {.size = 7.5, .sans = true};
	static const struct mc_text_style caption = {.size = 7, .sans = true, .grey = true};
	static const struct mc_text_style amount = {.size = 14, .sans = true, .bold = true};
	struct mc_arena *arena = mc_page_arena(page);
	double x = qr_side + 6, width = mc_page_width(page) - x, top = y;

	mc_page_qr(page, 0, y, qr_side, label->tracking_number);
	top += mc_page_box(page, x, top, width, &small,
	    mc_sprintf(arena, "%s\n%s\n%s", label->content,
		MC_PRINTED_DOSSIER_CODE_IS(arena, label->dossier_code),
		MC_PRINTED_LABEL_DATE(arena, mc_date_text(arena, label->issued_at))));
	top += 3;
	if (label->cod_amount > 0) {
		top += mc_page_box(page, x, top, width, &caption, MC_PRINTED_LABEL_COLLECT);
		(void)mc_page_box(
		    page, x, top, width, &amount, mc_money_text(arena, label->cod_amount));
	} else {
		(void)mc_page_box(page, x, top, width, &caption, MC_PRINTED_LABEL_COLLECT_NOTHING);
	}
	y += qr_side + 5;
	mc_page_line(page, 0, y, mc_page_width(page), y, 0.4);
	(void)mc_page_box(
	    page, 0, y + 2, mc_page_width(page) / 2, &caption, MC_PRINTED_LABEL_HANDED_OVER);
	(void)mc_page_box(page, mc_page_width(page) / 2, y + 2, mc_page_width(page) / 2, &caption,
	    MC_PRINTED_LABEL_SIGNATURE);
}

static void
draw(struct mc_page *page, const void *data)
{
	static const struct mc_text_style carrier = {.size = 11, .sans = true, .bold = true};
	static const struct mc_text_style service = {
	    .size = 8, .sans = true, .align = MC_ALIGN_RIGHT};
	const struct mc_shipping_label *label = data;
	double width = mc_page_width(page), y = mc_page_y(page);
	double height = mc_page_box(page, 0, y, width * 0.55, &carrier, label->carrier);

	(void)mc_page_box(page, width * 0.55, y + 2, width * 0.45, &service, label->service);
	y += height + 3;
	mc_page_line(page, 0, y, width, y, 0.8);
	y = draw_item(page, label, y + 5);
	y = draw_party(page, y, 64, MC_PRINTED_LABEL_SENDER, &label->sender, 9);
	y = draw_party(page, y, 102, MC_PRINTED_LABEL_RECEIVER, &label->receiver, 12);
	draw_foot(page, label, y);
}

enum mc_rc
mc_shipping_label_pdf(struct mc_ctx *ctx, const struct mc_shipping_label *label,
    const unsigned char **ret_bytes, size_t *ret_length)
{
	const struct mc_document_info info = {
	    .paper = MC_PAPER_A6,
	    .title = MC_PRINTED_LABEL_TITLE(ctx->arena, label->tracking_number),
	    .author = label->sender.name,
	    .issued_at = label->issued_at,
	    .sample = label->sample,
	};
	char number[MC_S10_SIZE];

	if (!mc_s10_parse(label->tracking_number, number) ||
	    strcmp(number, label->tracking_number) != 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "label: the tracking number is no S10 identifier");
	return mc_document_render(ctx, &info, draw, label, ret_bytes, ret_length);
}
