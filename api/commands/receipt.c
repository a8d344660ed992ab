/* receipt verify FILE --jwks FILE: the receipt as text, or inside the JSON that the API gave. */
#include "api/commands/receipt.h"

#include <stdio.h>
#include <string.h>

#include "api/commands/command.h"
#include "gen/vocabulary/printed.h"
#include "lib/base/file.h"
#include "lib/json/json.h"
#include "lib/trust/signature.h"
#include "lib/dossier/receipt.h"

enum { KEY_SET_BYTES_MAX = 256 * 1024 };

/* The compact JWS in a file: its text, or the member "receipt" of a JSON object. */
static enum mc_rc
read_jws(struct mc_ctx *ctx, const char *path, const char **ret_jws, size_t *ret_length)
{
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	char *text;
	size_t length;
	const char *member;

	TRY(mc_file_read(ctx, path, MC_JWS_LENGTH_MAX, &text, &length));
	if (text[strspn(text, " \t\r\n")] == '{') {
		TRY(mc_json_parse(ctx, text, length, &document));
		member = json_string_value(json_object_get(document, "receipt"));
		if (member == NULL)
			return mc_fail_internal(
			    ctx, MC_PROBLEM_BAD_JSON, "%s has no member \"receipt\"", path);
		*ret_jws = mc_strdup(ctx->arena, member);
		*ret_length = strlen(member);
		return MC_OK;
	}
	text += strspn(text, " \t\r\n");
	*ret_jws = text;
	*ret_length = strcspn(text, " \t\r\n");
	return MC_OK;
}

static void
print_payload(const json_t *payload)
{
	size_t i;
	json_t *file;

	(void)printf(MC_PRINTED_RECEIPT_GENUINE " / The receipt is genuine\n  %s\n  %s\n  %s\n",
	    json_string_value(json_object_get(payload, "code")),
	    json_string_value(json_object_get(payload, "submitted_at")),
	    json_string_value(json_object_get(json_object_get(payload, "applicant"), "name")));
	json_array_foreach(json_object_get(payload, "files"), i, file)
	{
		(void)printf("  %s  %lld  %s\n", json_string_value(json_object_get(file, "sha256")),
		    (long long)json_integer_value(json_object_get(file, "size")),
		    json_string_value(json_object_get(file, "name")));
	}
}

static enum mc_rc
verify(struct mc_ctx *ctx, const char *receipt_path, const char *jwks_path)
{
	MC_CLEANUP(mc_keys_freep) struct mc_keys *keys = NULL;
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	char *jwks;
	size_t jwks_length;
	const char *jws;
	size_t jws_length;
	const char *text;
	size_t text_length;

	TRY(mc_file_read(ctx, jwks_path, KEY_SET_BYTES_MAX, &jwks, &jwks_length));
	TRY(mc_keys_parse_jwks(ctx, jwks, jwks_length, &keys));
	TRY(read_jws(ctx, receipt_path, &jws, &jws_length));
	TRY(mc_jws_verify(ctx, keys, MC_RECEIPT_TYPE, jws, jws_length, &text, &text_length, NULL));
	TRY(mc_receipt_read(ctx, text, text_length, &payload));
	print_payload(payload);
	return MC_OK;
}

int
mc_cmd_receipt(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};

	if (argc != 4 || strcmp(argv[0], "verify") != 0 || strcmp(argv[2], "--jwks") != 0)
		return MC_EXIT_USAGE;
	return verify(&ctx, argv[1], argv[3]) == MC_OK ? MC_EXIT_DONE
						       : mc_command_failed("receipt verify", &ctx);
}
