/* Contents of files: nothing outside the sample is read, and a forbidden kind is never damaged by
 * accident into an accepted one's media type. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/files/file_type.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy on the heap of exactly its size, so that the sanitizer sees every step outside. */
static unsigned char *
copy(const uint8_t *data, size_t length)
{
	unsigned char *bytes = malloc(length == 0 ? 1 : length);

	if (bytes == NULL)
		abort();
	memcpy(bytes, data, length);
	return bytes;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the first byte says how much of the file the tail holds */
	size_t length = size == 0 ? 0 : size - 1;
	size_t first = length < MC_FILE_FIRST_BYTES ? length : MC_FILE_FIRST_BYTES;
	size_t tail = size == 0 ? 0 : length * data[0] / 255;
	struct mc_file_sample sample;
	struct mc_file_verdict verdict;

	data += size > 0;
	sample = (struct mc_file_sample){.first = copy(data, first),
	    .first_length = first,
	    .tail = copy(data + length - tail, tail),
	    .tail_length = tail,
	    .size = length};
	verdict = mc_file_sniff(&sample);
	if (verdict.damaged && !mc_file_kind_accepted(verdict.kind))
		abort();
	if (mc_file_kind_accepted(verdict.kind) ==
	    (strcmp(mc_file_media_type(verdict.kind), "application/octet-stream") == 0))
		abort();
	free((void *)(uintptr_t)sample.first);
	free((void *)(uintptr_t)sample.tail);
	return 0;
}
