/* Every onset goes with every rime in writing, and no rime begins with a consonant: each syllable
 * is made in one way only, so the bits of the choices are the bits of the password. */
#include "lib/trust/secret.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/base64.h"
#include "lib/base/digest.h"

enum { TOKEN_SIZE = 32, SYLLABLES = 4, DIGITS_BOUND = 1000000 };

static const char *const onsets[] = {
    "b", "ch", "d", "h", "kh", "l", "m", "n", "nh", "ph", "r", "s", "t", "th", "tr", "v", "x"};

static const char *const rimes[] = {
    "a",
    "ac",
    "ach",
    "ai",
    "am",
    "an",
    "ang",
    "anh",
    "ao",
    "ap",
    "at",
    "au",
    "ay",
    "e",
    "ec",
    "em",
    "en",
    "eo",
    "ep",
    "et",
    "eu",
    "i",
    "ia",
    "ich",
    "iec",
    "iem",
    "ien",
    "iep",
    "iet",
    "ieu",
    "im",
    "in",
    "inh",
    "ip",
    "it",
    "iu",
    "o",
    "oa",
    "oai",
    "oan",
    "oc",
    "oi",
    "om",
    "on",
    "ong",
    "op",
    "ot",
    "u",
    "ua",
    "uc",
    "ui",
    "um",
    "un",
    "ung",
    "uoc",
    "uoi",
    "uom",
    "uon",
    "uong",
    "uot",
    "up",
    "ut",
    "uu",
    "uy",
    "uyen",
    "uyet",
    "oang",
    "uynh",
    "uay",
    "ieng",
};

static void
start(void)
{
	if (sodium_init() >= 0)
		return;
	fputs("motcua: no random numbers\n", stderr);
	abort();
}

char *
mc_secret_token(struct mc_arena *arena)
{
	unsigned char bytes[TOKEN_SIZE];

	start();
	randombytes_buf(bytes, sizeof(bytes));
	return mc_base64url_encode(arena, bytes, sizeof(bytes));
}

char *
mc_secret_hash(struct mc_arena *arena, const char *secret, size_t length)
{
	char *text = mc_alloc(arena, MC_DIGEST_TEXT_SIZE);

	mc_digest_of(secret, length, text);
	return text;
}

/* The key belongs to one token and to this use; it locks one message, so the nonce may be any. */
static void
key_of(const char *token, unsigned char key[crypto_secretbox_KEYBYTES])
{
	static const char use[] = "motcua successor";

	(void)crypto_generichash(key, crypto_secretbox_KEYBYTES, (const unsigned char *)token,
	    strlen(token), (const unsigned char *)use, sizeof(use) - 1);
}

static const unsigned char nonce[crypto_secretbox_NONCEBYTES];

char *
mc_secret_seal(struct mc_arena *arena, const char *with, const char *token)
{
	size_t length = strlen(token);
	unsigned char *bytes = mc_alloc(arena, length + crypto_secretbox_MACBYTES);
	unsigned char key[crypto_secretbox_KEYBYTES];

	start();
	key_of(with, key);
	(void)crypto_secretbox_easy(bytes, (const unsigned char *)token, length, nonce, key);
	sodium_memzero(key, sizeof(key));
	return mc_base64url_encode(arena, bytes, length + crypto_secretbox_MACBYTES);
}

char *
mc_secret_open(struct mc_arena *arena, const char *with, const char *sealed)
{
	unsigned char key[crypto_secretbox_KEYBYTES];
	unsigned char *bytes;
	size_t length;
	char *token;
	int rc;

	start();
	if (!mc_base64url_decode(arena, sealed, strlen(sealed), &bytes, &length) ||
	    length < crypto_secretbox_MACBYTES)
		return NULL;
	/* Zeros, and one behind the end. */
	token = mc_alloc(arena, length - crypto_secretbox_MACBYTES + 1);
	key_of(with, key);
	rc = crypto_secretbox_open_easy((unsigned char *)token, bytes, length, nonce, key);
	sodium_memzero(key, sizeof(key));
	return rc == 0 ? token : NULL;
}

static const char *
pick(const char *const list[], size_t count)
{
	return list[randombytes_uniform((uint32_t)count)];
}

char *
mc_secret_password(struct mc_arena *arena)
{
	char *password = mc_strdup(arena, "");

	start();
	for (size_t i = 0; i < SYLLABLES; i++)
		password = mc_sprintf(arena, "%s%s%s-", password,
		    pick(onsets, sizeof(onsets) / sizeof(onsets[0])),
		    pick(rimes, sizeof(rimes) / sizeof(rimes[0])));
	return mc_sprintf(arena, "%s%06u", password, (unsigned)randombytes_uniform(DIGITS_BOUND));
}

char *
mc_secret_code(struct mc_arena *arena)
{
	start();
	return mc_sprintf(arena, "%06u", (unsigned)randombytes_uniform(DIGITS_BOUND));
}
