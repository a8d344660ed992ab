/* The payload's shape is a table of members, walked once for what we make and for what we are
 * shown. */
#include "lib/dossier/receipt.h"

#include <string.h>

#include "gen/vocabulary/items.h"
#include "gen/vocabulary/channels.h"
#include "lib/json/format.h"
#include "lib/json/json.h"
#include "lib/base/utf8.h"
#include "lib/dossier/dossier_code.h"
#include "lib/identity/personal_id.h"
#include "lib/payment/money.h"

enum { TEXT_MAX = 2000, NEXT_MAX = 20, LINES_MAX = 50 };

enum kind {
	TEXT,
	CODE,
	UUID,
	TIME,
	CHANNEL,
	SHA256,
	MASKED_ID,
	COUNT,
	VERSION,
	FLAG,
	MONEY,
	FEE_KIND,
	OBJECT,
	LIST
};

/* One member of an object; the shape of an object, or of a list's items, is another table. */
struct member {
	const char *name;
	enum kind kind;
	bool may_be_null;
	size_t most;                /* items of a list */
	const struct member *shape; /* NULL for a list of texts */
};

static const struct member named_code[] = {
    {"code", TEXT, false, 0, NULL}, {"title", TEXT, false, 0, NULL}, {NULL, TEXT, false, 0, NULL}};

static const struct member unit[] = {
    {"code", TEXT, false, 0, NULL}, {"name", TEXT, false, 0, NULL}, {NULL, TEXT, false, 0, NULL}};

static const struct member applicant[] = {{"name", TEXT, false, 0, NULL},
    {"personal_id", MASKED_ID, true, 0, NULL}, {NULL, TEXT, false, 0, NULL}};

static const struct member submitter[] = {
    {"name", TEXT, false, 0, NULL}, {NULL, TEXT, false, 0, NULL}};

static const struct member file[] = {{"component_code", TEXT, false, 0, NULL},
    {"name", TEXT, false, 0, NULL}, {"size", COUNT, false, 0, NULL},
    {"sha256", SHA256, false, 0, NULL}, {"media_type", TEXT, false, 0, NULL},
    {NULL, TEXT, false, 0, NULL}};

static const struct member fee_line[] = {{"code", TEXT, false, 0, NULL},
    {"name", TEXT, false, 0, NULL}, {"kind", FEE_KIND, false, 0, NULL},
    {"unit_amount", MONEY, false, 0, NULL}, {"quantity", COUNT, false, 0, NULL},
    {"amount", MONEY, false, 0, NULL}, {NULL, TEXT, false, 0, NULL}};

static const struct member fees[] = {{"lines", LIST, false, LINES_MAX, fee_line},
    {"fee_total", MONEY, false, 0, NULL}, {"charge_total", MONEY, false, 0, NULL},
    {"total", MONEY, false, 0, NULL}, {NULL, TEXT, false, 0, NULL}};

static const struct member submission[] = {{"number", COUNT, false, 0, NULL},
    {"at", TIME, false, 0, NULL}, {"sha256", SHA256, false, 0, NULL}, {NULL, TEXT, false, 0, NULL}};

static const struct member payload_shape[] = {
    {"iss", TEXT, false, 0, NULL},
    {"code", CODE, false, 0, NULL},
    {"dossier_id", UUID, false, 0, NULL},
    {"procedure", OBJECT, false, 0, named_code},
    {"unit", OBJECT, false, 0, unit},
    {"applicant", OBJECT, false, 0, applicant},
    {"submitter", OBJECT, false, 0, submitter},
    {"submitted_at", TIME, false, 0, NULL},
    {"expected_by", TIME, true, 0, NULL},
    {"channel", CHANNEL, false, 0, NULL},
    {"return_channel", CHANNEL, false, 0, NULL},
    {"files", LIST, false, MC_RECEIPT_FILES_MAX, file},
    {"fees", OBJECT, false, 0, fees},
    {"next", LIST, false, NEXT_MAX, NULL},
    {NULL, TEXT, false, 0, NULL},
};

/* What the second format has besides. */
static const struct member second_shape[] = {
    {"version", VERSION, false, 0, NULL},
    {"expected_estimated", FLAG, false, 0, NULL},
    {"submission", OBJECT, false, 0, submission},
    {NULL, TEXT, false, 0, NULL},
};

static bool
is_masked_id(const char *text)
{
	return strlen(text) == MC_PERSONAL_ID_SIZE - 1 && strspn(text, "0123456789") == 3 &&
	       memcmp(text + 3, "******", 6) == 0 && strspn(text + 9, "0123456789") == 3;
}

static bool
text_fits(const json_t *value, enum kind kind)
{
	const char *text = json_string_value(value);
	size_t length = json_string_length(value);
	struct mc_dossier_code code;
	int64_t number = json_integer_value(value);

	switch (kind) {
	case TEXT:
		return text != NULL && length > 0 && mc_utf8_length(text, length) <= TEXT_MAX;
	case CODE:
		return text != NULL && mc_dossier_code_parse(text, &code) &&
		       strcmp(text, code.text) == 0;
	case UUID:
		return text != NULL && mc_format_uuid(text, length);
	case TIME:
		return text != NULL && mc_format_date_time(text, length) && text[length - 1] == 'Z';
	case CHANNEL:
		return text != NULL && mc_channel_of(text) != NULL;
	case SHA256:
		return text != NULL && length == 64 && strspn(text, "0123456789abcdef") == 64;
	case MASKED_ID:
		return text != NULL && is_masked_id(text);
	case FEE_KIND:
		return text != NULL && (strcmp(text, "fee") == 0 || strcmp(text, "charge") == 0);
	case VERSION:
		return json_is_integer(value) && number == MC_RECEIPT_VERSION;
	case FLAG:
		return json_is_boolean(value);
	case COUNT:
		return json_is_integer(value) && number >= 0;
	case MONEY:
		return json_is_integer(value) && number >= 0 && number <= MC_MONEY_MAX;
	case OBJECT:
	case LIST:
	default:
		return false;
	}
}

