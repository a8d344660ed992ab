/* OpenSSL's SHA-256, which uses the processor's own instructions; its failures are faults of the
 * machine. Looked up once: OpenSSL's own search for it costs as much as hashing a token. */
#include "lib/base/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
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

/* For as long as the program runs. */
static EVP_MD *sha256;
static EVP_MAC *hmac;

static void
fetch(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	require(sha256 != NULL && hmac != NULL);
}

static void
start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, fetch);
}

static const EVP_MD *
get_sha256(void)
{
	start();
	return sha256;
}

void
mc_digest_text(const unsigned char digest[MC_DIGEST_SIZE], char text[MC_DIGEST_TEXT_SIZE])
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
	mc_digest_text(bytes, text);
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
	mc_digest_text(digest, text);
}

void
mc_digest_mac(const void *key, size_t key_length, const struct mc_digest_part parts[], size_t count,
    unsigned char mac[MC_DIGEST_SIZE])
{
	char name[] = "SHA256";
	const OSSL_PARAM params[] = {
	    OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
	    OSSL_PARAM_construct_end(),
	};
	EVP_MAC_CTX *context;
	size_t length = 0;

	start();
	context = EVP_MAC_CTX_new(hmac);
	require(context != NULL && EVP_MAC_init(context, key, key_length, params) == 1);
	for (size_t i = 0; i < count; i++)
		require(EVP_MAC_update(context, parts[i].bytes, parts[i].length) == 1);
	require(EVP_MAC_final(context, mac, &length, MC_DIGEST_SIZE) == 1);
	require(length == MC_DIGEST_SIZE);
	EVP_MAC_CTX_free(context);
}
