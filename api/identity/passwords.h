/* The one password hasher of the program, and the hashing of those who sign in. */
#ifndef MC_PASSWORDS_H
#define MC_PASSWORDS_H

#include "api/core/app.h"
#include "api/core/request.h"
#include "lib/trust/password.h"

struct mc_password_hasher *mc_passwords(const struct mc_request *rq);

/* mc_password_check, and whether the password is one that the operator's list of stolen ones has.
 */
MC_MUST_CHECK enum mc_rc mc_passwords_check(struct mc_request *rq,
    const struct mc_password_owner *owner, const char *pointer, const char *password);

/* mc_password_verify in its turn: so many hash at once as there are processors, and as an eighth of
 * the memory holds. Whose device is known goes before all others. Fails with MC_PROBLEM_OVERLOADED
 * also when too many wait. hash may be NULL: of nobody. */
MC_MUST_CHECK enum mc_rc mc_passwords_verify(struct mc_request *rq, const char *hash,
    const char *password, bool known_device, bool *ret_matches, bool *ret_needs_rehash);

#endif
