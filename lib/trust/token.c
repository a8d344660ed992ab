/* Shape, key, libjwt, algorithm again, claims: in this order. */
#include "lib/trust/token.h"

#include <jansson.h>
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/base64.h"
#include "lib/base/buf.h"
#include "lib/json/format.h"
#include "lib/json/json.h"
#include "lib/trust/token_shape.h"

enum { CLAIM_TEXT_MAX = 64, UNITS_TEXT_MAX = 2048, LIFETIME_MAX = 24 * 60 * 60 };

static const char audience[] = "motcua";
static const char type[] = "JWT";

static void
jwt_freep(jwt_t **jwt)
{
	if (*jwt != NULL)
		jwt_free(*jwt);
}

static void
text_freep(char **text)
{
	free(*text);
}

static enum mc_rc
refuse(struct mc_ctx *ctx, const char *cause)
{
	return mc_fail_internal(ctx, MC_PROBLEM_TOKEN_INVALID, "token: %s", cause);
}

/* Characters that mean nothing in JSON, SQL or an array literal. */
#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"

/* Roles, levels of assurance. */
static bool
plain(const char *text)
{
	size_t length = text == NULL ? 0 : strspn(text, PLAIN);

	return length > 0 && length <= CLAIM_TEXT_MAX && text[length] == '\0';
}

/* A unit's code, or one followed by a slash and a star: the unit with all below it. */
static bool
plain_unit(const char *text)
{
	size_t length = text == NULL ? 0 : strlen(text);

	if (length > 2 && strcmp(text + length - 2, "/*") == 0)
		length -= 2;
	return length > 0 && length <= CLAIM_TEXT_MAX && strspn(text, PLAIN) == length;
}

static enum mc_rc
plain_claim(struct mc_ctx *ctx, const json_t *claims, const char *name, const char **ret_text)
{
	const json_t *claim = json_object_get(claims, name);
	const char *text = json_string_value(claim);

	if (!plain(text) || json_string_length(claim) != strlen(text))
		return refuse(ctx, mc_sprintf(ctx->arena, "claim %s", name));
	*ret_text = mc_strdup(ctx->arena, text);
	return MC_OK;
}

/* Accounts and sessions are rows of the database, whose keys are UUIDs. */
static enum mc_rc
id_claim(struct mc_ctx *ctx, const json_t *claims, const char *name, const char **ret_id)
{
	const json_t *claim = json_object_get(claims, name);

	if (!json_is_string(claim) ||
	    !mc_format_uuid(json_string_value(claim), json_string_length(claim)))
		return refuse(ctx, mc_sprintf(ctx->arena, "claim %s", name));
	*ret_id = mc_strdup(ctx->arena, json_string_value(claim));
	return MC_OK;
}

static enum mc_rc
time_claim(struct mc_ctx *ctx, const json_t *claims, const char *name, int64_t *ret_time)
{
	const json_t *claim = json_object_get(claims, name);

	/* Ten digits more than enough, and sums with them cannot overflow. */
	if (!json_is_integer(claim) || json_integer_value(claim) < 0 ||
	    json_integer_value(claim) > 999999999999)
		return refuse(ctx, mc_sprintf(ctx->arena, "claim %s", name));
	*ret_time = json_integer_value(claim);
	return MC_OK;
}

static enum mc_rc
units_claim(struct mc_ctx *ctx, const json_t *units, struct mc_token_claims *claims)
{
	struct mc_buf literal = mc_buf_new(ctx->arena, 2 * UNITS_TEXT_MAX);
	const json_t *unit;
	size_t i;

	if (!json_is_array(units) || json_array_size(units) > MC_TOKEN_UNITS_MAX)
		return refuse(ctx, "claim units");
	mc_buf_add_char(&literal, '{');
	json_array_foreach(units, i, unit)
	{
		const char *code = json_string_value(unit);

		/* NULL without quotes would be a null in PostgreSQL, whatever its case. */
		if (!plain_unit(code) || json_string_length(unit) != strlen(code) ||
		    strcasecmp(code, "null") == 0)
			return refuse(ctx, "claim units");
		if (i > 0)
			mc_buf_add_char(&literal, ',');
		mc_buf_add_text(&literal, code);
	}
	mc_buf_add_char(&literal, '}');
	claims->units = literal.bytes;
	claims->units_json = mc_json_canonical(ctx->arena, units);
	return MC_OK;
}

static enum mc_rc
text_claim_is(struct mc_ctx *ctx, const json_t *claims, const char *name, const char *wanted)
{
	const json_t *claim = json_object_get(claims, name);

	if (!json_is_string(claim) || json_string_length(claim) != strlen(wanted) ||
	    strcmp(json_string_value(claim), wanted) != 0)
		return refuse(ctx, mc_sprintf(ctx->arena, "claim %s", name));
	return MC_OK;
}

/* Whether a token is over is said only of one that is ours in everything else. */
static enum mc_rc
check_claims(struct mc_ctx *ctx, const json_t *json, const char *issuer, int64_t now,
    struct mc_token_claims *claims)
{
	int64_t not_before = 0;

