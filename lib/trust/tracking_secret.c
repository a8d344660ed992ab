#include "lib/trust/tracking_secret.h"

#include <ctype.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/base64.h"

enum { BLOCK = 16, TEXT = 22, GENERATION_DIGITS = 5 };

static void
cipher_freep(EVP_CIPHER_CTX **cipher)
{
	EVP_CIPHER_CTX_free(*cipher);
}

/* One block there (1) or back (0). Each generation has a key of its own. A block alone needs no
 * mode of operation. OpenSSL without AES is no OpenSSL: the process ends. */
static void
cross(const struct mc_server_key *key, unsigned generation, int there,
    const unsigned char from[BLOCK], unsigned char to[BLOCK])
{
	MC_CLEANUP(cipher_freep) EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	const unsigned char number[] = {(unsigned char)(generation >> 16),
	    (unsigned char)(generation >> 8), (unsigned char)generation};
	const struct mc_digest_part parts[] = {{number, sizeof(number)}};
	unsigned char own[MC_DIGEST_SIZE];
	int length = 0;

	mc_digest_mac(key->tracking, sizeof(key->tracking), parts, 1, own);
	if (cipher == NULL ||
	    EVP_CipherInit_ex(cipher, EVP_aes_256_ecb(), NULL, own, NULL, there) != 1 ||
	    EVP_CIPHER_CTX_set_padding(cipher, 0) != 1 ||
	    EVP_CipherUpdate(cipher, to, &length, from, BLOCK) != 1 || length != BLOCK)
		abort();
	OPENSSL_cleanse(own, sizeof(own));
}

static bool
read_id(const char *id, unsigned char block[BLOCK])
{
	size_t digits = 0;

	if (strlen(id) != MC_ID_SIZE - 1)
		return false;
	for (const char *at = id; *at != '\0'; at++) {
		const char text[] = {*at, '\0'};

		if (*at == '-')
			continue;
		if (!isxdigit((unsigned char)*at) || digits == 2 * (size_t)BLOCK)
			return false;
		block[digits / 2] =
		    (unsigned char)(block[digits / 2] * 16U + strtoul(text, NULL, 16));
		digits++;
	}
	return digits == 2 * (size_t)BLOCK;
}

static void
write_id(const unsigned char block[BLOCK], char id[MC_ID_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	char *to = id;

	for (size_t i = 0; i < BLOCK; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = digits[block[i] >> 4];
		*to++ = digits[block[i] & 15];
	}
	*to = '\0';
}

char *
mc_tracking_secret(
    struct mc_arena *arena, const struct mc_server_key *key, const char *id, unsigned generation)
{
	unsigned char block[BLOCK] = {0};
	unsigned char sealed[BLOCK];
	char *text;

	if (!read_id(id, block))
		return NULL;
	cross(key, generation, 1, block, sealed);
	text = mc_base64url_encode(arena, sealed, sizeof(sealed));
	return generation == 0 ? text : mc_sprintf(arena, "%s.%u", text, generation);
}

/* The number after the point, as it is written. */
static bool
read_generation(const char *text, size_t length, unsigned *ret_generation)
{
	unsigned generation = 0;

	if (length == 0 || length > GENERATION_DIGITS || text[0] == '0')
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!isdigit((unsigned char)text[i]))
			return false;
		generation = generation * 10 + (unsigned)(text[i] - '0');
	}
	*ret_generation = generation;
	return true;
}

bool
mc_tracking_secret_open(const struct mc_server_key *key, const char *secret, size_t length,
    char ret_id[MC_ID_SIZE], unsigned *ret_generation)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	unsigned char *sealed = NULL;
	unsigned char block[BLOCK];
	size_t size = 0;

	*ret_generation = 0;
	if (length < TEXT || !mc_base64url_decode(arena, secret, TEXT, &sealed, &size) ||
	    size != BLOCK)
		return false;
	if (length > TEXT && (secret[TEXT] != '.' || !read_generation(secret + TEXT + 1,
							 length - TEXT - 1, ret_generation)))
		return false;
	cross(key, *ret_generation, 0, sealed, block);
	write_id(block, ret_id);
	return true;
}
