/* Signing keys: ES256 key pairs kept as files, the public ones published as a JWKS document.
 * A file <yyyymmddhhmmss>-signing.pem (PKCS #8, mode 0600) says in its name from when, in UTC, its
 * key signs: the newest one that has begun is current, later ones are published ahead of use, older
 * ones only verify. The id of a key is its RFC 7638 thumbprint. A loaded store never changes, so
 * that any number of threads may use it; whoever wants newer keys loads a new store. Sources: RFC
 * 7517, RFC 7518 section 3.4, RFC 7638. OpenSSL's keys are known here alone. */
#ifndef MC_KEYS_H
#define MC_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

enum { MC_KEYS_MAX = 64, MC_KEY_SIGNATURE_SIZE = 64 };

struct mc_keys;
struct mc_key;

/* Makes the directory and, if it holds no key, one that signs from now on (seconds since 1970).
 * Processes may race: one key is made. *ret_created says whether it was made here. */
MC_MUST_CHECK enum mc_rc mc_keys_create(
    struct mc_ctx *ctx, const char *directory, int64_t now, bool *ret_created);

/* Adds a key that signs from an instant on. Publish it a day before: programs that check tokens
 * keep the JWKS document for a while. */
MC_MUST_CHECK enum mc_rc mc_keys_add(
    struct mc_ctx *ctx, const char *directory, int64_t active_from);

/* Loads every key file of a directory; fails with MC_PROBLEM_INTERNAL on a file that is readable by
 * others or is no P-256 key, and if there is none. The caller owns the store. */
MC_MUST_CHECK enum mc_rc mc_keys_load(
    struct mc_ctx *ctx, const char *directory, struct mc_keys **ret_keys);

/* A store that can only verify, from a JWKS document. Keys of another kind or use are passed over;
 * a document without an ES256 key fails with MC_PROBLEM_BAD_JSON. The caller owns the store. */
MC_MUST_CHECK enum mc_rc mc_keys_parse_jwks(
    struct mc_ctx *ctx, const char *text, size_t length, struct mc_keys **ret_keys);

/* NULL is allowed. The second is for MC_CLEANUP. */
void mc_keys_free(struct mc_keys *keys);
void mc_keys_freep(struct mc_keys **keys);

/* The JWKS document of all public keys, newest first; lives as long as the store. */
const char *mc_keys_jwks(const struct mc_keys *keys);

/* The key that signs at an instant, or NULL if none does. */
const struct mc_key *mc_keys_current(const struct mc_keys *keys, int64_t now);

/* The key of an id, or NULL. */
const struct mc_key *mc_keys_find(const struct mc_keys *keys, const char *id);

const char *mc_key_id(const struct mc_key *key);

/* The key as PEM text; the private one is NULL for a key that can only verify. */
const char *mc_key_private_pem(const struct mc_key *key);
const char *mc_key_public_pem(const struct mc_key *key);

/* The ES256 signature r || s of some bytes. The key must have its private half. */
MC_MUST_CHECK enum mc_rc mc_key_sign(struct mc_ctx *ctx, const struct mc_key *key,
    const void *bytes, size_t length, unsigned char signature[MC_KEY_SIGNATURE_SIZE]);

/* Whether r || s is this key's signature of the bytes. */
MC_MUST_CHECK bool mc_key_verify(const struct mc_key *key, const void *bytes, size_t length,
    const unsigned char signature[MC_KEY_SIGNATURE_SIZE]);

#endif
