#include "lib/dossier/sought.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "lib/dossier/dossier_code.h"
#include "lib/identity/phone.h"
#include "lib/identity/tax_code.h"
#include "lib/post/s10.h"

/* Before the code of a receipt for a fee, see schema/payment/settle.sql. */
static const char receipt_mark[] = "BL";

enum { MARK_LENGTH = sizeof(receipt_mark) - 1, PERSONAL_ID_DIGITS = 12 };

/* Whether the mark of a receipt stands in the text as a word. */
static bool
names_receipt(const char *words)
{
	for (const char *at = words; *at != '\0'; at++) {
		if ((at == words || !isalnum((unsigned char)at[-1])) &&
		    strncasecmp(at, receipt_mark, MARK_LENGTH) == 0 &&
		    !isalpha((unsigned char)at[MARK_LENGTH]) && at[MARK_LENGTH] != '\0')
			return true;
	}
	return false;
}

/* Twelve digits, whatever parts them. Whether they say a province is nothing to somebody who looks
 * for them. */
static bool
is_personal_id(const char *words, char ret_digits[PERSONAL_ID_DIGITS + 1])
{
	size_t length = 0;

	for (; *words != '\0'; words++) {
		if (strchr(" .-", *words) != NULL)
			continue;
		if (!isdigit((unsigned char)*words) || length == PERSONAL_ID_DIGITS)
			return false;
		ret_digits[length++] = *words;
	}
	ret_digits[length] = '\0';
	return length == PERSONAL_ID_DIGITS;
}

static const char *
numbers_of(struct mc_arena *arena, const char *words)
{
	char phone[MC_PHONE_SIZE] = "";
	char digits[PERSONAL_ID_DIGITS + 1] = "";
	char tax_code[MC_TAX_CODE_SIZE] = "";
	enum mc_tax_code_kind kind;
	bool is_phone = mc_phone_normalise(words, phone);
	bool is_id = is_personal_id(words, digits);
	bool is_tax_code = mc_tax_code_normalise(words, tax_code, &kind);

	if (!is_phone && !is_id && !is_tax_code)
		return NULL;
	return mc_sprintf(arena, "{%s%s%s}", is_phone ? phone : "",
	    is_phone && (is_id || is_tax_code) ? "," : "",
	    is_id         ? digits
	    : is_tax_code ? tax_code
			  : "");
}

void
mc_sought_read(struct mc_arena *arena, const char *words, struct mc_sought *ret_sought)
{
	struct mc_dossier_code code;
	char tracking[MC_S10_SIZE];

	*ret_sought = (struct mc_sought){0};
	if (mc_s10_parse(words, tracking)) {
		ret_sought->tracking_number = mc_strdup(arena, tracking);
	} else if (mc_dossier_code_find(words, &code)) {
		if (names_receipt(words))
			ret_sought->receipt_number =
			    mc_sprintf(arena, "%s-%s", receipt_mark, code.text);
		else
			ret_sought->code = mc_strdup(arena, code.text);
	} else {
		ret_sought->numbers = numbers_of(arena, words);
		ret_sought->words = words;
	}
}
