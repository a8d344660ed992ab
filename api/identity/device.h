/* From what device somebody calls, without knowing the device. */
#ifndef MC_DEVICE_H
#define MC_DEVICE_H

#include "api/core/request.h"

/* SHA-256 in hex over address and User-Agent, in the arena; NULL if neither is known. The database
 * turns it into a mark of the day and keeps nothing else (schema/identity/devices.sql). */
const char *mc_device_of(struct mc_request *rq);

#endif
