/* What hashes passwords in this process: for operations of the class heavy, whose slots bound the
 * memory that it takes. */
#ifndef MC_PASSWORDS_H
#define MC_PASSWORDS_H

#include "api/core/request.h"
#include "lib/trust/password.h"

struct mc_password_hasher *mc_passwords(const struct mc_request *rq);

#endif
