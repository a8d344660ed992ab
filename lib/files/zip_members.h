/* What a ZIP archive holds, from its central directory alone: enough to tell an office document
 * from any other archive without unpacking anything. Source: PKWARE APPNOTE 6.3. Pure. */
#ifndef MC_ZIP_MEMBERS_H
#define MC_ZIP_MEMBERS_H

#include <stdbool.h>

#include "lib/files/file_sample.h"

struct mc_zip_facts {
	bool has_end;         /* the end record is there and agrees with the file's size */
	bool suspicious;      /* members that run, hide, overflow, or that we could not look at */
	bool first_is_odt;    /* first member: "mimetype", stored, OpenDocument text */
	bool first_is_office; /* first member: one that begins Office Open XML documents */
	bool has_content_types;
	bool has_word_document;
	bool has_workbook;
};

struct mc_zip_facts mc_zip_look(const struct mc_file_sample *sample);

#endif
