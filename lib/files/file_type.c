#include "lib/files/file_type.h"

#include <string.h>

#include "lib/files/zip_members.h"

enum { PDF_END_WINDOW = 2048, PNG_END_WINDOW = 1024, JPEG_END_WINDOW = 4096 };

bool
mc_file_kind_accepted(enum mc_file_kind kind)
{
	return mc_file_kinds[kind].media_type != NULL;
}

const char *
mc_file_media_type(enum mc_file_kind kind)
{
	return mc_file_kind_accepted(kind) ? mc_file_kinds[kind].media_type
					   : "application/octet-stream";
}

const char *
mc_file_extension(enum mc_file_kind kind)
{
	return mc_file_kind_accepted(kind) ? mc_file_kinds[kind].extension : "";
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

	for (size_t i = 0; i < sizeof(mc_file_starts) / sizeof(mc_file_starts[0]); i++) {
		const struct mc_file_start *start = &mc_file_starts[i];

		if (sample->first_length >= start->offset + start->length &&
		    memcmp(sample->first + start->offset, start->bytes, start->length) == 0)
			return start->kind;
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
