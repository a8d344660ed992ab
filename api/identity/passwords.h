/* The gate through which the process hashes passwords. */
#ifndef MC_PASSWORDS_H
#define MC_PASSWORDS_H

#include "api/core/request.h"
#include "lib/trust/password.h"

struct mc_password_gate *mc_passwords(const struct mc_request *rq);

#endif
