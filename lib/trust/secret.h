/* Random secrets: what is handed out once and stored as a hash, and passwords for people to type.
 * Everything comes from libsodium's generator and is in the arena. */
#ifndef MC_SECRET_H
#define MC_SECRET_H

#include <stddef.h>

#include "lib/base/arena.h"

/* 32 random bytes as base64url, 43 characters: a refresh token. */
char *mc_secret_token(struct mc_arena *arena);

/* The lower-case hex SHA-256 of a secret of full strength, for storing and looking up. Not for
 * passwords that people choose. */
char *mc_secret_hash(struct mc_arena *arena, const char *secret, size_t length);

/* A token locked so that only who has another one opens it, as base64url. A token may lock one
 * other, once. */
char *mc_secret_seal(struct mc_arena *arena, const char *with, const char *token);

/* What was sealed with that token; NULL if it was not. */
char *mc_secret_open(struct mc_arena *arena, const char *with, const char *sealed);

/* Four Vietnamese syllables without marks and six digits, "thanh-muon-kieu-lang-482913": more
 * than 60 bits. */
char *mc_secret_password(struct mc_arena *arena);

/* Six digits, each code as likely as any other: to be tried a few times in a few minutes. */
enum { MC_SECRET_CODE_SIZE = 7 };
char *mc_secret_code(struct mc_arena *arena);

#endif
