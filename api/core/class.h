/* Cost classes: api/core/classes.def is the table. */
#ifndef MC_CLASS_H
#define MC_CLASS_H

#include <stddef.h>

#include "lib/base/problem.h"

enum mc_class_id {
#define MC_CLASS(id, ...) MC_CLASS_##id,
#include "api/core/classes.def"
#undef MC_CLASS
	MC_CLASS_COUNT
};

struct mc_class {
	const char *name;
	const char *application_name; /* of its database connections */
	unsigned slots;               /* a processor: requests at once; 0: as many as come */
	unsigned connections;         /* to the database, a processor; at most as many as slots */
	unsigned queue; /* requests that may wait for a slot; more are refused at once */
	unsigned wait_ms;
	unsigned statement_ms; /* 0: the class asks no database */
	unsigned lock_ms;
	int niceness;    /* above 0: its requests run at this lower priority */
	unsigned minute; /* requests of an account in a minute, and in a day; 0: not counted */
	unsigned day;
};

extern const struct mc_class mc_classes[MC_CLASS_COUNT];

/* How many slots each class has: so many for each processor that the process may use, 256 at most,
 * or what the setting names, "search=4 heavy=1". Fails on a name that is no class with slots and on
 * a number that is not from 1 to 256; the problem's internal text says which. */
MC_MUST_CHECK enum mc_rc mc_class_slots(
    struct mc_ctx *ctx, const char *setting, size_t ret_slots[MC_CLASS_COUNT]);

/* How many connections each class leases at once beside so many slots: in the proportion of the
 * table, and all classes together no more than there may be, each at least one. So no class ever
 * waits for a connection of another. */
void mc_class_connections(
    const size_t slots[MC_CLASS_COUNT], size_t limit, size_t ret_connections[MC_CLASS_COUNT]);

#endif
