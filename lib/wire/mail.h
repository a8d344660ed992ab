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

#include <stdatomic.h>
#include <stdint.h>

#include "lib/base/problem.h"
#include "lib/wire/delivery.h"

enum {
	MC_MAIL_SUBJECT_MAX = 200,     /* bytes */
	MC_MAIL_TEXT_MAX = 256 * 1024, /* bytes */
	MC_MAIL_CONNECT_SECONDS = 10,
	MC_MAIL_TALK_SECONDS = 30, /* until the server has the whole letter */
	/* From then on it may have it already: who gives up risks that it comes twice, who waits
	 * keeps others waiting. RFC 5321 (4.5.3.2.6) would wait ten minutes. */
	MC_MAIL_ANSWER_SECONDS = 60,
	MC_MAIL_STOP_SECONDS = 3, /* the same when the program is told to stop */
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

/* A connection to a transport, kept between letters. Belongs to one thread. */
struct mc_mail_line;

/* Nothing is said to the server yet. Once *stopping is true, a letter that waits for the server is
 * given up; NULL: never. It must outlive the line; the transport
 * is copied. Call curl_global_init before threads start. */
struct mc_mail_line *mc_mail_line_new(const char *transport, const atomic_bool *stopping);

/* Ends the connection without waiting for the server. NULL is allowed. */
void mc_mail_line_free(struct mc_mail_line *line);

/* The bytes of the message, lines ended by CRLF. Control characters in a header and addresses that
 * are none fail with MC_PROBLEM_INTERNAL. */
MC_MUST_CHECK enum mc_rc mc_mail_build(
    struct mc_ctx *ctx, const struct mc_mail *mail, char **ret_message);

/* Builds and hands over. Fails with MC_PROBLEM_OVERLOADED when it should be tried again later (put
 * off, or no way), with MC_PROBLEM_INTERNAL on a fault of the message or the transport's address;
 * causes hold no password and no address of a person. The answer is the server's last line of a
 * letter that it took, the code of its answer if it refused. */
MC_MUST_CHECK enum mc_rc mc_mail_send(struct mc_ctx *ctx, struct mc_mail_line *line,
    const struct mc_mail *mail, struct mc_handover *ret_handover);

#endif
