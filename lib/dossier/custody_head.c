/* What is read is made again, and must be the same text. */
#include "lib/dossier/custody_head.h"

#include <string.h>

#include "lib/json/format.h"
#include "lib/json/json.h"

enum { VERSION = 1 };

/* A text of which "" stands for null. */
static json_t *
or_null(const char *text)
{
	return text[0] == '\0' ? json_null() : json_string(text);
}

enum mc_rc
mc_custody_head_text(struct mc_ctx *ctx, const struct mc_custody_head *head, const char *issuer,
    const char **ret_text)
{
	MC_CLEANUP(mc_json_freep)
	json_t *payload = json_pack("{s:i, s:s, s:o, s:s, s:I, s:s, s:o}", "version", VERSION,
	    "iss", issuer, "after", or_null(head->after), "through", head->through, "links",
	    (json_int_t)head->links, "sha256", head->sha256, "before", or_null(head->before));

	*ret_text = payload == NULL ? NULL : mc_json_canonical(ctx->arena, payload);
	if (*ret_text == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "a head that is no text");
	return MC_OK;
}

/* Copies a text of a form, and of null nothing. */
static bool
take_day(const json_t *value, char day[MC_CUSTODY_DAY_SIZE])
{
	size_t length = json_string_length(value);

	day[0] = '\0';
	if (json_is_null(value))
		return true;
	if (!json_is_string(value) || length != MC_CUSTODY_DAY_SIZE - 1 ||
	    !mc_format_date(json_string_value(value), length))
		return false;
	memcpy(day, json_string_value(value), length + 1);
	return true;
}

static bool
take_sha256(const json_t *value, char sha256[MC_DIGEST_TEXT_SIZE])
{
	const char *text = json_string_value(value);

	sha256[0] = '\0';
	if (json_is_null(value))
		return true;
	if (text == NULL || strlen(text) != MC_DIGEST_TEXT_SIZE - 1 ||
	    strspn(text, "0123456789abcdef") != MC_DIGEST_TEXT_SIZE - 1)
		return false;
	memcpy(sha256, text, MC_DIGEST_TEXT_SIZE);
	return true;
}

static bool
take(const json_t *payload, struct mc_custody_head *head)
{
	head->links = json_integer_value(json_object_get(payload, "links"));
	return take_day(json_object_get(payload, "after"), head->after) &&
	       take_day(json_object_get(payload, "through"), head->through) &&
	       take_sha256(json_object_get(payload, "sha256"), head->sha256) &&
	       take_sha256(json_object_get(payload, "before"), head->before) && head->links >= 0 &&
	       head->sha256[0] != '\0' && strcmp(head->after, head->through) < 0 &&
	       (head->after[0] == '\0') == (head->before[0] == '\0');
}

enum mc_rc
mc_custody_head_read(
    struct mc_ctx *ctx, const char *text, size_t length, struct mc_custody_head *ret_head)
{
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	struct mc_custody_head head;
	const char *issuer, *again;

	TRY(mc_json_parse(ctx, text, length, &payload));
	issuer = json_string_value(json_object_get(payload, "iss"));
	if (issuer == NULL || !take(payload, &head))
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	TRY(mc_custody_head_text(ctx, &head, issuer, &again));
	if (strlen(again) != length || memcmp(again, text, length) != 0)
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	*ret_head = head;
	return MC_OK;
}
