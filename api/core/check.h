/* A check goes over everything of a kind that is kept and compares the two sides of it: what the
 * rows say, and what lies on the disk or is sealed. It mends what it can and names what is lost. It
 * goes in portions, in the order of the subjects, so that it is bounded however much there is, and
 * can end and go on anywhere. The worker goes on with all of them, a little at a time and one pass
 * a day; motcua verify does a whole pass at once. The file of a check adds a row to the table. */
#ifndef MC_CHECK_H
#define MC_CHECK_H

#include "api/core/job.h"
#include "lib/base/buf.h"
#include "lib/base/table.h"

/* A portion, as a check does it. */
struct mc_check_portion {
	const char *after; /* it begins behind this subject; "" at the start */
	const char *until; /* how far it came, set by the check; NULL: to the end */
	unsigned long looked;
	unsigned long mended;
	size_t lost;
	struct mc_buf subjects, whats; /* of the losses, as arrays of the database */
};

struct mc_check {
	const char *name;
	const char *title; /* what it compares */
	enum mc_rc (*run)(struct mc_job *job, struct mc_check_portion *portion);
	/* What the worker does at the end of a pass; if it fails, the last portion is done again.
	 * NULL: nothing */
	enum mc_rc (*ended)(struct mc_job *job);
};

MC_TABLE(checks, mc_check);

/* Names a loss: the subject and, in plain words, what is wrong with it. Neither holds personal
 * data. */
void mc_check_lost(struct mc_check_portion *portion, const char *subject, const char *what);

/* Sets where the portion ends by a statement (after, limit) with the columns until and looked. */
MC_MUST_CHECK enum mc_rc mc_check_stretch(
    struct mc_job *job, struct mc_check_portion *portion, const struct mc_statement *stretch);

/* The whole of a check that the database does by itself: the stretch, and a statement (after,
 * until) whose rows, id and what, are losses. */
MC_MUST_CHECK enum mc_rc mc_check_by_rows(struct mc_job *job, struct mc_check_portion *portion,
    const struct mc_statement *stretch, const struct mc_statement *faults);

/* Does the portion behind `after` and keeps what it found. */
MC_MUST_CHECK enum mc_rc mc_check_run(struct mc_job *job, const struct mc_check *check,
    const char *after, struct mc_check_portion *ret_portion);

#endif
