/* E-mail: the text of a message, and handing it over. The address of a transport is one of
 *   smtp://host:port               plain, for a relay on the same machine or network
 *   smtp+starttls://user:pass@host:port   TLS is required before anything else is said
 *   smtps://user:pass@host:port    TLS from the first byte
 *   file:///directory              <directory>/<id>.eml, for trying the program out
 * A password is never sent without TLS. Sending the same message again has the same Message-ID (and
 * the same file), so that a repetition can be recognised.
 * Sources: RFC 5321, RFC 5322, RFC 2045, RFC 2047, RFC 3834. libcurl's SMTP is known here alone. */
#ifndef MC_MAIL_H
#define MC_MAIL_H

#include <stdint.h>

#include "lib/base/problem.h"

enum {
	MC_MAIL_SUBJECT_MAX = 200,     /* bytes */
	MC_MAIL_TEXT_MAX = 256 * 1024, /* bytes */
	MC_MAIL_CONNECT_SECONDS = 10,
	MC_MAIL_TOTAL_SECONDS = 30,
};

struct mc_mail {
	const char *id;        /* letters, digits and "-": names this message for ever */
	const char *from_name; /* shown before the sender's address; UTF-8 */
	const char *from;
	const char *to;
	const char *subject; /* UTF-8, one line; cut to MC_MAIL_SUBJECT_MAX bytes */
	const char *text;    /* UTF-8, lines ended by "\n" */
	int64_t date;        /* seconds since 1970 */
};

/* What became of a message that was handed over without a failure of ours. */
enum mc_delivery {
	MC_DELIVERY_SENT,
	MC_DELIVERY_REFUSED, /* the other side says: never. Trying again is of no use. */
};

/* The bytes of the message, lines ended by CRLF. Control characters in a header and addresses that
 * are none fail with MC_PROBLEM_INTERNAL. */
MC_MUST_CHECK enum mc_rc mc_mail_build(
    struct mc_ctx *ctx, const struct mc_mail *mail, char **ret_message);

/* Builds and hands over. Fails with MC_PROBLEM_OVERLOADED when it should be tried again later, with
 * MC_PROBLEM_INTERNAL on a fault of the message or the transport's address; causes hold no
 * password. Blocks for at most MC_MAIL_TOTAL_SECONDS. Call curl_global_init before threads start.
 */
MC_MUST_CHECK enum mc_rc mc_mail_send(struct mc_ctx *ctx, const char *transport,
    const struct mc_mail *mail, enum mc_delivery *ret_delivery);

#endif
