/* An A6 label for a postal item that collects a dossier or returns a result: the S10 identifier as
 * Code 128 and QR, sender, receiver, and the amount to collect on delivery. */
#ifndef MC_SHIPPING_LABEL_H
#define MC_SHIPPING_LABEL_H

#include "lib/documents/page.h"

struct mc_shipping_party {
	const char *name;
	const char *address;
	const char *phone;
};

/* Borrowed texts; NULL leaves a line out unless marked required. */
struct mc_shipping_label {
	const char *tracking_number; /* required: S10 in stored form, e.g. RR473124829VN */
	const char *carrier;         /* required */
	const char *service;         /* "Trả kết quả tại nhà" */
	const char *dossier_code;    /* required */
	const char *content; /* required: "Kết quả giải quyết thủ tục hành chính" */
	struct mc_shipping_party sender;   /* required */
	struct mc_shipping_party receiver; /* required */
	int64_t cod_amount;                /* đồng; 0 = nothing to collect */
	int64_t issued_at;
	const char *sample; /* what a sample says on each page, or NULL */
};

/* Fails with internal when the tracking number is no S10 identifier. */
MC_MUST_CHECK enum mc_rc mc_shipping_label_pdf(struct mc_ctx *ctx,
    const struct mc_shipping_label *label, const unsigned char **ret_bytes, size_t *ret_length);

#endif
