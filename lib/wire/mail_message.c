/* The bytes of a message: ASCII headers of bounded lines, the text as base64. libcurl's own
 * composer encodes no headers, and its messages are multipart with another boundary each time. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/base64.h"
#include "lib/base/buf.h"
#include "lib/json/format.h"
#include "lib/wire/mail.h"
#include "lib/base/utf8.h"

enum {
	ID_MAX = 64,
	WORD_BYTES = 42, /* "=?UTF-8?B?" + 56 + "?=" is 68 characters of the 75 allowed */
	LINE_BYTES = 57, /* 76 characters of base64 */
	MESSAGE_MAX = 2 * MC_MAIL_TEXT_MAX,
};

static enum mc_rc
refuse(struct mc_ctx *ctx, const char *what)
{
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "mail: %s", what);
}

/* Narrower than what RFC 5321 allows: nothing that could end an address early in any reader. */
static bool
is_address(const char *text)
{
	return text != NULL && mc_format_email(text, strlen(text)) &&
	       strpbrk(text, " \t\r\n<>()[]\\,;:\"") == NULL;
}

static bool
is_id(const char *text)
{
	size_t length = text == NULL ? 0
				     : strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
						    "abcdefghijklmnopqrstuvwxyz0123456789-");

	return length > 0 && length <= ID_MAX && text[length] == '\0';
}

/* A header's text of a bearable length; the whole of it stands in the message's own text or is
 * known to the reader. Bytes that are no UTF-8 are left for is_line to refuse. */
static const char *
shorten(struct mc_arena *arena, const char *text)
{
	size_t length = MC_MAIL_SUBJECT_MAX - strlen("…");

	if (text == NULL || strlen(text) <= MC_MAIL_SUBJECT_MAX)
		return text;
	while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
		length--;
	return mc_sprintf(arena, "%.*s…", (int)length, text);
}

/* One line of text: no control characters of any kind, well-formed. */
static bool
is_line(const char *text)
{
	size_t length = text == NULL ? 0 : strlen(text);

	if (length == 0 || length > MC_MAIL_SUBJECT_MAX || !mc_utf8_valid(text, length))
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		/* C2 80 to C2 9F are the controls beyond ASCII; E2 80 A8 and A9 break lines. */
		if (c < ' ' || c == 0x7F || (c == 0xC2 && (unsigned char)text[i + 1] < 0xA0))
			return false;
		if (c == 0xE2 &&
		    (memcmp(text + i, "\u2028", 3) == 0 || memcmp(text + i, "\u2029", 3) == 0))
			return false;
	}
	return true;
}

/* Encoded words (RFC 2047), each of whole characters, one a line. */
static void
add_words(struct mc_buf *message, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		size_t length = left < WORD_BYTES ? left : WORD_BYTES;

		while (length < left && ((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
		mc_buf_printf(
		    message, "=?UTF-8?B?%s?=", mc_base64_encode(message->arena, text, length));
		text += length;
		left -= length;
		if (left > 0)
			mc_buf_add_text(message, "\r\n ");
	}
}

static void
add_date(struct mc_buf *message, int64_t date)
{
	static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {
	    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t local = (time_t)date + 7 * 3600; /* Viet Nam has been at UTC+7 since 1975 */
	struct tm parts;

	(void)gmtime_r(&local, &parts);
	mc_buf_printf(message, "Date: %s, %02d %s %d %02d:%02d:%02d +0700\r\n", days[parts.tm_wday],
	    parts.tm_mday, months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
	    parts.tm_sec);
}

/* Lines end with CRLF before they are encoded, as text of any kind does on the wire. */
static void
add_body(struct mc_buf *message, const char *text)
{
	struct mc_buf lines = mc_buf_new(message->arena, MESSAGE_MAX);

	for (; *text != '\0'; text++) {
		if (*text == '\r')
			continue;
		if (*text == '\n')
			mc_buf_add_char(&lines, '\r');
		mc_buf_add_char(&lines, *text);
	}
	for (size_t i = 0; i < lines.length; i += LINE_BYTES) {
		size_t left = lines.length - i;

		mc_buf_add_text(message, mc_base64_encode(message->arena, lines.bytes + i,
					     left < LINE_BYTES ? left : LINE_BYTES));
		mc_buf_add_text(message, "\r\n");
	}
}

enum mc_rc
mc_mail_build(struct mc_ctx *ctx, const struct mc_mail *mail, char **ret_message)
{
	struct mc_buf message = mc_buf_new(ctx->arena, MESSAGE_MAX);
	const char *subject = shorten(ctx->arena, mail->subject);

	if (!is_address(mail->from) || !is_address(mail->to))
		return refuse(ctx, "not an address");
	if (!is_id(mail->id))
		return refuse(ctx, "not an id");
	if (!is_line(subject) || !is_line(mail->from_name))
		return refuse(ctx, "subject or sender's name is not one line of text");
	if (mail->text == NULL || strlen(mail->text) > MC_MAIL_TEXT_MAX ||
	    !mc_utf8_valid(mail->text, strlen(mail->text)))
		return refuse(ctx, "the text is too long or not UTF-8");
	if (mail->date < 0 || mail->date > 253402300799 - 7 * 3600)
		return refuse(ctx, "the date is out of range");
	mc_buf_add_text(&message, "From: ");
	add_words(&message, mail->from_name);
	mc_buf_printf(&message, "\r\n <%s>\r\nTo: <%s>\r\nSubject: ", mail->from, mail->to);
	add_words(&message, subject);
	mc_buf_add_text(&message, "\r\n");
	add_date(&message, mail->date);
	mc_buf_printf(&message, "Message-ID: <%s@%s>\r\n", mail->id, strrchr(mail->from, '@') + 1);
	mc_buf_add_text(&message, "Auto-Submitted: auto-generated\r\n"
				  "MIME-Version: 1.0\r\n"
				  "Content-Type: text/plain; charset=utf-8\r\n"
				  "Content-Transfer-Encoding: base64\r\n\r\n");
	add_body(&message, mail->text);
	if (mc_buf_overflowed(&message))
		return refuse(ctx, "the message is too long");
	*ret_message = message.bytes;
	return MC_OK;
}
