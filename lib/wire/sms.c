/* A file: one append under a lock, so that lines of different writers never mix, and half a line
 * left by a crash does not spoil the next one. A gateway: what is not said in the form agreed on,
 * by whoever stands between, is believed neither as taken nor as refused. */
#include "lib/wire/sms.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gen/vocabulary/delivery_causes.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/utf8.h"
#include "lib/json/json.h"
#include "lib/wire/post.h"
#include "lib/wire/sms_text.h"

enum {
	ID_MAX = 64,
	NUMBER_MAX = 11,
	MESSAGE_ID_MAX = 100,
	STATUS_OK = 200,
	STATUS_CREATED = 201,
	STATUS_ACCEPTED = 202,
	STATUS_REFUSED = 422,
	STATUS_OUR_FAULT_FROM = 400,
	STATUS_THEIR_FAULT_FROM = 500,
};

static const char file_prefix[] = "file://";

struct mc_sms_line {
	char *directory;           /* NULL with a gateway */
	struct mc_post_line *post; /* NULL with a file */
};

/* National digits. */
static bool
is_number(const char *text)
{
	size_t length = strspn(text, "0123456789");

	return *text == '0' && length > 1 && length <= NUMBER_MAX && text[length] == '\0';
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

static enum mc_rc
write_line(struct mc_ctx *ctx, const char *directory, const struct mc_sms *sms)
{
	const char *date = mc_clock_rfc3339(ctx->arena, sms->date * 1000);
	MC_CLEANUP(mc_json_freep)
	json_t *json = json_pack(
	    "{s:s, s:s, s:s, s:s}", "id", sms->id, "to", sms->to, "text", sms->text, "date", date);

	return append(
	    ctx, directory, mc_sprintf(ctx->arena, "%s\n", mc_json_canonical(ctx->arena, json)));
}

/* A member of an answer that is a short line of ASCII; NULL if it is not. */
static const char *
short_line(const json_t *answer, const char *member)
{
	const char *text = json_string_value(json_object_get(answer, member));
	size_t length = 0;

	while (text != NULL && text[length] > ' ' && text[length] <= '~')
		length++;
	return text != NULL && length > 0 && length <= MESSAGE_ID_MAX && text[length] == '\0'
		   ? text
		   : NULL;
}

/* A status that is about this message alone, and not about us, our contract or how much we send. */
static bool
is_about_the_message(long status)
{
	static const long others[] = {401, 402, 403, 404, 405, 407, 408, 429};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (status == others[i])
			return false;
	}
	return status >= STATUS_OUR_FAULT_FROM && status < STATUS_THEIR_FAULT_FROM;
}

static enum mc_rc
read_answer(
    struct mc_ctx *ctx, const struct mc_post_answer *answer, struct mc_handover *ret_handover)
{
	struct mc_ctx parsing = {.arena = ctx->arena};
	MC_CLEANUP(mc_json_freep) json_t *said = NULL;
	bool taken = answer->status == STATUS_OK || answer->status == STATUS_CREATED ||
		     answer->status == STATUS_ACCEPTED;
	const char *word = NULL;

	if (mc_json_parse(&parsing, answer->text, strlen(answer->text), &said) == MC_OK)
		word = short_line(said, taken ? "message_id" : "cause");
	if (taken && word != NULL) {
		ret_handover->delivery = MC_DELIVERY_SENT;
		ret_handover->answer = mc_strdup(ctx->arena, word);
		return MC_OK;
	}
	if (answer->status == STATUS_REFUSED && word != NULL) {
		ret_handover->delivery = MC_DELIVERY_REFUSED;
		ret_handover->answer = mc_sprintf(ctx->arena, "gateway: %s", word);
		ret_handover->cause = mc_delivery_cause_of(word) != NULL
					  ? mc_delivery_cause_of(word)->code
					  : MC_DELIVERY_CAUSE_REFUSED;
		return MC_OK;
	}
	ret_handover->delivery =
	    is_about_the_message(answer->status) ? MC_DELIVERY_PUT_OFF : MC_DELIVERY_NO_WAY;
	return mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED,
	    "sms: the gateway answers %ld without saying whether it takes the message",
	    answer->status);
}

static enum mc_rc
ask_gateway(struct mc_ctx *ctx, struct mc_post_line *post, const struct mc_sms *sms,
    struct mc_handover *ret_handover)
{
	struct mc_sms_form form = mc_sms_form(sms->text);
	struct mc_post_answer answer = {.status = 0};
	MC_CLEANUP(mc_json_freep)
	json_t *json = json_pack("{s:s, s:s, s:o, s:s, s:s, s:i}", "id", sms->key, "sender",
	    sms->sender, "to", json_sprintf("+84%s", sms->to + 1), "text", sms->text, "encoding",
	    form.small ? "gsm7" : "ucs2", "parts", (int)form.parts);

	ret_handover->delivery = MC_DELIVERY_NO_WAY;
	TRY(mc_post(ctx, post, sms->key, mc_json_canonical(ctx->arena, json), &answer));
	return read_answer(ctx, &answer, ret_handover);
}

bool
mc_sms_is_gateway(const char *transport)
{
	return strncmp(transport, file_prefix, sizeof(file_prefix) - 1) != 0;
}

struct mc_sms_line *
mc_sms_line_new(const char *transport, const char *token, const atomic_bool *stopping)
{
	struct mc_sms_line *line = calloc(1, sizeof(*line));

	if (line != NULL && mc_sms_is_gateway(transport))
		line->post = mc_post_line_new(transport, *token != '\0' ? token : NULL, stopping);
	else if (line != NULL)
		line->directory = strdup(transport + sizeof(file_prefix) - 1);
	if (line == NULL || (line->post == NULL && line->directory == NULL))
		abort();
	return line;
}

void
mc_sms_line_free(struct mc_sms_line *line)
{
	if (line == NULL)
		return;
	mc_post_line_free(line->post);
	free(line->directory);
	free(line);
}

enum mc_rc
mc_sms_send(struct mc_ctx *ctx, struct mc_sms_line *line, const struct mc_sms *sms,
    struct mc_handover *ret_handover)
{
	struct mc_sms cut = *sms;

	if (!is_id(sms->id) || !is_id(sms->key) || !is_number(sms->to) ||
	    !mc_utf8_valid(sms->text, strlen(sms->text)))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "sms: not a message");
	cut.text = shorten(ctx->arena, sms->text);
	*ret_handover = (struct mc_handover){
	    .delivery = MC_DELIVERY_SENT, .parts = mc_sms_form(cut.text).parts};
	if (line->post != NULL)
		return ask_gateway(ctx, line->post, &cut, ret_handover);
	return write_line(ctx, line->directory, &cut);
}
