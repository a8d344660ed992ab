/* HMAC-SHA256, compared in constant time. */
#include "lib/wire/webhook.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/base64.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"
#include "lib/json/json.h"

enum {
	FILE_MAX = 256 * 1024,
	ID_MAX = 256,
	NAME_MAX_LENGTH = 40,
	SIGNATURES_MAX = 10,
	PARTNERS_MAX = 256,
	BIN_DIGITS = 6,
	ACCOUNT_MAX = 19,
	MAC_SIZE = MC_DIGEST_SIZE,
};

static const char secret_prefix[] = "whsec_";
static const char version_prefix[] = "v1,";

struct mc_webhook_secrets {
	struct mc_arena *arena;
	size_t count;
	struct mc_webhook_partner partners[PARTNERS_MAX];
};

static enum mc_rc
refuse(struct mc_ctx *ctx, const char *cause)
{
	return mc_fail_internal(ctx, MC_PROBLEM_SIGNATURE_INVALID, "webhook: %s", cause);
}

enum mc_rc
mc_webhook_secret_parse(struct mc_ctx *ctx, const char *text, struct mc_webhook_secret *ret_secret)
{
	size_t skip = sizeof(secret_prefix) - 1;
	struct mc_webhook_secret secret = {.length = 0};
	unsigned char *bytes = NULL;
	size_t length = 0;

	if (strncmp(text, secret_prefix, skip) != 0 ||
	    !mc_base64_decode(ctx->arena, text + skip, strlen(text + skip), &bytes, &length) ||
	    length < MC_WEBHOOK_SECRET_MIN || length > MC_WEBHOOK_SECRET_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "webhook: a secret is not whsec_<base64> of %d to %d bytes",
		    MC_WEBHOOK_SECRET_MIN, MC_WEBHOOK_SECRET_MAX);
	secret.length = length;
	memcpy(secret.bytes, bytes, length);
	*ret_secret = secret;
	return MC_OK;
}

void
mc_webhook_secrets_free(struct mc_webhook_secrets *secrets)
{
	struct mc_arena *arena;

	if (secrets == NULL)
		return;
	arena = secrets->arena;
	explicit_bzero(secrets->partners, sizeof(secrets->partners));
	mc_arena_free(arena);
}

static void
secrets_freep(struct mc_webhook_secrets **secrets)
{
	mc_webhook_secrets_free(*secrets);
}

/* "970436:0011001234567": six digits and up to 19 letters or digits. */
static bool
is_account(const char *text)
{
	static const char digits[] = "0123456789";
	size_t length = strlen(text);

	return strspn(text, digits) == BIN_DIGITS && text[BIN_DIGITS] == ':' &&
	       length > BIN_DIGITS + 1 && length <= BIN_DIGITS + 1 + ACCOUNT_MAX &&
	       strspn(text + BIN_DIGITS + 1,
		   "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
		   length - BIN_DIGITS - 1;
}

/* "whsec_..." alone, or { "secret": "whsec_...", "account": "BIN:account" }. */
static enum mc_rc
read_partner(
    struct mc_ctx *ctx, struct mc_arena *arena, json_t *value, struct mc_webhook_partner *partner)
{
	const char *secret = json_string_value(value);
	const char *account = NULL;

	if (json_is_object(value) &&
	    json_unpack(value, "{s:s, s:s !}", "secret", &secret, "account", &account) != 0)
		secret = NULL;
	if (secret == NULL || (account != NULL && !is_account(account)))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "webhook: bad partner %s: "
		    "a secret, or an object of a secret and an account \"BIN:account\"",
		    partner->name);
	partner->account = account == NULL ? NULL : mc_strdup(arena, account);
	return mc_webhook_secret_parse(ctx, secret, &partner->secret);
}

static enum mc_rc
add_group(
    struct mc_ctx *ctx, struct mc_webhook_secrets *secrets, const char *group, json_t *members)
{
	const char *name;
	json_t *value;

	if (!json_is_object(members))
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "webhook: %s is no object", group);
	json_object_foreach(members, name, value)
	{
		struct mc_webhook_partner *partner = &secrets->partners[secrets->count];
		size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

		if (secrets->count == PARTNERS_MAX || length == 0 || length > NAME_MAX_LENGTH ||
		    name[length] != '\0')
			return mc_fail_internal(
			    ctx, MC_PROBLEM_INTERNAL, "webhook: bad partner in %s", group);
		partner->group = mc_strdup(secrets->arena, group);
		partner->name = mc_strdup(secrets->arena, name);
		TRY(read_partner(ctx, secrets->arena, value, partner));
		secrets->count++;
	}
	return MC_OK;
}

