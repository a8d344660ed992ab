/* The common parts of administrative papers (NĐ 30/2020/NĐ-CP): agency on the left, the country's
 * name and motto on the right, place and date; title; two signatures side by side. NULL and "" are
 * left out. */
#ifndef MC_LETTERHEAD_H
#define MC_LETTERHEAD_H

#include "lib/documents/page.h"

struct mc_letterhead {
	const char *superior; /* the agency above the unit */
	const char *unit;
	const char *number; /* of the paper */
	const char *place;  /* where it is issued; without it the date is left out too */
	int64_t issued_at;
};

/* Draws the head at the top and leaves the page below it. */
void mc_letterhead(struct mc_page *page, const struct mc_letterhead *head);

/* The title of a paper, in capitals, with a line below it. */
void mc_letterhead_title(struct mc_page *page, const char *title, const char *below);

/* A bold line over a group of fields. */
void mc_letterhead_group(struct mc_page *page, const char *heading);

/* One place for a signature: who signs, how, and the name below it. */
struct mc_signature {
	const char *role;
	const char *how;
	const char *name;
};

/* Two signatures side by side, never split over pages. */
void mc_letterhead_signatures(
    struct mc_page *page, const struct mc_signature *left, const struct mc_signature *right);

/* A QR code with a line below it. */
void mc_letterhead_code(
    struct mc_page *page, double x, double y, double side, const char *text, const char *caption);

#endif
