/* The process that signs receipts, as others ask it: the key is read by no other. A question is the
 * length of a payload (four bytes, the highest first) and the payload as mc_jws_payload gives it;
 * the answer has the same form and holds the seal, nothing where none is made. A question of
 * nothing is answered by nothing: it asks whether anybody is there. Safe in any number of threads.
 */
#ifndef MC_SIGNER_H
#define MC_SIGNER_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/problem.h"

enum { MC_SIGNER_LENGTH_SIZE = 4 };

struct mc_signer;

/* Opens nothing yet; the path of its Unix socket must outlive it. The caller owns it. */
struct mc_signer *mc_signer_new(const char *path);

/* NULL is allowed. */
void mc_signer_free(struct mc_signer *signer);

/* The seal of a payload (mc_jws_seal). A signer that is away is waited for, as long as it takes to
 * start it anew; then this fails with MC_PROBLEM_SIGNING_PAUSED, and for a moment at once. */
MC_MUST_CHECK enum mc_rc mc_signer_seal(struct mc_ctx *ctx, struct mc_signer *signer,
    const char *encoded, size_t length, char **ret_seal);

/* Whether it answers at this moment. */
bool mc_signer_answers(const char *path);

#endif
