/* The submission receipt on paper, made from the very payload that is signed, so that both say the
 * same: code, time, people, each file with its size and fingerprint, what happens next. The file
 * carries the signed receipt, so that whoever has the PDF can check it. */
#ifndef MC_RECEIPT_PAPER_H
#define MC_RECEIPT_PAPER_H

#include <jansson.h>

#include "lib/documents/letterhead.h"

struct mc_receipt_paper {
	const json_t *payload;    /* as mc_receipt_read returned it */
	const char *verify_url;   /* required, ASCII: the page that checks it, drawn as QR */
	const char *tracking_url; /* required, ASCII: where it is followed, drawn as QR */
	const char *jws;          /* required: the signed receipt (compact JWS) */
	int64_t issued_at;
	const char *sample; /* what a sample says on each page, or NULL */
};

MC_MUST_CHECK enum mc_rc mc_receipt_paper_pdf(struct mc_ctx *ctx,
    const struct mc_receipt_paper *paper, const unsigned char **ret_bytes, size_t *ret_length);

#endif
