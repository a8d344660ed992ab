/* A request as the server took it from the wire, before anything is believed of it. */
#ifndef MC_INCOMING_H
#define MC_INCOMING_H

#include <stdbool.h>
#include <stddef.h>

struct mc_incoming {
	const char *method;
	const char *target; /* path and query, as they were sent */
	const char *body;
	size_t body_length;
	bool body_cut; /* the listener's limit was reached: body is not all of it */
	/* A header's value, or NULL; a header sent twice comes as one value joined by commas. */
	const char *(*header)(const void *headers, const char *name);
	const void *headers;
};

static inline const char *
mc_incoming_header(const struct mc_incoming *incoming, const char *name)
{
	return incoming->header(incoming->headers, name);
}

#endif
