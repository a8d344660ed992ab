/* Codes that people type: what is accepted is in its stored form, so reading it again changes
 * nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/as_typed.h"
#include "lib/dossier/dossier_code.h"
#include "lib/identity/email.h"
#include "lib/identity/personal_id.h"
#include "lib/identity/phone.h"
#include "lib/base/plain_text.h"
#include "lib/identity/tax_code.h"
#include "lib/post/s10.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static void
dossier_code(const char *text)
{
	struct mc_dossier_code code, again;

	if (mc_dossier_code_find(text, &code))
		must(mc_dossier_code_find(code.text, &again) && strcmp(code.text, again.text) == 0);
	if (!mc_dossier_code_parse(text, &code))
		return;
	must(mc_dossier_code_parse(code.text, &again) && strcmp(code.text, again.text) == 0);
	must(strncmp(code.text, code.unit, strlen(code.unit)) == 0);
}

static void
person(const char *text)
{
	char phone[MC_PHONE_SIZE], again[MC_PHONE_SIZE];
	char hidden[MC_PERSONAL_ID_SIZE];
	struct mc_personal_id id;

	if (mc_phone_normalise(text, phone))
		must(mc_phone_normalise(phone, again) && strcmp(phone, again) == 0);
	if (mc_personal_id_parse(text, &id) == MC_PERSONAL_ID_OK)
		must(strspn(id.text, "0123456789") == 12 && id.birth_year >= 1900);
	mc_personal_id_mask(text, hidden);
	must(strlen(hidden) == MC_PERSONAL_ID_SIZE - 1);
}

static void
others(const char *text)
{
	char code[MC_TAX_CODE_SIZE], code_again[MC_TAX_CODE_SIZE];
	char email[MC_EMAIL_SIZE], email_again[MC_EMAIL_SIZE];
	char item[MC_S10_SIZE], item_again[MC_S10_SIZE];
	enum mc_tax_code_kind kind, kind_again;

	if (mc_tax_code_normalise(text, code, &kind))
		must(mc_tax_code_normalise(code, code_again, &kind_again) &&
		     strcmp(code, code_again) == 0 && kind == kind_again);
	if (mc_email_normalise(text, email))
		must(mc_email_normalise(email, email_again) && strcmp(email, email_again) == 0 &&
		     strpbrk(email, "\r\n <>\"") == NULL);
	if (mc_s10_parse(text, item))
		must(mc_s10_parse(item, item_again) && strcmp(item, item_again) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_arena *arena = mc_arena_new();
	const char *text = mc_strndup(arena, (const char *)data, size);
	const char *tidied = mc_as_typed(arena, text);
	const char *plain;

	must(tidied == NULL || strcmp(mc_as_typed(arena, tidied), tidied) == 0);
	dossier_code(text);
	person(text);
	others(text);
	plain = mc_plain_text(arena, text, '_');
	for (const char *c = plain; *c != '\0'; c++)
		must(*c >= ' ' && *c <= '~');
	mc_arena_free(arena);
	return 0;
}
