/* Strict base64, one key each. */
#include "lib/wire/tus.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "lib/base/base64.h"
#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/utf8.h"

enum { PAIRS_MAX = 16, ALGORITHM_MAX = 16 };

static enum mc_rc
bad_header(struct mc_ctx *ctx, const char *name)
{
	return mc_fail(ctx, MC_PROBLEM_BAD_HEADER, "%s", name);
}

enum mc_rc
mc_tus_checksum_check(struct mc_ctx *ctx, const char *header, const void *bytes, size_t length)
{
	size_t name_length = strcspn(header, " ");
	unsigned char digest[MC_DIGEST_SIZE];
	unsigned char *wanted = NULL;
	size_t wanted_length = 0;
	const char *text = header + name_length + 1;

	if (name_length == 0 || name_length > ALGORITHM_MAX || header[name_length] == '\0')
		return bad_header(ctx, "Upload-Checksum");
	if (name_length != 6 || strncasecmp(header, "sha256", 6) != 0)
		return mc_fail(ctx, MC_PROBLEM_CHECKSUM_UNSUPPORTED, NULL);
	if (!mc_base64_decode(ctx->arena, text, strlen(text), &wanted, &wanted_length) ||
	    wanted_length != sizeof(digest))
		return bad_header(ctx, "Upload-Checksum");
	mc_digest_bytes(bytes, length, digest);
	if (!mc_equal_constant_time(digest, wanted, sizeof(digest)))
		return mc_fail(ctx, MC_PROBLEM_CHECKSUM_MISMATCH, NULL);
	return MC_OK;
}

/* Leaves out what is invisible or would mislead, and makes every kind of space a plain one: phones
 * and computers put such characters into names by themselves, so they are no reason to refuse a
 * file. */
static const char *
clean_name(struct mc_arena *arena, const char *text)
{
	struct mc_buf clean = mc_buf_new(arena, MC_TUS_METADATA_MAX);
	size_t left = strlen(text);

	while (left > 0) {
		char probe[8] = "a";
		ucs4_t c;
		int size = u8_mbtoucr(&c, (const uint8_t *)text, left);

		if (size <= 0)
			break;
		memcpy(probe + 1, text, (size_t)size);
		if (mc_utf8_name_clean(probe, (size_t)size + 1))
			mc_buf_add(&clean, text, (size_t)size);
		else if (uc_is_property_white_space(c))
			mc_buf_add_char(&clean, ' ');
		text += size;
		left -= (size_t)size;
	}
	return clean.bytes;
}

/* The last part of a path, whichever system wrote it, as text that is fit to be shown. */
static enum mc_rc
read_filename(
    struct mc_ctx *ctx, const unsigned char *bytes, size_t length, const char **ret_filename)
{
	size_t normal_length = 0;
	const char *text = mc_utf8_nfc(ctx->arena, (const char *)bytes, length, &normal_length);
	const char *slash;

	if (text == NULL || strlen(text) != normal_length)
		return bad_header(ctx, "Upload-Metadata: filename");
	while ((slash = strpbrk(text, "/\\")) != NULL)
		text = slash + 1;
	text = clean_name(ctx->arena, text);
	if (strspn(text, ". ") == strlen(text) ||
	    mc_utf8_length(text, strlen(text)) > MC_TUS_FILENAME_MAX)
		return bad_header(ctx, "Upload-Metadata: filename");
	*ret_filename = text;
	return MC_OK;
}

static enum mc_rc
read_pair(struct mc_ctx *ctx, const char *pair, size_t length, struct mc_tus_metadata *metadata)
{
	const char *space = memchr(pair, ' ', length);
	size_t key_length = space == NULL ? length : (size_t)(space - pair);
	unsigned char *bytes = (unsigned char *)mc_strdup(ctx->arena, "");
	size_t size = 0;

	if (key_length == 0)
		return bad_header(ctx, "Upload-Metadata");
	if (space != NULL &&
	    !mc_base64_decode(ctx->arena, space + 1, length - key_length - 1, &bytes, &size))
		return bad_header(ctx, "Upload-Metadata");
	if (key_length == 8 && memcmp(pair, "filename", 8) == 0) {
		if (metadata->filename != NULL)
			return bad_header(ctx, "Upload-Metadata: filename");
		return read_filename(ctx, bytes, size, &metadata->filename);
	}
	if (key_length == 6 && memcmp(pair, "sha256", 6) == 0) {
		char *text = mc_strndup(ctx->arena, (const char *)bytes, size);

		if (metadata->sha256 != NULL || size != 64 ||
		    strspn(text, "0123456789abcdef") != 64)
			return bad_header(ctx, "Upload-Metadata: sha256");
		metadata->sha256 = text;
	}
	return MC_OK;
}

enum mc_rc
mc_tus_metadata_parse(struct mc_ctx *ctx, const char *header, struct mc_tus_metadata *ret_metadata)
{
	struct mc_tus_metadata metadata = {.filename = NULL};

	if (strlen(header) > MC_TUS_METADATA_MAX)
		return bad_header(ctx, "Upload-Metadata");
	for (size_t pairs = 0; *header != '\0'; pairs++) {
		size_t length = strcspn(header, ",");

		if (pairs == PAIRS_MAX)
			return bad_header(ctx, "Upload-Metadata");
		TRY(read_pair(ctx, header, length, &metadata));
		header += length;
		if (*header == ',') {
			header += 1 + strspn(header + 1, " ");
			if (*header == '\0')
				return bad_header(ctx, "Upload-Metadata");
		}
	}
	*ret_metadata = metadata;
	return MC_OK;
}
