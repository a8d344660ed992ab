/* The heads of the log of hand-overs that were signed, from where they are kept: a file each in
 * MOTCUA_HEAD_DIR, which no role of the database reaches, and a row each. */
#ifndef MC_HEADS_H
#define MC_HEADS_H

#include "api/core/job.h"
#include "lib/dossier/custody_head.h"

/* A head that one of the sides has. */
struct mc_head_kept {
	struct mc_custody_head head;
	char day[MC_CUSTODY_DAY_SIZE]; /* by which it is kept */
	char payload_sha256[MC_DIGEST_TEXT_SIZE];
	bool believed;     /* signed by us: head is what it says */
	const char *wrong; /* with how it is kept, in plain words; NULL: nothing */
};

struct mc_heads {
	struct mc_head_kept *heads; /* by day, in the arena */
	size_t count;
	unsigned long mended; /* rows that were missing and are there again */
};

/* All of them, each file beside its row and beside the head before. */
MC_MUST_CHECK enum mc_rc mc_heads_load(struct mc_job *job, struct mc_heads *ret_heads);

/* Has a head signed and keeps it: first the file, then the row. Whatever dies on the way, and
 * whoever does the same beside it, one file and one row come of it that say the same. */
MC_MUST_CHECK enum mc_rc mc_heads_add(struct mc_job *job, const struct mc_custody_head *head);

#endif
