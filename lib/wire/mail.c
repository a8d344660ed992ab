/* Handing a letter over; mail_message.c writes it. One handle of libcurl a line: it keeps the
 * connection between letters and makes a new one when the server has closed it. */
#include "lib/wire/mail.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "gen/vocabulary/delivery_causes.h"
#include "lib/base/file.h"
#include "lib/wire/network.h"
#include "lib/wire/patience.h"

enum {
	RETRY_AFTER_SECONDS = 60,
	PUT_OFF_FROM = 400,
	NOT_AVAILABLE = 421, /* the server is about to close the connection */
	REFUSED_FROM = 500,
	REFUSED_UNTIL = 599,
	ANSWER_MAX = 200,
};

static const char file_prefix[] = "file://";
static const char open_prefix[] = "smtp://";
static const char starttls_prefix[] = "smtp+starttls://";

struct mc_mail_line {
	char *transport;
	const atomic_bool *stopping;
	CURL *curl; /* NULL before the first letter */
};

/* One letter under way. */
struct sending {
	const char *bytes;
	size_t left;
	struct mc_patience patience; /* then it is given up */
	char answer[ANSWER_MAX];     /* the server's last line, without its end */
	char refusal[ANSWER_MAX];    /* its last one that refused */
};

static void
list_freep(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

static size_t
give_bytes(char *to, size_t size, size_t count, void *context)
{
	struct sending *sending = context;
	size_t room = size * count;
	size_t length = room < sending->left ? room : sending->left;

	memcpy(to, sending->bytes, length);
	sending->bytes += length;
	sending->left -= length;
	if (length > 0 && sending->left == 0)
		mc_patience_begin(&sending->patience, MC_MAIL_ANSWER_SECONDS);
	return length;
}

static size_t
take_answer(char *line, size_t size, size_t count, void *context)
{
	struct sending *sending = context;
	size_t length = 0;

	while (length < size * count && length < ANSWER_MAX - 1 && line[length] >= ' ' &&
	       line[length] <= '~')
		length++;
	memcpy(sending->answer, line, length);
	sending->answer[length] = '\0';
	if (*sending->answer == '5')
		memcpy(sending->refusal, sending->answer, length + 1);
	return size * count;
}

/* Called about once a second, whatever the server does. Another value than 0 ends the letter. */
static int
watch(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct sending *sending = context;

	(void)a, (void)b, (void)c, (void)d;
	return mc_patience_over(&sending->patience, sending->left > 0 ? 0 : MC_MAIL_STOP_SECONDS);
}

static enum mc_rc
bad_transport(struct mc_ctx *ctx)
{
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
	    "mail: the transport is not smtps://, smtp+starttls:// or file://, nor smtp:// without "
	    "a password to an address of this machine or of a private network");
}

/* The address for libcurl, and whether STARTTLS is demanded. */
static enum mc_rc
read_transport(struct mc_ctx *ctx, const char *transport, const char **ret_url, long *ret_tls)
{
	if (strncmp(transport, starttls_prefix, sizeof(starttls_prefix) - 1) == 0) {
		*ret_url =
		    mc_sprintf(ctx->arena, "smtp://%s", transport + sizeof(starttls_prefix) - 1);
		*ret_tls = CURLUSESSL_ALL;
		return MC_OK;
	}
	if (strncmp(transport, "smtps://", 8) == 0)
		*ret_tls = CURLUSESSL_ALL;
	else if (strncmp(transport, open_prefix, sizeof(open_prefix) - 1) == 0 &&
		 strchr(transport, '@') == NULL &&
		 mc_network_is_near(ctx->arena, transport + sizeof(open_prefix) - 1))
		*ret_tls = CURLUSESSL_NONE;
	else
		return bad_transport(ctx);
	*ret_url = transport;
	return MC_OK;
}

static enum mc_rc
prepare(struct mc_ctx *ctx, CURL *curl, const char *url, long tls, struct sending *sending)
{
	CURLcode codes[] = {
	    curl_easy_setopt(curl, CURLOPT_URL, url),
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
	    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls),
	    curl_easy_setopt(curl, CURLOPT_PROXY, ""),
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L),
	    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)MC_MAIL_CONNECT_SECONDS),
	    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L),
	    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes),
	    curl_easy_setopt(curl, CURLOPT_READDATA, sending),
	    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)sending->left),
	    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_answer),
	    curl_easy_setopt(curl, CURLOPT_HEADERDATA, sending),
	    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L),
	    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch),
	    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, sending),
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] != CURLE_OK)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "mail: libcurl: %s",
			    curl_easy_strerror(codes[i]));
	}
	return MC_OK;
}

/* What a 4xx or 5xx is about: after the sender was named, this message; before that, or when it
 * asks us to sign in, ourselves. libcurl has one code for a bad greeting and for a refusal of the
 * whole text. */
static enum mc_delivery
read_outcome(CURLcode code, long response, const struct sending *sending)
{
	bool about_us = response == NOT_AVAILABLE || response == 530 || response == 534 ||
			response == 535 || response == 538;

	if (code == CURLE_OK)
		return MC_DELIVERY_SENT;
	if (response < PUT_OFF_FROM || response > REFUSED_UNTIL || about_us ||
	    !(code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && sending->left == 0)))
		return MC_DELIVERY_NO_WAY;
	return response < REFUSED_FROM ? MC_DELIVERY_PUT_OFF : MC_DELIVERY_REFUSED;
}

