#include "lib/identity/phone.h"

#include <string.h>

enum { TYPED_MAX = 32 };

/* The renumbering of 2018: the first four digits of an 11-digit mobile and the three they became.
 */
static const char renumbered[][2][5] = {
    {"0120", "070"},
    {"0121", "079"},
    {"0122", "077"},
    {"0126", "076"},
    {"0128", "078"},
    {"0123", "083"},
    {"0124", "084"},
    {"0125", "085"},
    {"0127", "081"},
    {"0129", "082"},
    {"0162", "032"},
    {"0163", "033"},
    {"0164", "034"},
    {"0165", "035"},
    {"0166", "036"},
    {"0167", "037"},
    {"0168", "038"},
    {"0169", "039"},
    {"0186", "056"},
    {"0188", "058"},
    {"0199", "059"},
};

/* Keeps the digits (and a leading +); false on anything that is not written in a phone number. */
static bool
keep_digits(const char *typed, char digits[TYPED_MAX])
{
	size_t length = 0;

	for (; *typed != '\0'; typed++) {
		if (strchr(" \t\r\n.-()", *typed) != NULL)
			continue;
		if ((*typed < '0' || *typed > '9') && !(*typed == '+' && length == 0))
			return false;
		if (length == TYPED_MAX - 1)
			return false;
		digits[length++] = *typed;
	}
	digits[length] = '\0';
	return true;
}

/* The digits after the country code or the leading 0; NULL when there is neither. */
static const char *
national_part(const char *digits)
{
	static const char *const prefixes[] = {"+84", "0084", "84"};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t length = strlen(prefixes[i]);

		if (strncmp(digits, prefixes[i], length) != 0)
			continue;
		/* "+84 (0)912...": people keep the 0 */
		return digits[length] == '0' ? digits + length + 1 : digits + length;
	}
	return digits[0] == '0' ? digits + 1 : NULL;
}

static bool
is_mobile(const char *phone, size_t length)
{
	return length == 10 && phone[0] == '0' && phone[1] != '\0' &&
	       strchr("35789", phone[1]) != NULL;
}

bool
mc_phone_normalise(const char *typed, char ret_phone[MC_PHONE_SIZE])
{
	char digits[TYPED_MAX] = "";
	char phone[MC_PHONE_SIZE] = "0";
	const char *national;
	size_t length;

	if (!keep_digits(typed, digits))
		return false;
	national = national_part(digits);
	if (national == NULL)
		return false;
	length = strlen(national) + 1;
	if (length > MC_PHONE_SIZE - 1)
		return false;
	memcpy(phone + 1, national, length);
	for (size_t i = 0; length == 11 && i < sizeof(renumbered) / sizeof(renumbered[0]); i++) {
		if (memcmp(phone, renumbered[i][0], 4) != 0)
			continue;
		memcpy(phone, renumbered[i][1], 3);
		memmove(phone + 3, phone + 4, 8);
		length = 10;
	}
	if (!is_mobile(phone, length) && !(length == 11 && phone[1] == '2'))
		return false;
	memcpy(ret_phone, phone, length + 1);
	return true;
}

bool
mc_phone_is_mobile(const char *phone)
{
	return is_mobile(phone, strlen(phone));
}
