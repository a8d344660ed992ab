/* The secret by which whoever holds a receipt follows its dossier: "/t/<secret>" in a link and a QR
 * code. It is the dossier's id, one block of 128 bits, enciphered with AES-256 under a key of the
 * server's: to everybody else a random number of 128 bits, of which no guess fits.
 *
 * Why not a random number whose hash is stored: nothing need be written when a dossier is filed,
 * and no index grows at random places; the database holds nothing that opens a link, so that a copy
 * of it gives none away; and the owner can be shown his link again. Renewed, a link has the next
 * generation, each with a key of its own, and those before it open nothing. The price: whoever
 * loses the server's key loses all links ever printed, and whoever steals it and knows ids can make
 * them; both are answered by a new key. */
#ifndef MC_TRACKING_SECRET_H
#define MC_TRACKING_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/id.h"
#include "lib/trust/server_key.h"

enum { MC_TRACKING_SECRET_MAX = 32, MC_TRACKING_GENERATION_MAX = 99999 };

/* The secret of a dossier's link, in the arena: 22 characters of base64url, and after the first
 * generation (0) a point and its number. NULL if the id is no UUID. */
char *mc_tracking_secret(
    struct mc_arena *arena, const struct mc_server_key *key, const char *id, unsigned generation);

/* What a secret names, if it has the form of one: any text of that form names some id, most of them
 * nobody's. */
MC_MUST_CHECK bool mc_tracking_secret_open(const struct mc_server_key *key, const char *secret,
    size_t length, char ret_id[MC_ID_SIZE], unsigned *ret_generation);

#endif
