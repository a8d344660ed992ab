/* Short messages. The address of a transport is file:///directory: each message is one line of JSON
 * at the end of <directory>/sms.jsonl, for trying the program out and for a gateway program that
 * reads the file. The id tells a repetition. */
#ifndef MC_SMS_H
#define MC_SMS_H

#include <stdint.h>

#include "lib/base/problem.h"

enum { MC_SMS_TEXT_MAX = 1000 }; /* bytes */

struct mc_sms {
	const char *id;   /* letters, digits and "-": names this message for ever */
	const char *to;   /* digits, at most 15, perhaps after "+" */
	const char *text; /* UTF-8; cut to MC_SMS_TEXT_MAX bytes */
	int64_t date;     /* seconds since 1970 */
};

/* Hands over, durably. Fails with MC_PROBLEM_OVERLOADED when it should be tried again later and
 * with MC_PROBLEM_INTERNAL on a fault of the message or the transport's address. Any number of
 * threads and processes may write to one directory. */
MC_MUST_CHECK enum mc_rc mc_sms_send(
    struct mc_ctx *ctx, const char *transport, const struct mc_sms *sms);

#endif
