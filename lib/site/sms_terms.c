#include "lib/site/sms_terms.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lib/calendar/local_time.h"
#include "lib/json/json.h"
#include "lib/site/document.h"

enum { TERMS_FILE_MAX = 64 * 1024, AMOUNT_MAX = 100000, MEMBERS = 3 };

static bool
is_sender(const char *text)
{
	size_t length =
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._-");

	return length > 0 && length <= MC_SMS_SENDER_MAX && text[length] == '\0' &&
	       text[0] != ' ' && text[length - 1] != ' ';
}

static enum mc_rc
read_price(struct mc_ctx *ctx, const char *path, const json_t *entry, struct mc_sms_terms *terms)
{
	size_t i = terms->count;
	const char *from = json_string_value(json_object_get(entry, "valid_from"));
	const json_t *amount = json_object_get(entry, "amount");

	if (from == NULL || !mc_date_parse(from, &terms->prices[i].from) ||
	    (i > 0 && terms->prices[i].from <= terms->prices[i - 1].from) ||
	    !json_is_integer(amount) || json_integer_value(amount) < 0 ||
	    json_integer_value(amount) > AMOUNT_MAX || json_object_size(entry) != 2)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s: prices/%zu: holds valid_from, a day after that of the one before, and "
		    "amount, "
		    "0 to %d dong a part",
		    path, i, AMOUNT_MAX);
	terms->prices[i].amount = json_integer_value(amount);
	terms->count++;
	return MC_OK;
}

static enum mc_rc
read_terms(struct mc_ctx *ctx, const char *path, const json_t *document, struct mc_sms_terms *terms)
{
	const char *sender = json_string_value(json_object_get(document, "sender"));
	const json_t *plain = json_object_get(document, "plain_letters");
	const json_t *prices = json_object_get(document, "prices");
	const json_t *entry;
	size_t i;

	if (sender == NULL || !is_sender(sender) || !json_is_boolean(plain) ||
	    !json_is_array(prices) || json_array_size(prices) > MC_SMS_PRICES_MAX ||
	    json_object_size(document) != MEMBERS)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s: holds sender (at most %d letters without marks), plain_letters (true or "
		    "false) "
		    "and a list 'prices' of at most %d, nothing else",
		    path, MC_SMS_SENDER_MAX, MC_SMS_PRICES_MAX);
	(void)strncpy(terms->sender, sender, MC_SMS_SENDER_MAX);
	terms->plain_letters = json_is_true(plain);
	json_array_foreach(prices, i, entry) TRY(read_price(ctx, path, entry, terms));
	return MC_OK;
}

enum mc_rc
mc_sms_terms_load(struct mc_ctx *ctx, const char *folder, struct mc_sms_terms **ret_terms)
{
	const char *path = mc_sprintf(ctx->arena, "%s/sms.json", folder);
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	struct mc_sms_terms *terms;

	*ret_terms = NULL;
	TRY(mc_site_json(ctx, path, TERMS_FILE_MAX, MC_SITE_IF_THERE, &document));
	if (document == NULL)
		return MC_OK;
	terms = calloc(1, sizeof(*terms));
	if (terms == NULL)
		abort();
	if (read_terms(ctx, path, document, terms) != MC_OK) {
		free(terms);
		return MC_FAILED;
	}
	*ret_terms = terms;
	return MC_OK;
}

int64_t
mc_sms_price(const struct mc_sms_terms *terms, int64_t day)
{
	int64_t amount = -1;

	for (size_t i = 0; i < terms->count && terms->prices[i].from <= day; i++)
		amount = terms->prices[i].amount;
	return amount;
}
