/* OpenSSL's SHA-256, which uses the processor's own instructions; its failures are faults of the
 * machine. Looked up once: OpenSSL's own search for it costs as much as hashing a token. */
#include "lib/base/digest.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static void
require(int good)
{
	if (good)
		return;
	fputs("motcua: SHA-256 failed\n", stderr);
	abort();
}

static EVP_MD *sha256; /* for as long as the program runs */

static void
fetch_sha256(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	require(sha256 != NULL);
}

static const EVP_MD *
get_sha256(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, fetch_sha256);
	return sha256;
}

static void
write_hex(const unsigned char digest[MC_DIGEST_SIZE], char text[MC_DIGEST_TEXT_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < MC_DIGEST_SIZE; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	text[MC_DIGEST_TEXT_SIZE - 1] = '\0';
}

struct mc_digest *
mc_digest_new(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	require(context != NULL && EVP_DigestInit_ex(context, get_sha256(), NULL) == 1);
	return (struct mc_digest *)context;
}

void
mc_digest_freep(struct mc_digest **digest)
{
	EVP_MD_CTX_free((EVP_MD_CTX *)*digest);
	*digest = NULL;
}

void
mc_digest_add(struct mc_digest *digest, const void *bytes, size_t length)
{
	require(EVP_DigestUpdate((EVP_MD_CTX *)digest, bytes, length) == 1);
}

void
mc_digest_finish(struct mc_digest *digest, char text[MC_DIGEST_TEXT_SIZE])
{
	unsigned char bytes[EVP_MAX_MD_SIZE];

	require(EVP_DigestFinal_ex((EVP_MD_CTX *)digest, bytes, NULL) == 1);
	write_hex(bytes, text);
}

void
mc_digest_bytes(const void *bytes, size_t length, unsigned char digest[MC_DIGEST_SIZE])
{
	require(EVP_Digest(bytes, length, digest, NULL, get_sha256(), NULL) == 1);
}

void
mc_digest_of(const void *bytes, size_t length, char text[MC_DIGEST_TEXT_SIZE])
{
	unsigned char digest[MC_DIGEST_SIZE];

	mc_digest_bytes(bytes, length, digest);
	write_hex(digest, text);
}
