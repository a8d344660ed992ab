/* The file of a resumable upload while it is incomplete: <directory>/<id>. How far it is
 * acknowledged stands in the database; bytes beyond that are a tail that nobody was told of, and
 * are cut off. Opening locks the file, so hold it open from before that number is read until it is
 * written: then two requests for one upload cannot disturb each other. A handle belongs to one
 * thread. */
#ifndef MC_UPLOAD_FILE_H
#define MC_UPLOAD_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/digest.h"
#include "lib/base/problem.h"

enum { MC_UPLOAD_EDGE = 4096 };

struct mc_upload_file {
	int fd;
	const char *path; /* in the arena of the opening context */
};

/* What is needed to judge and keep a complete file. The edges overlap in a short one. */
struct mc_upload_summary {
	uint64_t length;
	char sha256[MC_DIGEST_TEXT_SIZE];
	size_t head_length;
	size_t tail_length;
	unsigned char head[MC_UPLOAD_EDGE];
	unsigned char tail[MC_UPLOAD_EDGE];
};

/* Opens and locks; id has letters, digits and "-" alone. With make a file that is not there is made
 * empty, its name durable on return; without it fails with MC_PROBLEM_UPLOAD_GONE. Fails with
 * MC_PROBLEM_UPLOAD_BUSY while another request holds it. */
MC_MUST_CHECK enum mc_rc mc_upload_file_open(struct mc_ctx *ctx, const char *directory,
    const char *id, bool make, struct mc_upload_file *ret_file);

/* For MC_CLEANUP; begin with { .fd = -1 }. */
void mc_upload_file_closep(struct mc_upload_file *file);

/* Puts bytes at the acknowledged offset after cutting off what lies beyond it; durable on return.
 * A file shorter than the offset has lost acknowledged bytes: MC_PROBLEM_UPLOAD_GONE. */
MC_MUST_CHECK enum mc_rc mc_upload_file_append(struct mc_ctx *ctx, struct mc_upload_file *file,
    uint64_t offset, const void *bytes, size_t length);

/* Reads the complete file of length bytes in small steps; a tail beyond it is cut off, a shorter
 * file fails with MC_PROBLEM_UPLOAD_GONE. Keep the bytes with mc_blob_put(ctx, store, file->path,
 * sha256). */
MC_MUST_CHECK enum mc_rc mc_upload_file_finish(struct mc_ctx *ctx, struct mc_upload_file *file,
    uint64_t length, struct mc_upload_summary *ret_summary);

/* Removes the file; one that is not there is no failure. */
MC_MUST_CHECK enum mc_rc mc_upload_file_remove(
    struct mc_ctx *ctx, const char *directory, const char *id);

#endif
