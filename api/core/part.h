/* What a noun keeps for as long as the process serves: caches, secrets, stores. Its file adds a row
 * to the table of parts; the core opens all of them before threads start and closes them at the
 * end, without knowing any. */
#ifndef MC_PART_H
#define MC_PART_H

#include "lib/base/config.h"
#include "lib/base/problem.h"
#include "lib/base/table.h"

struct mc_app;

struct mc_part {
	const char *name;
	/* Makes the part. Constant after this but for what is safe in threads by itself. On failure
	 * the problem's internal text says why. */
	enum mc_rc (*open)(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part);
	/* No request may be under way. */
	void (*close)(void *part);
};

MC_TABLE(parts, mc_part);

/* What open made for the row. */
void *mc_part_of(const struct mc_app *app, const struct mc_part *part);

#endif
