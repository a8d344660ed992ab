/* The end record is searched from the back; a record counts only when its comment reaches exactly
 * to the end of the file and its directory lies before it, so bytes appended to an archive are
 * noticed. */
#include "lib/files/zip_members.h"

#include <string.h>

enum {
	END_SIZE = 22,
	ENTRY_SIZE = 46,
	LOCAL_SIZE = 30,
	MEMBERS_MAX = 5000,
	FLAG_ENCRYPTED = 1,
};

/* A document of papers never unpacks to more; a bomb does. */
static const uint64_t unpacked_max = UINT64_C(512) * 1024 * 1024;

/* The central directory inside the tail. */
struct directory {
	const unsigned char *bytes;
	size_t length;
	unsigned count;
};

static unsigned
read16(const unsigned char *at)
{
	return at[0] | (unsigned)at[1] << 8;
}

static uint32_t
read32(const unsigned char *at)
{
	return (uint32_t)read16(at) | (uint32_t)read16(at + 2) << 16;
}

/* Finds the end record and through it the directory; ret_inside says whether all of it is in the
 * tail. */
static bool
find_directory(
    const struct mc_file_sample *sample, struct directory *ret_directory, bool *ret_inside)
{
	const unsigned char *tail = sample->tail;

	for (size_t at = sample->tail_length; at >= END_SIZE; at--) {
		const unsigned char *end = tail + at - END_SIZE;
		uint64_t end_offset = sample->size - sample->tail_length + (at - END_SIZE);
		uint64_t offset, length;

		if (memcmp(end, "PK\x05\x06", 4) != 0 ||
		    read16(end + 20) != sample->tail_length - at)
			continue;
		length = read32(end + 12);
		offset = read32(end + 16);
		if (offset + length != end_offset)
			continue;
		*ret_inside = length <= at - END_SIZE;
		if (*ret_inside)
			*ret_directory = (struct directory){
			    end - (size_t)length, (size_t)length, read16(end + 10)};
		return true;
	}
	return false;
}

static bool
name_is(const unsigned char *name, size_t length, const char *text)
{
	return length == strlen(text) && memcmp(name, text, length) == 0;
}

static bool
name_ends(const unsigned char *name, size_t length, const char *suffix)
{
	size_t n = strlen(suffix);

	return length >= n && strncasecmp((const char *)name + length - n, suffix, n) == 0;
}

/* Macros, programs, and names that would leave the folder they are unpacked in. */
static bool
name_is_suspicious(const unsigned char *name, size_t length)
{
	static const char *const suffixes[] = {"vbaproject.bin", "vbadata.xml", ".exe", ".dll",
	    ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr", ".jar", ".lnk", ".hta",
	    "/script-lb.xml"};

	static const char *const folders[] = {"Basic/", "Scripts/"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (length >= strlen(folders[i]) &&
		    memcmp(name, folders[i], strlen(folders[i])) == 0)
			return true;
	}
	if (length == 0 || name[0] == '/' || memchr(name, '\0', length) != NULL ||
	    memchr(name, '\\', length) != NULL || memmem(name, length, "../", 3) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		if (name_ends(name, length, suffixes[i]))
			return true;
	}
	return false;
}

static void
look_at_members(const struct directory *directory, struct mc_zip_facts *facts)
{
	const unsigned char *at = directory->bytes;
	size_t left = directory->length;
	uint64_t unpacked = 0;

	if (directory->count > MEMBERS_MAX) {
		facts->suspicious = true;
		return;
	}
	for (unsigned i = 0; i < directory->count; i++) {
		const unsigned char *name = at + ENTRY_SIZE;
		size_t name_length, size;

		if (left < ENTRY_SIZE || memcmp(at, "PK\x01\x02", 4) != 0) {
			facts->suspicious = true;
			return;
		}
		name_length = read16(at + 28);
		size = ENTRY_SIZE + name_length + read16(at + 30) + read16(at + 32);
		if (size > left) {
			facts->suspicious = true;
			return;
		}
		unpacked += read32(at + 24);
		if ((read16(at + 8) & FLAG_ENCRYPTED) != 0 || name_is_suspicious(name, name_length))
			facts->suspicious = true;
		facts->has_content_types |= name_is(name, name_length, "[Content_Types].xml");
		facts->has_word_document |= name_is(name, name_length, "word/document.xml");
		facts->has_workbook |= name_is(name, name_length, "xl/workbook.xml");
		at += size;
		left -= size;
	}
	if (left != 0 || unpacked > unpacked_max)
		facts->suspicious = true;
}

/* The first member, from its local header at the very beginning. */
static void
look_at_first(const struct mc_file_sample *sample, struct mc_zip_facts *facts)
{
	static const char odt[] = "mimetypeapplication/vnd.oasis.opendocument.text";
	const unsigned char *name = sample->first + LOCAL_SIZE;
	size_t length;

	if (sample->first_length < LOCAL_SIZE || memcmp(sample->first, "PK\x03\x04", 4) != 0)
		return;
	length = read16(sample->first + 26);
	if (length > sample->first_length - LOCAL_SIZE)
		return;
	facts->first_is_office =
	    name_is(name, length, "[Content_Types].xml") || name_is(name, length, "_rels/.rels");
	/* stored without an extra field, so the type stands right behind the name */
	facts->first_is_odt = name_is(name, length, "mimetype") && read16(sample->first + 8) == 0 &&
			      read16(sample->first + 28) == 0 &&
			      read32(sample->first + 22) == sizeof(odt) - 1 - 8 &&
			      sample->first_length - LOCAL_SIZE >= sizeof(odt) - 1 &&
			      memcmp(name, odt, sizeof(odt) - 1) == 0;
}

struct mc_zip_facts
mc_zip_look(const struct mc_file_sample *sample)
{
	struct mc_zip_facts facts = {0};
	struct directory directory = {0};
	bool inside = false;

	look_at_first(sample, &facts);
	facts.has_end = find_directory(sample, &directory, &inside);
	if (facts.has_end && inside)
		look_at_members(&directory, &facts);
	else if (facts.has_end)
		facts.suspicious = true;
	return facts;
}
