/* The check character makes the eleven characters, as coefficients of a polynomial over the field
 * of 32 elements, zero at its generator x. Each place then has its own non-zero weight (a power of
 * x), so changing one character or exchanging any two different ones never goes unnoticed. */
#include "lib/payment/transfer_content.h"

#include <string.h>

enum { DIGITS = 10, CHECKED = DIGITS + 1, BITS = 5, TEXT_MAX = 1000 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char prefix[] = "MC";

/* Multiplies by x modulo the primitive polynomial x^5 + x^2 + 1. */
static unsigned
times_x(unsigned element)
{
	element <<= 1;
	return element & 32U ? (element ^ 37U) & 31U : element;
}

static unsigned
value_at_x(const unsigned char *digits, size_t count)
{
	unsigned value = 0;

	for (size_t i = 0; i < count; i++)
		value = times_x(value) ^ digits[i];
	return value;
}

struct mc_transfer_content
mc_transfer_content(uint64_t number)
{
	struct mc_transfer_content content = {0};
	unsigned char digits[CHECKED];

	for (size_t i = DIGITS; i-- > 0; number >>= BITS)
		digits[i] = number & 31U;
	digits[DIGITS] = (unsigned char)times_x(value_at_x(digits, DIGITS));
	memcpy(content.text, prefix, 2);
	for (size_t i = 0; i < CHECKED; i++)
		content.text[2 + i] = alphabet[digits[i]];
	return content;
}

/* Letters and digits only, upper case. */
static size_t
squeeze(const char *text, char squeezed[TEXT_MAX + 1])
{
	size_t length = 0;

	for (; *text != '\0' && length < TEXT_MAX; text++) {
		char c = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
			squeezed[length++] = c;
	}
	squeezed[length] = '\0';
	return length;
}

/* Reads the eleven characters after the prefix; false when one is not of the alphabet. */
static bool
read_digits(const char *text, unsigned char digits[CHECKED])
{
	for (size_t i = 0; i < CHECKED; i++) {
		char c = text[i] == 'O' ? '0' : text[i] == 'I' || text[i] == 'L' ? '1' : text[i];
		const char *place = c == '\0' ? NULL : strchr(alphabet, c);

		if (place == NULL)
			return false;
		digits[i] = (unsigned char)(place - alphabet);
	}
	return true;
}

static bool
contains(const struct mc_transfer_content *found, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(found[i].text, text) == 0)
			return true;
	}
	return false;
}

size_t
mc_transfer_content_find(const char *text,
    struct mc_transfer_content ret_found[MC_TRANSFER_CANDIDATES_MAX], bool *ret_mistyped)
{
	char squeezed[TEXT_MAX + 1];
	unsigned char digits[CHECKED];
	size_t length = squeeze(text, squeezed), count = 0;
	bool mistyped = false;

	for (size_t at = 0; at + 2 + CHECKED <= length; at++) {
		struct mc_transfer_content content;
		uint64_t number = 0;

		if (memcmp(squeezed + at, prefix, 2) != 0 ||
		    !read_digits(squeezed + at + 2, digits))
			continue;
		if (value_at_x(digits, CHECKED) != 0) {
			mistyped = true;
			continue;
		}
		for (size_t i = 0; i < DIGITS; i++)
			number = number << BITS | digits[i];
		content = mc_transfer_content(number);
		if (count < MC_TRANSFER_CANDIDATES_MAX && !contains(ret_found, count, content.text))
			ret_found[count++] = content;
	}
	*ret_mistyped = mistyped;
	return count;
}