enum mc_rc
mc_webhook_secrets_load(
    struct mc_ctx *ctx, const char *path, struct mc_webhook_secrets **ret_secrets)
{
	struct mc_arena *arena;
	MC_CLEANUP(secrets_freep) struct mc_webhook_secrets *secrets = NULL;
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	struct mc_ctx parsing = {.arena = ctx->arena};
	struct stat status;
	char *bytes = NULL;
	size_t length = 0;
	const char *group;
	json_t *members;

	if (lstat(path, &status) != 0)
		return mc_file_fail(ctx, "open", path);
	if ((status.st_mode & 077) != 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "%s is open to other users: chmod 600", path);
	TRY(mc_file_read(ctx, path, FILE_MAX, &bytes, &length));
	if (mc_json_parse(&parsing, bytes, length, &document) != MC_OK || !json_is_object(document))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s: %s", path,
		    parsing.problem.detail == NULL ? "not a JSON object" : parsing.problem.detail);
	arena = mc_arena_new();
	secrets = mc_alloc(arena, sizeof(*secrets));
	secrets->arena = arena;
	json_object_foreach(document, group, members) TRY(add_group(ctx, secrets, group, members));
	*ret_secrets = secrets;
	secrets = NULL;
	return MC_OK;
}

const struct mc_webhook_partner *
mc_webhook_partner_find(
    const struct mc_webhook_secrets *secrets, const char *group, const char *name)
{
	for (size_t i = 0; i < secrets->count; i++) {
		const struct mc_webhook_partner *partner = &secrets->partners[i];

		if (strcmp(partner->group, group) == 0 && strcmp(partner->name, name) == 0)
			return partner;
	}
	return NULL;
}

static void
compute(const struct mc_webhook_secret *secret, const char *id, const char *timestamp,
    const void *body, size_t body_length, unsigned char mac[MAC_SIZE])
{
	const struct mc_digest_part parts[] = {
	    {id, strlen(id)},
	    {".", 1},
	    {timestamp, strlen(timestamp)},
	    {".", 1},
	    {body, body_length},
	};

	mc_digest_mac(secret->bytes, secret->length, parts, sizeof(parts) / sizeof(parts[0]), mac);
}

/* Decimal seconds in one way of writing them. */
static bool
parse_timestamp(const char *text, int64_t *ret_timestamp)
{
	size_t length = strspn(text, "0123456789");

	if (length == 0 || length > 12 || text[length] != '\0')
		return false;
	*ret_timestamp = strtoll(text, NULL, 10);
	return true;
}

/* Whether one signature of the list is right; the others, of unknown versions too, do not matter.
 */
static bool
any_matches(struct mc_ctx *ctx, const char *list, const unsigned char wanted[MAC_SIZE])
{
	bool matches = false;

	for (size_t i = 0; i < SIGNATURES_MAX && *list != '\0'; i++) {
		size_t length = strcspn(list, " ");
		size_t skip = sizeof(version_prefix) - 1;
		unsigned char *mac = NULL;
		size_t mac_length = 0;

		if (length > skip && strncmp(list, version_prefix, skip) == 0 &&
		    mc_base64_decode(ctx->arena, list + skip, length - skip, &mac, &mac_length) &&
		    mac_length == MAC_SIZE)
			matches |= mc_equal_constant_time(mac, wanted, MAC_SIZE);
		list += length;
		list += *list == ' ';
	}
	return matches;
}

enum mc_rc
mc_webhook_verify(struct mc_ctx *ctx, const struct mc_webhook_secret *secret,
    const struct mc_webhook_notice *notice, int64_t now)
{
	unsigned char mac[MAC_SIZE];
	int64_t timestamp = 0;

	if (secret == NULL)
		return refuse(ctx, "unknown partner");
	if (notice->id == NULL || notice->timestamp == NULL || notice->signature == NULL)
		return refuse(ctx, "a header is missing");
	/* A full stop in the id could move the borders between id, time and body. */
	if (notice->id[0] == '\0' || strlen(notice->id) > ID_MAX || strchr(notice->id, '.') != NULL)
		return refuse(ctx, "webhook-id");
	if (!parse_timestamp(notice->timestamp, &timestamp))
		return refuse(ctx, "webhook-timestamp");
	compute(secret, notice->id, notice->timestamp, notice->body, notice->body_length, mac);
	if (!any_matches(ctx, notice->signature, mac))
		return refuse(ctx, "the signature does not match");
	if (timestamp < now - MC_WEBHOOK_TOLERANCE || timestamp > now + MC_WEBHOOK_TOLERANCE)
		return refuse(ctx, "too old or too early");
	return MC_OK;
}
