/* libsodium's coders, whose time does not depend on the contents. */
#include "lib/base/base64.h"

#include <sodium.h>

static char *
encode(struct mc_arena *arena, int variant, const void *bytes, size_t length)
{
	size_t size = sodium_base64_encoded_len(length, variant);

	return sodium_bin2base64(mc_alloc(arena, size), size, bytes, length, variant);
}

char *
mc_base64_encode(struct mc_arena *arena, const void *bytes, size_t length)
{
	return encode(arena, sodium_base64_VARIANT_ORIGINAL, bytes, length);
}

char *
mc_base64url_encode(struct mc_arena *arena, const void *bytes, size_t length)
{
	return encode(arena, sodium_base64_VARIANT_URLSAFE_NO_PADDING, bytes, length);
}

/* libsodium 1.0.18 reads each byte beyond ASCII as the last letter of the alphabet. */
static bool
is_ascii(const char *text, size_t length)
{
	unsigned char all = 0;

	for (size_t i = 0; i < length; i++)
		all |= (unsigned char)text[i];
	return all < 0x80;
}

static bool
decode(struct mc_arena *arena, int variant, const char *text, size_t length,
    unsigned char **ret_bytes, size_t *ret_length)
{
	size_t most = length / 4 * 3 + 3;
	unsigned char *bytes = mc_alloc(arena, most);
	size_t used = 0;

	if (!is_ascii(text, length) ||
	    sodium_base642bin(bytes, most, text, length, NULL, &used, NULL, variant) != 0)
		return false;
	bytes[used] = '\0';
	*ret_bytes = bytes;
	*ret_length = used;
	return true;
}

bool
mc_base64_decode(struct mc_arena *arena, const char *text, size_t length, unsigned char **ret_bytes,
    size_t *ret_length)
{
	return decode(arena, sodium_base64_VARIANT_ORIGINAL, text, length, ret_bytes, ret_length);
}

bool
mc_base64url_decode(struct mc_arena *arena, const char *text, size_t length,
    unsigned char **ret_bytes, size_t *ret_length)
{
	return decode(
	    arena, sodium_base64_VARIANT_URLSAFE_NO_PADDING, text, length, ret_bytes, ret_length);
}

bool
mc_equal_constant_time(const void *a, const void *b, size_t length)
{
	return sodium_memcmp(a, b, length) == 0;
}
