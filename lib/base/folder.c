/* Names come in no order: they are gathered, and when twice as many as wanted are there, the later
 * half goes. */
#include "lib/base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"

enum { FIRST_ROOM = 64 };

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
sort(struct mc_folder_names *names, size_t limit)
{
	if (names->count > 0)
		qsort(names->names, names->count, sizeof(names->names[0]), compare);
	if (names->count > limit)
		names->count = limit;
}

static void
add(struct mc_ctx *ctx, struct mc_folder_names *names, size_t *room, size_t limit, const char *name)
{
	if (names->count == *room && *room < 2 * limit) {
		char(*old)[MC_FOLDER_NAME_SIZE] = names->names;

		*room = *room * 2 < 2 * limit ? *room * 2 : 2 * limit;
		names->names = mc_alloc_array(ctx->arena, *room, sizeof(names->names[0]));
		memcpy(names->names, old, names->count * sizeof(names->names[0]));
	}
	if (names->count == *room)
		sort(names, limit);
	memcpy(names->names[names->count++], name, strlen(name) + 1);
}

enum mc_rc
mc_folder_list(struct mc_ctx *ctx, const char *path, const char *after, const char *until,
    size_t limit, struct mc_folder_names *ret_names)
{
	size_t room = FIRST_ROOM;
	struct mc_folder_names names = {
	    .names = mc_alloc_array(ctx->arena, FIRST_ROOM, sizeof(names.names[0]))};
	DIR *folder = opendir(path);
	const struct dirent *entry;

	*ret_names = names;
	if (folder == NULL)
		return errno == ENOENT ? MC_OK : mc_file_fail(ctx, "open", path);
	while (errno = 0, (entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, after) > 0 && strcmp(entry->d_name, until) <= 0 &&
		    strlen(entry->d_name) < MC_FOLDER_NAME_SIZE)
			add(ctx, &names, &room, limit, entry->d_name);
	}
	if (errno != 0)
		(void)mc_file_fail(ctx, "read", path);
	(void)closedir(folder);
	sort(&names, limit);
	*ret_names = names;
	return ctx->problem.id == MC_PROBLEM_NONE ? MC_OK : MC_FAILED;
}
