/* Ranges of addresses, IPv4 and IPv6, as networks are written: "10.20.0.0/16", "2001:db8::/32".
 * Pure functions, safe in any thread. */
#ifndef MC_NETWORK_H
#define MC_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/rc.h"

enum { MC_ADDRESS_BYTES = 16 };

/* An IPv4 address stands as IPv6 maps it (RFC 4291, 2.5.5.2). One address is a range of itself. */
struct mc_network {
	uint8_t bytes[MC_ADDRESS_BYTES];
	unsigned bits; /* of the prefix, at most 128 */
};

/* Reads a range or an address; bits behind the prefix must be zero. False, with nothing written,
 * when it is neither. */
MC_MUST_CHECK bool mc_network_parse(const char *text, struct mc_network *ret_network);

/* Whether all of the other range lies within this one. */
bool mc_network_holds(const struct mc_network *network, const struct mc_network *other);

/* Of an IPv6 address leaves the first 64 bits: a network that is given to one household, office or
 * phone, whose devices choose the rest as they like. An IPv4 address stays as it is. */
void mc_network_narrow(struct mc_network *network);

/* Whether what an address of the web names after its "//" ("10.1.2.3:25", "[::1]/path") is this
 * machine or in a private network, where something may go unencrypted. A name is not: who answers
 * to it is decided elsewhere. */
bool mc_network_is_near(struct mc_arena *arena, const char *authority);

/* The range that says from where without saying who: /24 of an IPv4 address, /48 of IPv6. Lives in
 * arena. */
const char *mc_network_vague(struct mc_arena *arena, const struct mc_network *address);

#endif
