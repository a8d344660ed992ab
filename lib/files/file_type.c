#include "lib/files/file_type.h"

#include <string.h>

#include "lib/files/zip_members.h"

enum { PDF_END_WINDOW = 2048, PNG_END_WINDOW = 1024, JPEG_END_WINDOW = 4096 };

static const struct {
	const char *name;
	const char *media_type;
	const char *extension;
} kinds[MC_FILE_KIND_COUNT] = {
    [MC_FILE_UNKNOWN] = {"unknown", NULL, NULL},
    [MC_FILE_PDF] = {"pdf", "application/pdf", ".pdf"},
    [MC_FILE_JPEG] = {"jpeg", "image/jpeg", ".jpg"},
    [MC_FILE_PNG] = {"png", "image/png", ".png"},
    [MC_FILE_DOCX] = {"docx",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
    [MC_FILE_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".xlsx"},
    [MC_FILE_ODT] = {"odt", "application/vnd.oasis.opendocument.text", ".odt"},
    [MC_FILE_ZIP] = {"zip", NULL, NULL},
    [MC_FILE_OLD_OFFICE] = {"old_office", NULL, NULL},
    [MC_FILE_HEIC] = {"heic", NULL, NULL},
    [MC_FILE_WEBP] = {"webp", NULL, NULL},
    [MC_FILE_GIF] = {"gif", NULL, NULL},
    [MC_FILE_HTML] = {"html", NULL, NULL},
    [MC_FILE_SVG] = {"svg", NULL, NULL},
    [MC_FILE_PROGRAM] = {"program", NULL, NULL},
};

/* Beginnings that decide alone. */
static const struct {
	size_t offset;
	const char *bytes;
	size_t length;
	enum mc_file_kind kind;
} magics[] = {
    {0, "\xff\xd8\xff", 3, MC_FILE_JPEG},
    {0, "\x89PNG\r\n\x1a\n", 8, MC_FILE_PNG},
    {0, "PK\x03\x04", 4, MC_FILE_ZIP},
    {0, "PK\x05\x06", 4, MC_FILE_ZIP},
    {0, "GIF87a", 6, MC_FILE_GIF},
    {0, "GIF89a", 6, MC_FILE_GIF},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, MC_FILE_OLD_OFFICE},
    {0, "MZ", 2, MC_FILE_PROGRAM},
    {0,
	"\x7f"
	"ELF",
	4, MC_FILE_PROGRAM},
    {0, "\xca\xfe\xba\xbe", 4, MC_FILE_PROGRAM},
    {0, "\xcf\xfa\xed\xfe", 4, MC_FILE_PROGRAM},
    {0, "\xce\xfa\xed\xfe", 4, MC_FILE_PROGRAM},
    {0, "dex\n", 4, MC_FILE_PROGRAM},
    {0, "#!", 2, MC_FILE_PROGRAM},
    {8, "WEBP", 4, MC_FILE_WEBP},
    {4, "ftypheic", 8, MC_FILE_HEIC},
    {4, "ftypheix", 8, MC_FILE_HEIC},
    {4, "ftypmif1", 8, MC_FILE_HEIC},
    {4, "ftypmsf1", 8, MC_FILE_HEIC},
    {4, "ftypavif", 8, MC_FILE_HEIC},
};

bool
mc_file_kind_accepted(enum mc_file_kind kind)
{
	return kinds[kind].media_type != NULL;
}

const char *
mc_file_kind_name(enum mc_file_kind kind)
{
	return kinds[kind].name;
}

bool
mc_file_kind_parse(const char *name, enum mc_file_kind *ret_kind)
{
	for (size_t i = MC_FILE_UNKNOWN + 1; i < MC_FILE_KIND_COUNT; i++) {
		if (strcmp(name, kinds[i].name) == 0) {
			*ret_kind = (enum mc_file_kind)i;
			return true;
		}
	}
	return false;
}

const char *
mc_file_media_type(enum mc_file_kind kind)
{
	return mc_file_kind_accepted(kind) ? kinds[kind].media_type : "application/octet-stream";
}

const char *
mc_file_extension(enum mc_file_kind kind)
{
	return mc_file_kind_accepted(kind) ? kinds[kind].extension : "";
}

/* Whether the last window bytes of the tail hold these bytes. */
static bool
ends_with(const struct mc_file_sample *sample, size_t window, const void *bytes, size_t length)
{
	size_t from = sample->tail_length > window ? sample->tail_length - window : 0;

	return memmem(sample->tail + from, sample->tail_length - from, bytes, length) != NULL;
}

static bool
begins_with_word(const unsigned char *text, size_t length, const char *word)
{
	size_t word_length = strlen(word);

	return length >= word_length && strncasecmp((const char *)text, word, word_length) == 0;
}

