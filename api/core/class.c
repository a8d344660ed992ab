/* The table as it was written, and its sizes on this machine. */
#include "api/core/class.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/machine.h"

enum { SLOTS_MAX = 256 };

const struct mc_class mc_classes[MC_CLASS_COUNT] = {
#define MC_CLASS(id, name, slots, connections, queue, wait_ms, statement_ms, lock_ms, niceness,    \
    minute, day, address_minute, shows)                                                            \
	[MC_CLASS_##id] = {name, "motcua-" name, slots, connections, queue, wait_ms, statement_ms, \
	    lock_ms, niceness, minute, day},
#include "api/core/classes.def"
#undef MC_CLASS
};

/* The class with slots that the first bytes of a text name, or NULL. */
static const struct mc_class *
find_class(const char *text, size_t length)
{
	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		if (mc_classes[i].slots > 0 && strlen(mc_classes[i].name) == length &&
		    memcmp(mc_classes[i].name, text, length) == 0)
			return &mc_classes[i];
	}
	return NULL;
}

/* Reads one "name=number". */
static enum mc_rc
read_entry(struct mc_ctx *ctx, const char *entry, size_t slots[MC_CLASS_COUNT])
{
	size_t length = strcspn(entry, "=");
	const struct mc_class *class = find_class(entry, length);
	const char *number = entry[length] == '=' ? entry + length + 1 : "";
	char *end = NULL;
	unsigned long value = 0;

	if (*number >= '0' && *number <= '9')
		value = strtoul(number, &end, 10);
	if (class == NULL || end == NULL || *end != '\0' || value < 1 || value > SLOTS_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "MOTCUA_CLASS_SLOTS: %s is no class with a number of slots from 1 to %d", entry,
		    SLOTS_MAX);
	slots[class - mc_classes] = value;
	return MC_OK;
}

enum mc_rc
mc_class_slots(struct mc_ctx *ctx, const char *setting, size_t ret_slots[MC_CLASS_COUNT])
{
	size_t slots[MC_CLASS_COUNT];

	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		slots[i] = mc_classes[i].slots * mc_machine_processors();
		if (slots[i] > SLOTS_MAX)
			slots[i] = SLOTS_MAX;
	}
	for (const char *at = setting + strspn(setting, " "); *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		TRY(read_entry(ctx, mc_strndup(ctx->arena, at, length), slots));
		at += length;
	}
	memcpy(ret_slots, slots, sizeof(slots));
	return MC_OK;
}

static size_t
wanted_connections(enum mc_class_id id, size_t slots)
{
	const struct mc_class *class = &mc_classes[id];

	if (class->slots == 0)
		return 0;
	return (slots * class->connections + class->slots - 1) / class->slots;
}

void
mc_class_connections(
    const size_t slots[MC_CLASS_COUNT], size_t limit, size_t ret_connections[MC_CLASS_COUNT])
{
	size_t classes = 0;
	size_t sum = 0;

	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		ret_connections[i] = wanted_connections((enum mc_class_id)i, slots[i]);
		sum += ret_connections[i];
		classes += ret_connections[i] > 0;
	}
	if (sum <= limit)
		return;
	/* One for each, and of the rest the same share. */
	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		if (ret_connections[i] > 1)
			ret_connections[i] =
			    1 + (ret_connections[i] - 1) * (limit - classes) / (sum - classes);
	}
}
