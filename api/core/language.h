/* The language of an answer. */
#ifndef MC_LANGUAGE_H
#define MC_LANGUAGE_H

/* "en" if a header Accept-Language (RFC 9110, 12.5.4) prefers English to Vietnamese, else "vi".
 * NULL is allowed. */
const char *mc_language_of(const char *accept_language);

#endif
