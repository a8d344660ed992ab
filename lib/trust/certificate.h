/* The certificate that the site shows; it belongs to the web server, we only read when it ends. */
#ifndef MC_CERTIFICATE_H
#define MC_CERTIFICATE_H

#include "lib/base/problem.h"

/* Days from now until the first certificate of a PEM file ends; negative when it has ended. */
MC_MUST_CHECK enum mc_rc mc_certificate_days_left(
    struct mc_ctx *ctx, const char *path, double *ret_days);

#endif