static void
report(struct mc_ctx *ctx, const char *pointer, const char *code)
{
	mc_problem_add(ctx, pointer, code, MC_VI_RECEIPT_MEMBER, MC_EN_RECEIPT_MEMBER);
}

static void check_object(struct mc_ctx *ctx, const char *pointer, const json_t *object,
    const struct member *shape, const struct member *more);

static void
check_list(struct mc_ctx *ctx, const char *pointer, const json_t *list, const struct member *member)
{
	size_t count = json_array_size(list);

	if (!json_is_array(list) || count > member->most) {
		report(ctx, pointer, "maxItems");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const char *item = mc_sprintf(ctx->arena, "%s/%zu", pointer, i);

		if (member->shape != NULL)
			check_object(ctx, item, json_array_get(list, i), member->shape, NULL);
		else if (!text_fits(json_array_get(list, i), TEXT))
			report(ctx, item, "format");
	}
}

/* Whether a member is as it should be, and nothing in it is left to look at. */
static bool
member_fits(const json_t *value, const struct member *member)
{
	return (json_is_null(value) && member->may_be_null) || text_fits(value, member->kind);
}

/* How many of the members are there. Recursion ends with the tables: they nest four deep. */
static size_t
check_members(
    struct mc_ctx *ctx, const char *pointer, const json_t *object, const struct member *shape)
{
	size_t known = 0;

	for (const struct member *member = shape; member->name != NULL; member++) {
		const json_t *value = json_object_get(object, member->name);
		const char *at;

		known += value != NULL;
		if (member_fits(value, member))
			continue;
		at = mc_sprintf(ctx->arena, "%s/%s", pointer, member->name);
		if (value == NULL)
			report(ctx, at, "required");
		else if (member->kind == OBJECT)
			check_object(ctx, at, value, member->shape, NULL);
		else if (member->kind == LIST)
			check_list(ctx, at, value, member);
		else
			report(ctx, at, "format");
	}
	return known;
}

static void
check_object(struct mc_ctx *ctx, const char *pointer, const json_t *object,
    const struct member *shape, const struct member *more)
{
	size_t known;

	if (!json_is_object(object)) {
		report(ctx, pointer, "type");
		return;
	}
	known = check_members(ctx, pointer, object, shape);
	if (more != NULL)
		known += check_members(ctx, pointer, object, more);
	if (known != json_object_size(object))
		report(ctx, pointer, "additionalProperties");
}

/* Whether the payload has the shape, and its sums add up. */
static bool
payload_fits(struct mc_ctx *ctx, const json_t *payload)
{
	size_t wrong = ctx->problem.error_count;
	const json_t *fee = json_object_get(payload, "fees");
	const json_t *lines = json_object_get(fee, "lines");
	int64_t sum = 0;

	check_object(ctx, "", payload, payload_shape,
	    json_object_get(payload, "version") == NULL ? NULL : second_shape);
	if (ctx->problem.error_count > wrong)
		return false;
	for (size_t i = 0; i < json_array_size(lines); i++)
		sum += json_integer_value(json_object_get(json_array_get(lines, i), "amount"));
	if (sum != json_integer_value(json_object_get(fee, "total")))
		report(ctx, "/fees/total", "sum");
	return ctx->problem.error_count == wrong;
}

static json_t *
with_masked_id(const json_t *facts)
{
	json_t *payload = json_deep_copy(facts);
	json_t *owner = json_object_get(payload, "applicant");
	const char *id = json_string_value(json_object_get(owner, "personal_id"));
	char masked[MC_PERSONAL_ID_SIZE];

	if (id != NULL) {
		mc_personal_id_mask(id, masked);
		(void)json_object_set_new(owner, "personal_id", json_string(masked));
	}
	return payload;
}

enum mc_rc
mc_receipt_text(struct mc_ctx *ctx, const json_t *facts, const char **ret_text)
{
	MC_CLEANUP(mc_json_freep) json_t *payload = with_masked_id(facts);
	size_t wrong = ctx->problem.error_count;
	const char *text;

	if (!payload_fits(ctx, payload))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "receipt: %s: %s",
		    ctx->problem.errors[wrong].pointer, ctx->problem.errors[wrong].code);
	text = mc_json_canonical(ctx->arena, payload);
	if (text == NULL || strlen(text) > MC_RECEIPT_BYTES_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "receipt: too long");
	*ret_text = text;
	return MC_OK;
}

enum mc_rc
mc_receipt_read(struct mc_ctx *ctx, const char *text, size_t length, json_t **ret_payload)
{
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	const char *canonical;

	if (length > MC_RECEIPT_BYTES_MAX)
		return mc_fail(ctx, MC_PROBLEM_BODY_TOO_LARGE, NULL);
	TRY(mc_json_parse(ctx, text, length, &payload));
	if (!payload_fits(ctx, payload))
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	canonical = mc_json_canonical(ctx->arena, payload);
	if (canonical == NULL || strlen(canonical) != length ||
	    memcmp(canonical, text, length) != 0) {
		report(ctx, "", "canonical");
		return mc_fail(ctx, MC_PROBLEM_INVALID_BODY, NULL);
	}
	*ret_payload = payload;
	payload = NULL;
	return MC_OK;
}