/* The number of blank bytes, or of a byte order mark and blank bytes, at the beginning. */
static size_t
skip_blanks(const unsigned char *text, size_t length)
{
	size_t at = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < length && memchr(" \t\r\n\f", text[at], 5) != NULL)
		at++;
	return at;
}

/* Text that a browser would run: any markup counts, whatever comes first in it. */
static enum mc_file_kind
sniff_markup(const unsigned char *text, size_t length)
{
	static const char *const html[] = {"<!doctype html", "<html", "<head", "<body", "<script",
	    "<iframe", "<title", "<style", "<div", "<table", "<img", "<a ", "<p>", "<h1", "<form"};

	if (length == 0 || text[0] != '<')
		return MC_FILE_UNKNOWN;
	for (size_t i = 0; i < sizeof(html) / sizeof(html[0]); i++) {
		if (begins_with_word(text, length, html[i]))
			return MC_FILE_HTML;
	}
	if (begins_with_word(text, length, "<svg"))
		return MC_FILE_SVG;
	if (!begins_with_word(text, length, "<?xml") && !begins_with_word(text, length, "<!"))
		return MC_FILE_UNKNOWN;
	if (memmem(text, length, "<svg", 4) != NULL)
		return MC_FILE_SVG;
	return memmem(text, length, "<html", 5) != NULL ? MC_FILE_HTML : MC_FILE_UNKNOWN;
}

static enum mc_file_kind
sniff_beginning(const struct mc_file_sample *sample)
{
	size_t blanks = skip_blanks(sample->first, sample->first_length);

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		if (sample->first_length >= magics[i].offset + magics[i].length &&
		    memcmp(sample->first + magics[i].offset, magics[i].bytes, magics[i].length) ==
			0)
			return magics[i].kind;
	}
	/* some makers of PDF write a blank line first; anything else before the head would let one
	 * file be two kinds */
	if (begins_with_word(sample->first + blanks, sample->first_length - blanks, "%PDF-"))
		return MC_FILE_PDF;
	return sniff_markup(sample->first + blanks, sample->first_length - blanks);
}

/* A ZIP is a document only if it has that kind's members and nothing that runs. */
static struct mc_file_verdict
sniff_zip(const struct mc_file_sample *sample)
{
	struct mc_zip_facts facts = mc_zip_look(sample);
	struct mc_file_verdict verdict = {.kind = MC_FILE_ZIP};

	if (!facts.has_end) {
		/* cut short: what it was can still be told from its first member */
		verdict.damaged = facts.first_is_office || facts.first_is_odt;
		if (facts.first_is_odt)
			verdict.kind = MC_FILE_ODT;
		else if (facts.first_is_office)
			verdict.kind = MC_FILE_DOCX;
		return verdict;
	}
	if (facts.suspicious)
		return verdict;
	if (facts.first_is_odt)
		verdict.kind = MC_FILE_ODT;
	else if (facts.has_content_types && facts.has_word_document && !facts.has_workbook)
		verdict.kind = MC_FILE_DOCX;
	else if (facts.has_content_types && facts.has_workbook && !facts.has_word_document)
		verdict.kind = MC_FILE_XLSX;
	return verdict;
}

/* Phones append a short film to a photo, behind the picture's own end. */
static bool
is_motion_photo(const struct mc_file_sample *sample)
{
	return ends_with(sample, 4, "SEFT", 4) ||
	       memmem(sample->first, sample->first_length, "MotionPhoto", 11) != NULL ||
	       memmem(sample->first, sample->first_length, "MicroVideo", 10) != NULL;
}

static bool
is_cut_short(const struct mc_file_sample *sample, enum mc_file_kind kind)
{
	static const unsigned char png_end[] = "IEND\xae\x42\x60\x82";

	switch (kind) {
	case MC_FILE_PDF:
		return !ends_with(sample, PDF_END_WINDOW, "%%EOF", 5);
	case MC_FILE_PNG:
		return !ends_with(sample, PNG_END_WINDOW, png_end, sizeof(png_end) - 1);
	case MC_FILE_JPEG:
		return !ends_with(sample, JPEG_END_WINDOW, "\xff\xd9", 2) &&
		       !is_motion_photo(sample);
	default:
		return false;
	}
}

struct mc_file_verdict
mc_file_sniff(const struct mc_file_sample *sample)
{
	struct mc_file_verdict verdict = {.kind = sniff_beginning(sample)};

	if (verdict.kind == MC_FILE_ZIP)
		return sniff_zip(sample);
	verdict.damaged = is_cut_short(sample, verdict.kind);
	return verdict;
}
