/* What an agency writes to whoever filed: more papers are asked for, the dossier is refused or
 * stopped, the result comes later. Forms 02 to 05 of TT 03/2025/TT-VPCP; their layout is published
 * nowhere that we know of, what they must say is: the legal basis, the stage, the author, a reason
 * in words. */
#ifndef MC_LETTER_H
#define MC_LETTER_H

#include "lib/documents/letterhead.h"

struct mc_letter_fact {
	const char *label;
	const char *value; /* NULL leaves it out */
};

/* Borrowed texts; NULL leaves a line out unless marked required. */
struct mc_letter {
	struct mc_letterhead head;            /* unit required */
	const char *title;                    /* required, in capitals */
	const char *name;                     /* required: the same for the file, with the code */
	const char *code;                     /* required: the dossier's */
	const char *to;                       /* required: whose matter it is */
	const struct mc_letter_fact *dossier; /* which it is and where it stands */
	size_t dossier_count;
	const char *opening; /* required: what is decided */
	const struct mc_letter_fact *why;
	size_t why_count;
	const char *const *asked;          /* what is to be sent */
	size_t asked_count;                /* at most MC_LETTER_ASKED_MAX */
	const struct mc_letter_fact *then; /* until when, how, what follows */
	size_t then_count;
	const char *closing;
	const char *tracking_url; /* required, ASCII */
	const char *contact;      /* phone of whom to ask */
	const char *author;       /* who decided */
	const char *sample;       /* what a sample says on each page, or NULL */
};

enum { MC_LETTER_ASKED_MAX = 200 };

MC_MUST_CHECK enum mc_rc mc_letter_pdf(struct mc_ctx *ctx, const struct mc_letter *letter,
    const unsigned char **ret_bytes, size_t *ret_length);

#endif
