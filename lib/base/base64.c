/* Two alphabets, one coder. */
#include "lib/base/base64.h"

#include <stdint.h>
#include <string.h>

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static char *
encode(struct mc_arena *arena, const char *alphabet, bool padded, const void *bytes, size_t length)
{
	const unsigned char *in = bytes;
	char *text = mc_alloc(arena, length / 3 * 4 + 5);
	char *out = text;

	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i;
		uint32_t group = (uint32_t)in[i] << 16;

		if (left > 1)
			group |= (uint32_t)in[i + 1] << 8;
		if (left > 2)
			group |= in[i + 2];
		*out++ = alphabet[group >> 18];
		*out++ = alphabet[group >> 12 & 63];
		if (left > 1)
			*out++ = alphabet[group >> 6 & 63];
		else if (padded)
			*out++ = '=';
		if (left > 2)
			*out++ = alphabet[group & 63];
		else if (padded)
			*out++ = '=';
	}
	return text;
}

char *
mc_base64_encode(struct mc_arena *arena, const void *bytes, size_t length)
{
	return encode(arena, standard, true, bytes, length);
}

char *
mc_base64url_encode(struct mc_arena *arena, const void *bytes, size_t length)
{
	return encode(arena, url_safe, false, bytes, length);
}

/* The value of one character, or 64 if it is not of the alphabet. */
static uint32_t
sextet(const char *alphabet, char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	if (c == alphabet[62])
		return 62;
	return c == alphabet[63] ? 63 : 64;
}

static bool
decode(struct mc_arena *arena, const char *alphabet, const char *text, size_t length,
    unsigned char **ret_bytes, size_t *ret_length)
{
	unsigned char *bytes;
	size_t used = 0;
	uint32_t bits = 0;
	unsigned held = 0;

	if (length % 4 == 1)
		return false;
	bytes = mc_alloc(arena, length / 4 * 3 + 3);
	for (size_t i = 0; i < length; i++) {
		uint32_t value = sextet(alphabet, text[i]);

		if (value == 64)
			return false;
		bits = bits << 6 | value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			bytes[used++] = (unsigned char)(bits >> held);
			bits &= (1u << held) - 1;
		}
	}
	if (bits != 0)
		return false;
	*ret_bytes = bytes;
	*ret_length = used;
	return true;
}

bool
mc_base64_decode(struct mc_arena *arena, const char *text, size_t length, unsigned char **ret_bytes,
    size_t *ret_length)
{
	if (length % 4 != 0)
		return false;
	for (int i = 0; i < 2 && length > 0 && text[length - 1] == '='; i++)
		length--;
	return decode(arena, standard, text, length, ret_bytes, ret_length);
}

bool
mc_base64url_decode(struct mc_arena *arena, const char *text, size_t length,
    unsigned char **ret_bytes, size_t *ret_length)
{
	return decode(arena, url_safe, text, length, ret_bytes, ret_length);
}

char *
mc_hex_encode(struct mc_arena *arena, const void *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *in = bytes;
	char *text = mc_alloc_array(arena, length + 1, 2);

	for (size_t i = 0; i < length; i++) {
		text[2 * i] = digits[in[i] >> 4];
		text[2 * i + 1] = digits[in[i] & 15];
	}
	return text;
}

/* The value of one hex digit, or -1. */
static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool
mc_hex_decode(struct mc_arena *arena, const char *text, size_t length, unsigned char **ret_bytes,
    size_t *ret_length)
{
	unsigned char *bytes;

	if (length % 2 != 0)
		return false;
	bytes = mc_alloc(arena, length / 2 + 1);
	for (size_t i = 0; i < length; i += 2) {
		int high = nibble(text[i]);
		int low = nibble(text[i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i / 2] = (unsigned char)(high << 4 | low);
	}
	*ret_bytes = bytes;
	*ret_length = length / 2;
	return true;
}

bool
mc_equal_constant_time(const void *a, const void *b, size_t length)
{
	const volatile unsigned char *x = a;
	const volatile unsigned char *y = b;
	unsigned char difference = 0;

	for (size_t i = 0; i < length; i++)
		difference |= x[i] ^ y[i];
	return difference == 0;
}
