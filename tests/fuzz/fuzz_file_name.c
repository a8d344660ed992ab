/* Names of files: whatever comes in, the safe name is short, clean and stays as it is when made
 * safe again; its header is one line of ASCII. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/utf8.h"
#include "lib/files/file_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_arena *arena = mc_arena_new();
	enum mc_file_kind kind =
	    size == 0 ? MC_FILE_PDF : (enum mc_file_kind)(data[0] % MC_FILE_KIND_COUNT);
	const char *name = mc_file_name_safe(arena, (const char *)data, size, kind);
	const char *header = mc_content_disposition(arena, name);
	size_t length = strlen(name);

	must(length > 0 && length <= MC_FILE_NAME_MAX && mc_utf8_valid(name, length));
	must(strpbrk(name, "/\\:*?\"<>|\r\n\t") == NULL && name[0] != '.');
	must(strcmp(mc_file_name_safe(arena, name, length, kind), name) == 0);
	for (const char *c = header; *c != '\0'; c++)
		must(*c >= ' ' && *c <= '~');
	must(strncmp(header, "attachment; filename=\"", 22) == 0);
	mc_arena_free(arena);
	return 0;
}
