/* What a file really is, told by its content and never by its name, from its first and last bytes.
 * The list is closed: whatever is not one of the accepted kinds is forbidden. Pure, safe in any
 * thread. Sources: ISO 32000 (PDF), ISO 10918 (JPEG), PNG, APPNOTE (ZIP), ECMA-376, OASIS ODF. */
#ifndef MC_FILE_TYPE_H
#define MC_FILE_TYPE_H

#include <stdbool.h>

#include "gen/vocabulary/file_kinds.h"
#include "lib/base/rc.h"
#include "lib/files/file_sample.h"

enum {
	MC_FILE_FIRST_BYTES = 8 * 1024, /* as many first bytes as are worth giving */
	MC_FILE_TAIL_BYTES =
	    66 * 1024, /* and last ones: a ZIP's end record with the longest comment */
};

struct mc_file_verdict {
	enum mc_file_kind kind;
	bool damaged; /* of an accepted kind, but cut short */
};

/* Looks at a sample. first_length and tail_length are at most size. */
struct mc_file_verdict mc_file_sniff(const struct mc_file_sample *sample);

/* Whether dossiers may hold files of this kind. */
bool mc_file_kind_accepted(enum mc_file_kind kind);

/* "application/pdf"; "application/octet-stream" for what is not accepted. */
const char *mc_file_media_type(enum mc_file_kind kind);

/* ".pdf"; "" for what is not accepted. */
const char *mc_file_extension(enum mc_file_kind kind);

#endif