/* Why a mailbox takes nothing, by the code that stands behind the first three digits (RFC 3463, 3.2
 * and 3.3); servers that give none say little that can be relied on. */
static const char *
cause_of(const char *answer)
{
	const char *code = strlen(answer) > 4 ? answer + 4 : "";

	if (strncmp(code, "5.1.1", 5) == 0 || strncmp(code, "5.1.2", 5) == 0 ||
	    strncmp(code, "5.1.6", 5) == 0 || strncmp(code, "5.1.10", 6) == 0 ||
	    strncmp(code, "5.2.1", 5) == 0)
		return MC_DELIVERY_CAUSE_MAILBOX_UNKNOWN;
	if (strncmp(code, "5.2.2", 5) == 0)
		return MC_DELIVERY_CAUSE_MAILBOX_FULL;
	return MC_DELIVERY_CAUSE_REFUSED;
}

static enum mc_rc
fail_for_now(struct mc_ctx *ctx, CURLcode code, long response, const struct sending *sending)
{
	const char *cause = code != CURLE_ABORTED_BY_CALLBACK ? curl_easy_strerror(code)
			    : sending->patience.told_to_stop  ? "told to stop"
			    : sending->left > 0               ? "the server does not go on"
						: "the server does not say whether it has it";

	(void)mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "mail: %s (SMTP %ld)", cause, response);
	if (ctx->problem.id == MC_PROBLEM_OVERLOADED)
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	return MC_FAILED;
}

static enum mc_rc
send_smtp(struct mc_ctx *ctx, struct mc_mail_line *line, const struct mc_mail *mail,
    const char *message, struct mc_handover *ret_handover)
{
	struct sending sending = {
	    .bytes = message, .left = strlen(message), .patience.stopping = line->stopping};
	MC_CLEANUP(list_freep)
	struct curl_slist *to = curl_slist_append(NULL, mc_sprintf(ctx->arena, "<%s>", mail->to));
	const char *from = mc_sprintf(ctx->arena, "<%s>", mail->from);
	const char *url = NULL;
	long response = 0;
	long tls = 0;
	CURLcode code;

	TRY(read_transport(ctx, line->transport, &url, &tls));
	if (line->curl == NULL)
		line->curl = curl_easy_init();
	if (line->curl == NULL || to == NULL ||
	    curl_easy_setopt(line->curl, CURLOPT_MAIL_FROM, from) != CURLE_OK ||
	    curl_easy_setopt(line->curl, CURLOPT_MAIL_RCPT, to) != CURLE_OK)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "mail: libcurl does not start");
	TRY(prepare(ctx, line->curl, url, tls, &sending));
	mc_patience_begin(&sending.patience, MC_MAIL_TALK_SECONDS);
	code = curl_easy_perform(line->curl);
	(void)curl_easy_getinfo(line->curl, CURLINFO_RESPONSE_CODE, &response);
	(void)curl_easy_setopt(line->curl, CURLOPT_MAIL_RCPT, NULL); /* the list ends here */
	ret_handover->delivery = read_outcome(code, response, &sending);
	if (ret_handover->delivery == MC_DELIVERY_SENT) {
		ret_handover->answer = mc_sprintf(ctx->arena, "%s", sending.answer);
	} else if (ret_handover->delivery == MC_DELIVERY_REFUSED) {
		ret_handover->answer = mc_sprintf(ctx->arena, "SMTP %ld", response);
		ret_handover->cause = cause_of(sending.refusal);
	} else {
		return fail_for_now(ctx, code, response, &sending);
	}
	return MC_OK;
}

struct mc_mail_line *
mc_mail_line_new(const char *transport, const atomic_bool *stopping)
{
	struct mc_mail_line *line = calloc(1, sizeof(*line));

	if (line != NULL)
		line->transport = strdup(transport);
	if (line == NULL || line->transport == NULL)
		abort();
	line->stopping = stopping;
	return line;
}

void
mc_mail_line_free(struct mc_mail_line *line)
{
	curl_socket_t socket = CURL_SOCKET_BAD;

	if (line == NULL)
		return;
	/* libcurl would say goodbye and wait up to two minutes for the answer. */
	if (line->curl != NULL &&
	    curl_easy_getinfo(line->curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
	    socket != CURL_SOCKET_BAD)
		(void)shutdown(socket, SHUT_RDWR);
	curl_easy_cleanup(line->curl);
	free(line->transport);
	free(line);
}

enum mc_rc
mc_mail_send(struct mc_ctx *ctx, struct mc_mail_line *line, const struct mc_mail *mail,
    struct mc_handover *ret_handover)
{
	size_t skip = sizeof(file_prefix) - 1;
	char *message = NULL;

	*ret_handover = (struct mc_handover){.delivery = MC_DELIVERY_SENT};
	TRY(mc_mail_build(ctx, mail, &message));
	if (strncmp(line->transport, file_prefix, skip) == 0)
		return mc_file_replace(ctx, line->transport + skip,
		    mc_sprintf(ctx->arena, "%s.eml", mail->id), message, strlen(message));
	return send_smtp(ctx, line, mail, message, ret_handover);
}
