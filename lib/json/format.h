/* The written forms that the contract names with "format": whether a text has that form. Texts need
 * no terminating NUL; every function is pure. Nothing here says that the thing named exists. */
#ifndef MC_FORMAT_H
#define MC_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

/* RFC 9562: 8-4-4-4-12 hex digits of either case. */
bool mc_format_uuid(const char *text, size_t length);

/* RFC 3339 full-date, a day that exists: "2024-02-29". */
bool mc_format_date(const char *text, size_t length);

/* RFC 3339 date-time with its offset; second 60 only where UTC can insert it (23:59:60 UTC). */
bool mc_format_date_time(const char *text, size_t length);

/* An address that mail can be sent to: RFC 5321 dot-string or quoted string, "@", a domain or an
 * address literal. ASCII alone. */
bool mc_format_email(const char *text, size_t length);

/* RFC 3986 with a scheme: "https://example.vn/a?b=1#c". */
bool mc_format_uri(const char *text, size_t length);

#endif
