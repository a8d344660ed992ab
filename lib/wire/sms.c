/* One append under a lock: lines of different writers never mix, and half a line left by a crash
 * does not spoil the next one. */
#include "lib/wire/sms.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/json/json.h"
#include "lib/base/utf8.h"

enum { ID_MAX = 64, NUMBER_MAX = 15 };

static const char file_prefix[] = "file://";

static bool
is_number(const char *text)
{
	size_t length;

	text += *text == '+';
	length = strspn(text, "0123456789");
	return length > 0 && length <= NUMBER_MAX && text[length] == '\0';
}

static bool
is_id(const char *text)
{
	size_t length =
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

	return length > 0 && length <= ID_MAX && text[length] == '\0';
}

/* A text that a phone can show in one piece; the whole of it is read after signing in. */
static const char *
shorten(struct mc_arena *arena, const char *text)
{
	size_t length = MC_SMS_TEXT_MAX - strlen("…");

	if (strlen(text) <= MC_SMS_TEXT_MAX)
		return text;
	while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
		length--;
	return mc_sprintf(arena, "%.*s…", (int)length, text);
}

/* Cuts off what a writer that died left after the last line. */
static enum mc_rc
cut_half_line(struct mc_ctx *ctx, int fd, const char *path, off_t *ret_end)
{
	struct stat status;
	off_t end;
	char c = '\n';

	if (fstat(fd, &status) != 0)
		return mc_file_fail(ctx, "look at", path);
	end = status.st_size;
	while (end > 0) {
		if (pread(fd, &c, 1, end - 1) != 1)
			return mc_file_fail(ctx, "read", path);
		if (c == '\n')
			break;
		end--;
	}
	if (end != status.st_size && ftruncate(fd, end) != 0)
		return mc_file_fail(ctx, "cut", path);
	*ret_end = end;
	return MC_OK;
}

static enum mc_rc
append(struct mc_ctx *ctx, const char *directory, const char *line)
{
	const char *path = mc_sprintf(ctx->arena, "%s/sms.jsonl", directory);
	MC_CLEANUP(mc_file_closep) int fd = mc_file_open(path, O_RDWR | O_CREAT, 0600);
	off_t end = 0;

	if (fd < 0)
		return mc_file_fail(ctx, "open", path);
	while (flock(fd, LOCK_EX) != 0) {
		if (errno != EINTR)
			return mc_file_fail(ctx, "lock", path);
	}
	TRY(cut_half_line(ctx, fd, path, &end));
	if (lseek(fd, end, SEEK_SET) != end)
		return mc_file_fail(ctx, "seek in", path);
	TRY(mc_file_write(ctx, fd, path, line, strlen(line)));
	if (fdatasync(fd) != 0)
		return mc_file_fail(ctx, "sync", path);
	return mc_file_sync_directory(ctx, directory);
}

enum mc_rc
mc_sms_send(struct mc_ctx *ctx, const char *transport, const struct mc_sms *sms)
{
	size_t skip = sizeof(file_prefix) - 1;
	MC_CLEANUP(mc_json_freep) json_t *json = NULL;
	const char *date;

	if (strncmp(transport, file_prefix, skip) != 0)
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "sms: the transport is not file://");
	if (!is_id(sms->id) || !is_number(sms->to) || !mc_utf8_valid(sms->text, strlen(sms->text)))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "sms: not a message");
	date = mc_clock_rfc3339(ctx->arena, sms->date * 1000);
	json = json_pack("{s:s, s:s, s:s, s:s}", "id", sms->id, "to", sms->to, "text",
	    shorten(ctx->arena, sms->text), "date", date);
	if (json == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "sms: JSON");
	return append(ctx, transport + skip,
	    mc_sprintf(ctx->arena, "%s\n", mc_json_canonical(ctx->arena, json)));
}
