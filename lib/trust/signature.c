/* header.payload.signature */
#include "lib/trust/signature.h"

#include <jansson.h>
#include <string.h>

#include "lib/base/base64.h"
#include "lib/json/json.h"

enum { HEADER_MAX = 1024 };

static enum mc_rc
refuse(struct mc_ctx *ctx, const char *cause)
{
	return mc_fail_internal(ctx, MC_PROBLEM_SIGNATURE_INVALID, "jws: %s", cause);
}

enum mc_rc
mc_jws_payload(struct mc_ctx *ctx, const char *payload, size_t length, char **ret_encoded)
{
	if (length == 0 || length > MC_JWS_PAYLOAD_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "jws: payload empty or too long");
	*ret_encoded = mc_base64url_encode(ctx->arena, payload, length);
	return MC_OK;
}

/* A dot in it would let one part of a JWS stand for another. */
static bool
is_encoded(const char *text, size_t length)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	return length > 0 && length <= MC_JWS_ENCODED_MAX && length % 4 != 1 &&
	       strspn(text, digits) == length;
}

enum mc_rc
mc_jws_seal(struct mc_ctx *ctx, const struct mc_keys *keys, int64_t now, const char *type,
    const char *encoded, size_t length, char **ret_seal)
{
	const struct mc_key *key = mc_keys_current(keys, now);
	unsigned char signature[MC_KEY_SIGNATURE_SIZE];
	const char *header;
	char *covered;

	if (key == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "no key signs now");
	if (!is_encoded(encoded, length))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "jws: not a payload");
	header = mc_sprintf(
	    ctx->arena, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"}", mc_key_id(key), type);
	header = mc_base64url_encode(ctx->arena, header, strlen(header));
	covered = mc_sprintf(ctx->arena, "%s.%s", header, encoded);
	TRY(mc_key_sign(ctx, key, covered, strlen(header) + 1 + length, signature));
	*ret_seal = mc_sprintf(ctx->arena, "%s..%s", header,
	    mc_base64url_encode(ctx->arena, signature, sizeof(signature)));
	return MC_OK;
}

enum mc_rc
mc_jws_join(struct mc_ctx *ctx, const char *seal, const char *encoded, char **ret_jws)
{
	const char *gap = strstr(seal, "..");

	if (gap == NULL || strlen(seal) > MC_JWS_SEAL_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "jws: not a seal");
	*ret_jws = mc_sprintf(ctx->arena, "%.*s.%s.%s", (int)(gap - seal), seal, encoded, gap + 2);
	return MC_OK;
}

static bool
text_is(const json_t *header, const char *name, const char *wanted)
{
	const char *text = json_string_value(json_object_get(header, name));

	return text != NULL && strcmp(text, wanted) == 0;
}

static enum mc_rc
read_header(struct mc_ctx *ctx, const struct mc_keys *keys, const char *type, const char *bytes,
    size_t length, const struct mc_key **ret_key)
{
	static const char *const forbidden[] = {"crit", "b64", "jwk", "jku", "x5u", "x5c"};
	MC_CLEANUP(mc_json_freep) json_t *header = NULL;
	struct mc_ctx parsing = {.arena = ctx->arena};
	const struct mc_key *key;
	const char *id;

	if (mc_json_parse(&parsing, bytes, length, &header) != MC_OK || !json_is_object(header))
		return refuse(ctx, "the header is not a JSON object");
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
		if (json_object_get(header, forbidden[i]) != NULL)
			return refuse(ctx, "a forbidden header member");
	}
	if (!text_is(header, "alg", "ES256"))
		return refuse(ctx, "the algorithm is not ES256");
	if (!text_is(header, "typ", type))
		return refuse(ctx, "another type of statement");
	id = json_string_value(json_object_get(header, "kid"));
	key = id == NULL ? NULL : mc_keys_find(keys, id);
	if (key == NULL)
		return refuse(ctx, "unknown key");
	*ret_key = key;
	return MC_OK;
}

static bool
decode(struct mc_ctx *ctx, const char *from, const char *until, unsigned char **ret_bytes,
    size_t *ret_length)
{
	return from < until &&
	       mc_base64url_decode(ctx->arena, from, (size_t)(until - from), ret_bytes, ret_length);
}

enum mc_rc
mc_jws_verify(struct mc_ctx *ctx, const struct mc_keys *keys, const char *type, const char *jws,
    size_t length, const char **ret_payload, size_t *ret_length, const char **ret_key_id)
{
	const char *end = jws + length;
	const char *first = memchr(jws, '.', length);
	const char *second =
	    first == NULL ? NULL : memchr(first + 1, '.', (size_t)(end - first - 1));
	unsigned char *header, *payload, *signature;
	size_t header_length, payload_length, signature_length;
	const struct mc_key *key = NULL;

	if (length > MC_JWS_LENGTH_MAX || second == NULL || first - jws > HEADER_MAX)
		return refuse(ctx, "not three parts of a bearable length");
	if (!decode(ctx, jws, first, &header, &header_length) ||
	    !decode(ctx, first + 1, second, &payload, &payload_length) ||
	    !decode(ctx, second + 1, end, &signature, &signature_length))
		return refuse(ctx, "a part is empty or not base64url");
	if (signature_length != MC_KEY_SIGNATURE_SIZE)
		return refuse(ctx, "not an ES256 signature");
	TRY(read_header(ctx, keys, type, (const char *)header, header_length, &key));
	if (!mc_key_verify(key, jws, (size_t)(second - jws), signature))
		return refuse(ctx, "the signature does not match");
	*ret_payload = mc_strndup(ctx->arena, (const char *)payload, payload_length);
	*ret_length = payload_length;
	if (ret_key_id != NULL)
		*ret_key_id = mc_key_id(key);
	return MC_OK;
}
