/* Short messages. The address of a transport is one of
 *   file:///directory   each message is one line of JSON at the end of <directory>/sms.jsonl, for
 *                       trying the program out
 *   https://..., http://...   a gateway, see lib/wire/post.h for where plain http may go. It gets
 *     {"id", "sender", "to": "+84912345678", "text", "encoding": "gsm7" | "ucs2", "parts"}
 *     and answers 200, 201 or 202 {"message_id": "..."} when it has taken the message, the same
 *     again when it had it already under this id; or 422 {"cause": "..."}, a code of the
 *     vocabulary's delivery causes, when it never will. Everything else is asked again later.
 * tests/simulators/sms is such a gateway. */
#ifndef MC_SMS_H
#define MC_SMS_H

#include <stdatomic.h>
#include <stdint.h>

#include "lib/base/problem.h"
#include "lib/wire/delivery.h"

enum { MC_SMS_TEXT_MAX = 1000 }; /* bytes */

struct mc_sms {
	const char *id;     /* letters, digits and "-": names this message for ever */
	const char *key;    /* the same, for the gateway: another one where it is sent anew */
	const char *sender; /* by which name the gateway sends it; "" with a file */
	const char *to;     /* a Vietnamese number, normalised as lib/identity/phone.h says */
	const char *text;   /* UTF-8; cut to MC_SMS_TEXT_MAX bytes */
	int64_t date;       /* seconds since 1970 */
};

/* A connection to a transport, kept between messages. Belongs to one thread. */
struct mc_sms_line;

/* Whether a transport is a gateway. */
bool mc_sms_is_gateway(const char *transport);

/* As mc_post_line_new; token may be "". */
struct mc_sms_line *mc_sms_line_new(
    const char *transport, const char *token, const atomic_bool *stopping);

/* NULL is allowed. */
void mc_sms_line_free(struct mc_sms_line *line);

/* Hands over, durably, and says in how many parts it goes. Fails with MC_PROBLEM_OVERLOADED when it
 * should be tried again later (put off, or no way) and with MC_PROBLEM_INTERNAL on a fault of the
 * message or the transport's address; causes hold no number and no token. Any number of threads and
 * processes may write to one directory. */
MC_MUST_CHECK enum mc_rc mc_sms_send(struct mc_ctx *ctx, struct mc_sms_line *line,
    const struct mc_sms *sms, struct mc_handover *ret_handover);

#endif
