#include "lib/documents/cash_receipt.h"

#include "gen/vocabulary/printed.h"
#include "lib/calendar/local_time.h"
#include "lib/payment/money.h"

enum { COLUMNS = 6 };

static void
draw_lines(struct mc_page *page, const struct mc_fee_quote *fees)
{
	static const struct mc_column columns[COLUMNS] = {
	    {MC_PRINTED_ROW_NUMBER, 0.8, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_FEE_NAME, 4.6, MC_ALIGN_LEFT, false},
	    {MC_PRINTED_FEE_KIND, 1.3, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_FEE_RATE, 1.9, MC_ALIGN_RIGHT, false},
	    {MC_PRINTED_FEE_QUANTITY, 1.1, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_FEE_AMOUNT, 2, MC_ALIGN_RIGHT, false}};
	struct mc_arena *arena = mc_page_arena(page);
	const char **cells = mc_alloc_array(arena, fees->count * COLUMNS, sizeof(*cells));

	for (size_t i = 0; i < fees->count; i++) {
		const struct mc_fee_line *line = &fees->lines[i];
		const char **row = cells + i * COLUMNS;

		row[0] = mc_sprintf(arena, "%zu", i + 1);
		row[1] = line->name;
		row[2] = line->kind == MC_FEE ? MC_PRINTED_KIND_FEE : MC_PRINTED_KIND_CHARGE;
		row[3] = mc_money_digits(arena, line->unit_amount);
		row[4] = mc_sprintf(arena, "%lld", (long long)line->quantity);
		row[5] = mc_money_digits(arena, line->amount);
	}
	mc_page_table(page, columns, COLUMNS, cells, fees->count, 11);
}

static void
draw_total(struct mc_page *page, const struct mc_fee_quote *fees)
{
	static const struct mc_text_style style = {
	    .size = 13, .bold = true, .align = MC_ALIGN_RIGHT};
	struct mc_arena *arena = mc_page_arena(page);

	mc_page_space(page, 6);
	mc_page_text(page, &style, MC_PRINTED_TOTAL(arena, mc_money_text(arena, fees->total)));
	if (fees->fee_total > 0 && fees->charge_total > 0)
		mc_page_field(page, MC_PRINTED_OF_WHICH,
		    MC_PRINTED_FEES_AND_CHARGES(arena, mc_money_text(arena, fees->fee_total),
			mc_money_text(arena, fees->charge_total)));
	mc_page_field(page, MC_PRINTED_IN_WORDS,
	    mc_sprintf(arena, "%s.", mc_money_words(arena, fees->total)));
}

/* Form, series and number of the receipt's register, in a corner of their own. */
static const char *
register_line(struct mc_arena *arena, const struct mc_cash_receipt *r)
{
	const char *form = r->form == NULL ? "" : MC_PRINTED_PAYMENT_RECEIPT_FORM(arena, r->form);
	const char *series =
	    r->series == NULL ? "" : MC_PRINTED_PAYMENT_RECEIPT_SERIES(arena, r->series);

	return mc_sprintf(
	    arena, "%s%s%s", form, series, MC_PRINTED_LETTER_NUMBER(arena, r->number));
}

static void
draw(struct mc_page *page, const void *data)
{
	static const struct mc_text_style centered = {
	    .size = 11, .italic = true, .align = MC_ALIGN_CENTER};
	const struct mc_cash_receipt *r = data;
	const struct mc_signature left = {
	    MC_PRINTED_SIGNED_BY_PAYER, MC_PRINTED_SIGN, r->payer_name};
	const struct mc_signature right = {
	    MC_PRINTED_SIGNED_BY_CASHIER, MC_PRINTED_SIGN_OR_DIGITALLY, r->cashier_name};
	struct mc_arena *arena = mc_page_arena(page);

	mc_letterhead(page, &r->head);
	mc_letterhead_title(page, MC_PRINTED_PAYMENT_RECEIPT, register_line(arena, r));
	if (r->copy != NULL) {
		mc_page_space(page, -8);
		mc_page_text(page, &centered, r->copy);
		mc_page_space(page, 8);
	}
	mc_page_field(page, MC_PRINTED_COLLECTOR, r->head.unit);
	mc_page_field(page, MC_PRINTED_COLLECTOR_TAX_CODE, r->collector_tax_code);
	mc_page_field(page, MC_PRINTED_PAYER, r->payer_name);
	mc_page_field(page, MC_PRINTED_PAYER_ID, r->payer_id);
	mc_page_field(page, MC_PRINTED_ADDRESS, r->payer_address);
	mc_page_field(page, MC_PRINTED_DOSSIER_CODE, r->dossier_code);
	mc_page_field(page, MC_PRINTED_PROCEDURE, r->procedure_title);
	mc_page_space(page, 6);
	draw_lines(page, &r->fees);
	draw_total(page, &r->fees);
	mc_page_field(page, MC_PRINTED_PAYMENT_METHOD, r->method);
	mc_page_field(page, MC_PRINTED_TRANSACTION, r->transaction);
	mc_page_field(page, MC_PRINTED_PAID_AT, mc_time_words(arena, r->paid_at));
	mc_letterhead_signatures(page, &left, &right);
	if (r->lookup_url != NULL) {
		mc_page_space(page, 10);
		mc_page_need(page, 100);
		mc_letterhead_code(
		    page, 8, mc_page_y(page), 76, r->lookup_url, MC_PRINTED_SCAN_TO_CHECK);
	}
}

enum mc_rc
mc_cash_receipt_pdf(struct mc_ctx *ctx, const struct mc_cash_receipt *receipt,
    const unsigned char **ret_bytes, size_t *ret_length)
{
	const struct mc_document_info info = {
	    .paper = MC_PAPER_A4,
	    .title = MC_PRINTED_PAYMENT_RECEIPT_TITLE(ctx->arena, receipt->number),
	    .author = receipt->head.unit,
	    .issued_at = receipt->head.issued_at,
	    .footer = MC_PRINTED_PAYMENT_RECEIPT_FOOTER(
		ctx->arena, receipt->number, receipt->dossier_code),
	    .sample = receipt->sample,
	};

	return mc_document_render(ctx, &info, draw, receipt, ret_bytes, ret_length);
}
