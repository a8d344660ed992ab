/* What the resumable upload protocol puts into headers: the digest of a piece and the metadata of a
 * file. Source: tus 1.0.0, extensions checksum and creation. */
#ifndef MC_TUS_H
#define MC_TUS_H

#include <stddef.h>

#include "lib/base/problem.h"

enum { MC_TUS_METADATA_MAX = 2048, MC_TUS_FILENAME_MAX = 255 };

/* Compares the bytes of a piece with an Upload-Checksum header, "sha256 <base64>". Another
 * algorithm fails with MC_PROBLEM_CHECKSUM_UNSUPPORTED, a header that is none with
 * MC_PROBLEM_BAD_HEADER, other bytes with MC_PROBLEM_CHECKSUM_MISMATCH. */
MC_MUST_CHECK enum mc_rc mc_tus_checksum_check(
    struct mc_ctx *ctx, const char *header, const void *bytes, size_t length);

struct mc_tus_metadata {
	const char *filename; /* see below; NULL if not given */
	const char *sha256;   /* lower hex of the whole file; NULL if not given */
};

/* Reads an Upload-Metadata header, "filename <base64>,sha256 <base64>"; unknown keys are passed
 * over. The name comes back in form C without directories, invisible characters and odd spaces. A
 * broken header, a key given twice, a name of which nothing is left or over 255 characters, or a
 * digest that is not lower hex fails with MC_PROBLEM_BAD_HEADER. */
MC_MUST_CHECK enum mc_rc mc_tus_metadata_parse(
    struct mc_ctx *ctx, const char *header, struct mc_tus_metadata *ret_metadata);

#endif
