/* Version 00, which later versions extend at the end. Source: https://www.w3.org/TR/trace-context/
 */
#include "api/core/trace.h"

#include <stdbool.h>
#include <string.h>

static bool
is_hex(const char *text, size_t length)
{
	return strspn(text, "0123456789abcdef") >= length;
}

static bool
is_zero(const char *text, size_t length)
{
	return strspn(text, "0") >= length;
}

/* 00-<32 hex>-<16 hex>-<2 hex>, ids not all zero. */
static bool
is_valid(const char *header)
{
	enum { LENGTH = 55 };

	if (header == NULL || strlen(header) != LENGTH || strncmp(header, "00-", 3) != 0)
		return false;
	return is_hex(header + 3, 32) && !is_zero(header + 3, 32) && header[35] == '-' &&
	       is_hex(header + 36, 16) && !is_zero(header + 36, 16) && header[52] == '-' &&
	       is_hex(header + 53, 2);
}

void
mc_trace_begin(struct mc_trace *trace, const char *traceparent, const char *request_id)
{
	char hex[33];
	size_t length = 0;

	for (const char *at = request_id; *at != '\0' && length < sizeof(hex) - 1; at++) {
		if (*at != '-')
			hex[length++] = *at;
	}
	hex[length] = '\0';
	memcpy(trace->id, hex, sizeof(trace->id));
	memcpy(trace->span, hex + 16, sizeof(trace->span));
	memcpy(trace->flags, "00", sizeof(trace->flags));
	if (is_valid(traceparent)) {
		memcpy(trace->id, traceparent + 3, 32);
		memcpy(trace->flags, traceparent + 53, 2);
	}
}

const char *
mc_trace_write(const struct mc_trace *trace, struct mc_arena *arena)
{
	return mc_sprintf(arena, "00-%s-%s-%s", trace->id, trace->span, trace->flags);
}
