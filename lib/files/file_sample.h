/* The first and last bytes of a file: all that is looked at to tell what it is. */
#ifndef MC_FILE_SAMPLE_H
#define MC_FILE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

/* The ends of a file. Both may overlap; of a small file both are the whole of it. */
struct mc_file_sample {
	const unsigned char *first;
	size_t first_length;
	const unsigned char *tail;
	size_t tail_length;
	uint64_t size; /* of the whole file */
};

#endif
