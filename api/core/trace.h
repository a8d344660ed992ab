/* Trace context (W3C, level 1): taken over from a caller who sends one, begun here otherwise. */
#ifndef MC_TRACE_H
#define MC_TRACE_H

#include "lib/base/arena.h"

struct mc_trace {
	char id[33];   /* 32 hex digits */
	char span[17]; /* of this request's own work */
	char flags[3];
};

/* Reads a header traceparent, NULL or anything malformed included; request_id is a UUID that names
 * a new trace and the span. */
void mc_trace_begin(struct mc_trace *trace, const char *traceparent, const char *request_id);

/* The header for the answer and for calls to others. */
const char *mc_trace_write(const struct mc_trace *trace, struct mc_arena *arena);

#endif
