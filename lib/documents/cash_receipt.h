/* "Biên lai thu phí, lệ phí": what was paid for, line by line, the total in figures and in words.
 */
#ifndef MC_CASH_RECEIPT_H
#define MC_CASH_RECEIPT_H

#include "lib/documents/letterhead.h"
#include "lib/payment/fees.h"

/* Borrowed texts; NULL leaves a line out unless marked required. */
struct mc_cash_receipt {
	struct mc_letterhead head; /* unit required: who collects */
	const char *collector_tax_code;
	const char *form; /* of the receipt's register: form, series, number */
	const char *series;
	const char *number;     /* required */
	const char *copy;       /* "Liên 2: Giao người nộp" */
	const char *payer_name; /* required */
	const char *payer_id;
	const char *payer_address;
	const char *dossier_code; /* required */
	const char *procedure_title;
	struct mc_fee_quote fees;
	const char *method;      /* "Tiền mặt", "Chuyển khoản qua mã VietQR" */
	const char *transaction; /* the bank's number for it */
	int64_t paid_at;
	const char *lookup_url; /* ASCII; drawn as a QR code */
	const char *cashier_name;
	const char *sample; /* what a sample says on each page, or NULL */
};

MC_MUST_CHECK enum mc_rc mc_cash_receipt_pdf(struct mc_ctx *ctx,
    const struct mc_cash_receipt *receipt, const unsigned char **ret_bytes, size_t *ret_length);

#endif
