#include "lib/files/file_name.h"

#include <stdbool.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"
#include "lib/base/plain_text.h"

enum { NAME_READ_MAX = 4096, EXTENSION_MAX = 5 };

static const char nameless[] = "tep-dinh-kem";

/* Characters that no name keeps: control, format (directions, joiners), separators of lines,
 * private and unassigned ones, and what Windows cannot store. */
static bool
is_unwanted(ucs4_t c)
{
	if (c < 0x80)
		return c < ' ' || c == 0x7f || strchr("<>:\"/\\|?*", (int)c) != NULL;
	return uc_is_general_category_withtable(
	    c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

/* The last part of a path, with the wanted characters of it; every kind of blank becomes a space.
 */
static char *
keep_wanted(struct mc_arena *arena, const char *name, size_t length)
{
	struct mc_buf kept = mc_buf_new(arena, NAME_READ_MAX * 4);
	size_t start = 0;

	if (length > NAME_READ_MAX)
		length = NAME_READ_MAX;
	for (size_t i = 0; i < length; i++) {
		if (name[i] == '/' || name[i] == '\\')
			start = i + 1;
	}
	for (size_t at = start; at < length;) {
		ucs4_t c;
		int used = u8_mbtoucr(&c, (const uint8_t *)name + at, length - at);

		if (used <= 0) {
			at++;
			continue;
		}
		if (c == '\t' || uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Zs))
			mc_buf_add_char(&kept, ' ');
		else if (!is_unwanted(c))
			mc_buf_add(&kept, name + at, (size_t)used);
		at += (size_t)used;
	}
	return mc_utf8_nfc(arena, kept.bytes, kept.length, NULL);
}

/* Windows drops dots and spaces at the end, and dots at the beginning hide a file elsewhere. */
static char *
trim(char *name)
{
	size_t length = strlen(name);

	while (length > 0 && (name[length - 1] == '.' || name[length - 1] == ' '))
		name[--length] = '\0';
	return name + strspn(name, ". ");
}

/* CON, LPT1 and their like name devices, with any extension. */
static bool
is_device(const char *stem)
{
	static const char *const devices[] = {"con", "prn", "aux", "nul", "conin$", "conout$"};
	size_t length = strcspn(stem, ".");

	while (length > 0 && stem[length - 1] == ' ')
		length--;
	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		if (strlen(devices[i]) == length && strncasecmp(stem, devices[i], length) == 0)
			return true;
	}
	return length == 4 && stem[3] >= '0' && stem[3] <= '9' &&
	       (strncasecmp(stem, "com", 3) == 0 || strncasecmp(stem, "lpt", 3) == 0);
}

/* Takes the extension off a name if it is one that files of this kind have, and returns it. */
static const char *
split_extension(struct mc_arena *arena, char *name, enum mc_file_kind kind)
{
	const char *proper = mc_file_extension(kind);
	char *dot = strrchr(name, '.');
	const char *found;

	if (dot == NULL || dot == name || !mc_file_kind_accepted(kind))
		return proper;
	if (strcasecmp(dot, proper) != 0 &&
	    !(kind == MC_FILE_JPEG && strcasecmp(dot, ".jpeg") == 0))
		return proper;
	found = mc_strdup(arena, dot);
	*dot = '\0';
	return found;
}

/* Cuts before the code point that would go over the maximum. */
static void
cut(char *name, size_t maximum)
{
	size_t length = strlen(name);

	if (length <= maximum)
		return;
	while (maximum > 0 && ((unsigned char)name[maximum] & 0xC0) == 0x80)
		maximum--;
	name[maximum] = '\0';
}

char *
mc_file_name_safe(struct mc_arena *arena, const char *name, size_t length, enum mc_file_kind kind)
{
	char *stem = trim(keep_wanted(arena, name, length));
	const char *extension = split_extension(arena, stem, kind);
	const char *prefix;

	/* What is cut off may leave the name of a device. */
	cut(stem, MC_FILE_NAME_MAX - EXTENSION_MAX - 1);
	stem = trim(stem);
	prefix = is_device(stem) ? "_" : "";
	cut(stem, MC_FILE_NAME_MAX - EXTENSION_MAX - 1 - strlen(prefix));
	stem = trim(stem);
	if (*stem == '\0')
		return mc_sprintf(arena, "%s%s", nameless, extension);
	return mc_sprintf(arena, "%s%s%s", prefix, stem, extension);
}

char *
mc_content_disposition(struct mc_arena *arena, const char *safe_name)
{
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					 "0123456789!#$&+-.^_`|~";
	size_t length = strlen(safe_name);
	struct mc_buf value = mc_buf_new(arena, length * 4 + 128);
	char *plain = mc_plain_text(arena, safe_name, '_');

	mc_buf_add_text(&value, "attachment; filename=\"");
	/* a percent sign or a backslash in the plain form is read in different ways by browsers */
	for (char *c = plain; *c != '\0'; c++)
		mc_buf_add_char(&value, strchr("\"\\%", *c) != NULL ? '_' : *c);
	mc_buf_add_text(&value, "\"; filename*=UTF-8''");
	for (size_t i = 0; i < length; i++) {
		if (strchr(unreserved, safe_name[i]) != NULL)
			mc_buf_add_char(&value, safe_name[i]);
		else
			mc_buf_printf(&value, "%%%02X", (unsigned)(unsigned char)safe_name[i]);
	}
	return value.bytes;
}
