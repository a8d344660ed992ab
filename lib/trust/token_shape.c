/* Split, decode, look at the header. */
#include "lib/trust/token_shape.h"

#include <jansson.h>
#include <string.h>

#include "lib/base/base64.h"
#include "lib/json/json.h"

enum { PARTS = 3, SIGNATURE_LENGTH = 64, TYPE_MAX = 32 };

struct part {
	unsigned char *bytes;
	size_t length;
};

static enum mc_rc
refuse(struct mc_ctx *ctx, const char *cause)
{
	return mc_fail_internal(ctx, MC_PROBLEM_TOKEN_INVALID, "token: %s", cause);
}

static enum mc_rc
split(struct mc_ctx *ctx, const char *token, size_t length, struct part parts[PARTS],
    size_t *ret_signed_length)
{
	size_t start = 0;

	for (size_t i = 0; i < PARTS; i++) {
		const char *dot = memchr(token + start, '.', length - start);
		size_t end = dot == NULL ? length : (size_t)(dot - token);

		if ((dot == NULL) != (i == PARTS - 1))
			return refuse(ctx, "not three parts");
		if (end == start)
			return refuse(ctx, "an empty part");
		if (!mc_base64url_decode(
			ctx->arena, token + start, end - start, &parts[i].bytes, &parts[i].length))
			return refuse(ctx, "not base64url");
		if (i == PARTS - 1)
			*ret_signed_length = start - 1;
		start = end + 1;
	}
	return MC_OK;
}

/* A member that must be a short text of visible ASCII; NULL when it is absent or anything else. */
static const char *
visible_text(struct mc_ctx *ctx, const json_t *header, const char *name, size_t maximum)
{
	const json_t *member = json_object_get(header, name);
	size_t length = json_string_length(member);
	const char *text = json_string_value(member);

	if (text == NULL || length == 0 || length > maximum)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		if (text[i] <= ' ' || text[i] > '~')
			return NULL;
	}
	return mc_strndup(ctx->arena, text, length);
}

static enum mc_rc
read_header(struct mc_ctx *ctx, const struct part *part, struct mc_token_shape *shape)
{
	static const char *const forbidden[] = {"crit", "jwk", "jku", "x5u", "x5c"};
	MC_CLEANUP(mc_json_freep) json_t *header = NULL;
	struct mc_ctx parsing = {.arena = ctx->arena};

	if (mc_json_parse(&parsing, (const char *)part->bytes, part->length, &header) != MC_OK ||
	    !json_is_object(header))
		return refuse(ctx, "the header is not a JSON object");
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
		if (json_object_get(header, forbidden[i]) != NULL)
			return refuse(ctx, "a forbidden header member");
	}
	shape->algorithm = visible_text(ctx, header, "alg", 16);
	if (shape->algorithm == NULL || strcmp(shape->algorithm, "ES256") != 0)
		return refuse(ctx, "the algorithm is not ES256");
	shape->key_id = visible_text(ctx, header, "kid", MC_TOKEN_KEY_ID_MAX);
	if (shape->key_id == NULL)
		return refuse(ctx, "no usable kid");
	shape->type = visible_text(ctx, header, "typ", TYPE_MAX);
	if (shape->type == NULL && json_object_get(header, "typ") != NULL)
		return refuse(ctx, "typ is not a short text");
	return MC_OK;
}

enum mc_rc
mc_token_shape_check(
    struct mc_ctx *ctx, const char *token, size_t length, struct mc_token_shape *ret_shape)
{
	struct mc_token_shape shape = {.type = NULL};
	struct part parts[PARTS] = {{.bytes = NULL}};

	if (length == 0 || length > MC_TOKEN_LENGTH_MAX)
		return refuse(ctx, "empty or too long");
	TRY(split(ctx, token, length, parts, &shape.signed_length));
	if (parts[2].length != SIGNATURE_LENGTH)
		return refuse(ctx, "not an ES256 signature");
	TRY(read_header(ctx, &parts[0], &shape));
	*ret_shape = shape;
	return MC_OK;
}
