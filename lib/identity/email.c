#include "lib/identity/email.h"

#include <string.h>

enum { LOCAL_MAX = 64, LABEL_MAX = 63 };

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The dot-atom of RFC 5322. */
static bool
local_part_fits(const char *local, size_t length)
{
	if (length == 0 || length > LOCAL_MAX || local[0] == '.' || local[length - 1] == '.')
		return false;
	for (size_t i = 0; i < length; i++) {
		if (local[i] == '.' && local[i + 1] == '.')
			return false;
		if (!is_alnum(local[i]) && strchr("!#$%&'*+-/=?^_`{|}~.", local[i]) == NULL)
			return false;
	}
	return true;
}

static bool
domain_fits(const char *domain)
{
	const char *label = domain;
	size_t labels = 0;

	for (;;) {
		size_t length = strcspn(label, ".");

		if (length == 0 || length > LABEL_MAX || label[0] == '-' ||
		    label[length - 1] == '-')
			return false;
		for (size_t i = 0; i < length; i++) {
			if (!is_alnum(label[i]) && label[i] != '-')
				return false;
		}
		labels++;
		if (label[length] == '\0')
			/* an address of four numbers is no name: the last label begins with a
			 * letter */
			return labels >= 2 && length >= 2 && !(label[0] >= '0' && label[0] <= '9');
		label += length + 1;
	}
}

bool
mc_email_normalise(const char *typed, char ret_email[MC_EMAIL_SIZE])
{
	static const char blanks[] = " \t\r\n";
	char email[MC_EMAIL_SIZE] = "";
	size_t length;
	char *at;

	typed += strspn(typed, blanks);
	length = strlen(typed);
	while (length > 0 && strchr(blanks, typed[length - 1]) != NULL)
		length--;
	if (length > MC_EMAIL_SIZE - 1)
		return false;
	memcpy(email, typed, length);
	email[length] = '\0';
	at = strrchr(email, '@');
	if (at == NULL || !local_part_fits(email, (size_t)(at - email)) || !domain_fits(at + 1))
		return false;
	for (char *c = at; *c != '\0'; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	memcpy(ret_email, email, length + 1);
	return true;
}