	TRY(text_claim_is(ctx, json, "iss", issuer));
	TRY(text_claim_is(ctx, json, "aud", audience));
	TRY(id_claim(ctx, json, "sub", &claims->account_id));
	TRY(id_claim(ctx, json, "sid", &claims->session_id));
	TRY(plain_claim(ctx, json, "role", &claims->role));
	TRY(units_claim(ctx, json_object_get(json, "units"), claims));
	TRY(plain_claim(ctx, json, "acr", &claims->assurance));
	TRY(time_claim(ctx, json, "iat", &claims->issued_at));
	TRY(time_claim(ctx, json, "nbf", &not_before));
	TRY(time_claim(ctx, json, "exp", &claims->expires_at));
	if (claims->issued_at > now + MC_TOKEN_LEEWAY || not_before > now + MC_TOKEN_LEEWAY)
		return refuse(ctx, "not valid yet");
	if (claims->expires_at <= claims->issued_at ||
	    claims->expires_at - claims->issued_at > LIFETIME_MAX)
		return refuse(ctx, "an impossible lifetime");
	if (claims->expires_at + MC_TOKEN_LEEWAY <= now)
		return mc_fail_internal(ctx, MC_PROBLEM_TOKEN_EXPIRED, "token: over since %lld",
		    (long long)claims->expires_at);
	return MC_OK;
}

/* The bytes that were signed are read again strictly: libjwt's own reading lets a claim stand
 * twice. */
static enum mc_rc
read_payload(struct mc_ctx *ctx, const char *token, size_t signed_length, json_t **ret_json)
{
	const char *start = (const char *)memchr(token, '.', signed_length) + 1;
	struct mc_ctx parsing = {.arena = ctx->arena};
	unsigned char *bytes = NULL;
	size_t length = 0;
	json_t *json = NULL;

	if (!mc_base64url_decode(
		ctx->arena, start, signed_length - (size_t)(start - token), &bytes, &length))
		return refuse(ctx, "payload");
	if (mc_json_parse(&parsing, (const char *)bytes, length, &json) != MC_OK)
		return refuse(ctx, "the payload is not strict JSON");
	*ret_json = json;
	return MC_OK;
}

enum mc_rc
mc_token_verify(struct mc_ctx *ctx, const struct mc_keys *keys, const char *issuer,
    const char *token, size_t length, int64_t now, struct mc_token_claims *ret_claims)
{
	MC_CLEANUP(jwt_freep) jwt_t *jwt = NULL;
	MC_CLEANUP(mc_json_freep) json_t *json = NULL;
	struct mc_token_claims claims = {.units = NULL};
	struct mc_token_shape shape = {.type = NULL};
	const struct mc_key *key;
	const char *pem;
	const char *text;

	TRY(mc_token_shape_check(ctx, token, length, &shape));
	if (shape.type == NULL || strcmp(shape.type, type) != 0)
		return refuse(ctx, "another type of statement");
	key = mc_keys_find(keys, shape.key_id);
	if (key == NULL)
		return refuse(ctx, "unknown key");
	pem = mc_key_public_pem(key);
	text = mc_strndup(ctx->arena, token, length);
	if (jwt_decode(&jwt, text, (const unsigned char *)pem, (int)strlen(pem)) != 0) {
		jwt = NULL; /* freed by libjwt */
		return refuse(ctx, "the signature does not match");
	}
	if (jwt_get_alg(jwt) != JWT_ALG_ES256)
		return refuse(ctx, "libjwt used another algorithm");
	TRY(read_payload(ctx, text, shape.signed_length, &json));
	TRY(check_claims(ctx, json, issuer, now, &claims));
	*ret_claims = claims;
	return MC_OK;
}

static enum mc_rc
claims_json(struct mc_ctx *ctx, const char *issuer, const struct mc_token_claims *claims,
    int64_t now, unsigned ttl, json_t **ret_json)
{
	MC_CLEANUP(mc_json_freep) json_t *units = NULL;
	MC_CLEANUP(mc_json_freep) json_t *json = NULL;
	struct mc_token_claims checked = {.units = NULL};
	struct mc_ctx checking = {.arena = ctx->arena};

	TRY(mc_json_parse(ctx, claims->units_json, strlen(claims->units_json), &units));
	json = json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:O, s:s?, s:I, s:I, s:I}", "iss", issuer,
	    "aud", audience, "sub", claims->account_id, "sid", claims->session_id, "role",
	    claims->role, "units", units, "acr", claims->assurance, "iat", (json_int_t)now, "nbf",
	    (json_int_t)now, "exp", (json_int_t)now + ttl);
	if (json == NULL || check_claims(&checking, json, issuer, now, &checked) != MC_OK)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "no token for such claims: %s",
		    checking.problem.internal == NULL ? "JSON" : checking.problem.internal);
	*ret_json = json;
	json = NULL;
	return MC_OK;
}

enum mc_rc
mc_token_issue(struct mc_ctx *ctx, const struct mc_keys *keys, const char *issuer,
    const struct mc_token_claims *claims, int64_t now, unsigned ttl, char **ret_token)
{
	const struct mc_key *key = mc_keys_current(keys, now);
	MC_CLEANUP(mc_json_freep) json_t *json = NULL;
	MC_CLEANUP(jwt_freep) jwt_t *jwt = NULL;
	MC_CLEANUP(text_freep) char *token = NULL;
	const char *pem;

	if (key == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "no key signs now");
	TRY(claims_json(ctx, issuer, claims, now, ttl, &json));
	pem = mc_key_private_pem(key);
	if (jwt_new(&jwt) != 0 || jwt_add_header(jwt, "kid", mc_key_id(key)) != 0 ||
	    jwt_add_grants_json(jwt, mc_json_canonical(ctx->arena, json)) != 0 ||
	    jwt_set_alg(jwt, JWT_ALG_ES256, (const unsigned char *)pem, (int)strlen(pem)) != 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "libjwt refused the claims");
	token = jwt_encode_str(jwt);
	if (token == NULL || strlen(token) > MC_TOKEN_LENGTH_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "libjwt made no usable token");
	*ret_token = mc_strdup(ctx->arena, token);
	return MC_OK;
}
