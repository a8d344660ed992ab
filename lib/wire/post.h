/* A JSON document handed to a service of somebody else over HTTP, and its answer.
 *   https://host/path   anywhere
 *   http://host/path    on this machine or in a private network, by its address (RFC 1918, RFC
 * 4193) Redirections are not followed, and no proxy is asked. libcurl's POST is known here alone.
 */
#ifndef MC_POST_H
#define MC_POST_H

#include <stdatomic.h>
#include <stddef.h>

#include "lib/base/problem.h"

enum {
	MC_POST_CONNECT_SECONDS = 5,
	MC_POST_SECONDS = 10,
	MC_POST_STOP_SECONDS = 3, /* the same when the program is told to stop */
	MC_POST_ANSWER_MAX = 16 * 1024,
};

/* A connection, kept between documents. Belongs to one thread. */
struct mc_post_line;

/* Nothing is said yet. token: shown as a bearer's, NULL for none. Once *stopping is true, a
 * document that waits for its answer is given up; NULL: never. It must outlive the line; texts are
 * copied. Call curl_global_init before threads start. */
struct mc_post_line *mc_post_line_new(
    const char *url, const char *token, const atomic_bool *stopping);

/* NULL is allowed. */
void mc_post_line_free(struct mc_post_line *line);

struct mc_post_answer {
	long status;
	const char *text; /* in ctx's arena; may be anything */
};

/* key: the same whenever the document is sent again (Idempotency-Key). Whatever status is an
 * answer; none, or one longer than MC_POST_ANSWER_MAX, fails with MC_PROBLEM_OVERLOADED, an address
 * that is not as above with MC_PROBLEM_INTERNAL. Causes hold nothing of address, token and
 * document. */
MC_MUST_CHECK enum mc_rc mc_post(struct mc_ctx *ctx, struct mc_post_line *line, const char *key,
    const char *document, struct mc_post_answer *ret_answer);

#endif
