#include "lib/post/s10.h"

#include <stdio.h>
#include <string.h>

int
mc_s10_check_digit(uint32_t serial)
{
	static const int weights[] = {
	    7, 9, 5, 3, 2, 4, 6, 8}; /* from the last digit to the first */
	int sum = 0, check;

	for (size_t i = 0; i < sizeof(weights) / sizeof(weights[0]); i++, serial /= 10)
		sum += weights[i] * (int)(serial % 10);
	check = 11 - sum % 11;
	return check == 10 ? 0 : check == 11 ? 5 : check;
}

static bool
two_letters(const char *text)
{
	return text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

bool
mc_s10_parse(const char *typed, char ret_text[MC_S10_SIZE])
{
	char text[MC_S10_SIZE] = {0};
	size_t length = 0;
	uint32_t serial = 0;

	for (; *typed != '\0'; typed++) {
		char c = *typed;

		if (c == ' ' || c == '\t' || c == '-')
			continue;
		if (length == MC_S10_SIZE - 1)
			return false;
		text[length++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	if (length != MC_S10_SIZE - 1 || !two_letters(text) || !two_letters(text + 11) ||
	    strspn(text + 2, "0123456789") != 9)
		return false;
	for (size_t i = 2; i < 10; i++)
		serial = serial * 10 + (uint32_t)(text[i] - '0');
	if (text[10] - '0' != mc_s10_check_digit(serial))
		return false;
	memcpy(ret_text, text, sizeof(text));
	return true;
}

bool
mc_s10_format(const char *service, uint32_t serial, const char *country, char ret_text[MC_S10_SIZE])
{
	if (strlen(service) != 2 || strlen(country) != 2 || !two_letters(service) ||
	    !two_letters(country) || serial > MC_S10_SERIAL_MAX)
		return false;
	(void)snprintf(ret_text, MC_S10_SIZE, "%.2s%08u%u%.2s", service, serial % 100000000,
	    (unsigned)mc_s10_check_digit(serial) % 10, country);
	return true;
}

void
mc_s10_spaced(const char *text, char ret_spaced[MC_S10_SIZE + 4])
{
	(void)snprintf(ret_spaced, MC_S10_SIZE + 4, "%.2s %.3s %.3s %.3s %.2s", text, text + 2,
	    text + 5, text + 8, text + 11);
}
