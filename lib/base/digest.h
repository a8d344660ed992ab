/* The one source of SHA-256: of bytes that come piece by piece or all at once, as 64 lower hex
 * digits. A running digest belongs to one thread. */
#ifndef MC_DIGEST_H
#define MC_DIGEST_H

#include <stddef.h>

enum { MC_DIGEST_SIZE = 32, MC_DIGEST_TEXT_SIZE = 65 };

struct mc_digest;

/* Never NULL: running out of memory ends the process. Ended with mc_digest_freep (for MC_CLEANUP).
 */
struct mc_digest *mc_digest_new(void);
void mc_digest_freep(struct mc_digest **digest);

void mc_digest_add(struct mc_digest *digest, const void *bytes, size_t length);

/* The digest of everything added; nothing may be added afterwards. */
void mc_digest_finish(struct mc_digest *digest, char text[MC_DIGEST_TEXT_SIZE]);

/* The digest of bytes in memory, as text and as bytes. */
void mc_digest_of(const void *bytes, size_t length, char text[MC_DIGEST_TEXT_SIZE]);
void mc_digest_bytes(const void *bytes, size_t length, unsigned char digest[MC_DIGEST_SIZE]);

/* A digest or a MAC as text. */
void mc_digest_text(const unsigned char digest[MC_DIGEST_SIZE], char text[MC_DIGEST_TEXT_SIZE]);

/* HMAC-SHA256 (RFC 2104) under a key of at least one byte, over the parts one after the other. */
struct mc_digest_part {
	const void *bytes;
	size_t length;
};
void mc_digest_mac(const void *key, size_t key_length, const struct mc_digest_part parts[],
    size_t count, unsigned char mac[MC_DIGEST_SIZE]);

#endif
