/* Handing a message over; mail_message.c writes it. */
#include "lib/wire/mail.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/file.h"

enum { RETRY_AFTER_SECONDS = 60, REFUSED_FROM = 500, REFUSED_UNTIL = 599 };

static const char file_prefix[] = "file://";
static const char starttls_prefix[] = "smtp+starttls://";

struct reader {
	const char *bytes;
	size_t left;
};

static void
curl_freep(CURL **curl)
{
	curl_easy_cleanup(*curl);
}

static void
list_freep(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

static size_t
give_bytes(char *to, size_t size, size_t count, void *context)
{
	struct reader *reader = context;
	size_t room = size * count;
	size_t length = room < reader->left ? room : reader->left;

	memcpy(to, reader->bytes, length);
	reader->bytes += length;
	reader->left -= length;
	return length;
}

static enum mc_rc
bad_transport(struct mc_ctx *ctx)
{
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
	    "mail: the transport is not smtp://, smtp+starttls://, smtps:// or "
	    "file://, or has a password without TLS");
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
	else if (strncmp(transport, "smtp://", 7) == 0 && strchr(transport, '@') == NULL)
		*ret_tls = CURLUSESSL_NONE;
	else
		return bad_transport(ctx);
	*ret_url = transport;
	return MC_OK;
}

static enum mc_rc
prepare(struct mc_ctx *ctx, CURL *curl, const char *url, long tls, struct reader *reader)
{
	CURLcode codes[] = {
	    curl_easy_setopt(curl, CURLOPT_URL, url),
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
	    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls),
	    curl_easy_setopt(curl, CURLOPT_PROXY, ""),
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L),
	    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)MC_MAIL_CONNECT_SECONDS),
	    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MC_MAIL_TOTAL_SECONDS),
	    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L),
	    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes),
	    curl_easy_setopt(curl, CURLOPT_READDATA, reader),
	    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)reader->left),
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] != CURLE_OK)
			return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "mail: libcurl: %s",
			    curl_easy_strerror(codes[i]));
	}
	return MC_OK;
}

/* What a 5xx is about: after the sender was named, this message; before that, or when it asks us to
 * sign in, ourselves. libcurl has one code for a bad greeting and for a refusal of the whole text.
 */
static bool
is_refusal(CURLcode code, long response, const struct reader *reader)
{
	bool about_us = response == 530 || response == 534 || response == 535 || response == 538;

	if (response < REFUSED_FROM || response > REFUSED_UNTIL || about_us)
		return false;
	return code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && reader->left == 0);
}

static enum mc_rc
send_smtp(struct mc_ctx *ctx, const char *url, long tls, const struct mc_mail *mail,
    const char *message, enum mc_delivery *ret_delivery)
{
	struct reader reader = {.bytes = message, .left = strlen(message)};
	MC_CLEANUP(curl_freep) CURL *curl = curl_easy_init();
	MC_CLEANUP(list_freep)
	struct curl_slist *to = curl_slist_append(NULL, mc_sprintf(ctx->arena, "<%s>", mail->to));
	const char *from = mc_sprintf(ctx->arena, "<%s>", mail->from);
	long response = 0;
	CURLcode code;

	if (curl == NULL || to == NULL ||
	    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from) != CURLE_OK ||
	    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to) != CURLE_OK)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "mail: libcurl does not start");
	TRY(prepare(ctx, curl, url, tls, &reader));
	code = curl_easy_perform(curl);
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response);
	if (code == CURLE_OK || is_refusal(code, response, &reader)) {
		*ret_delivery = code == CURLE_OK ? MC_DELIVERY_SENT : MC_DELIVERY_REFUSED;
		return MC_OK;
	}
	(void)mc_fail_internal(
	    ctx, MC_PROBLEM_OVERLOADED, "mail: %s (SMTP %ld)", curl_easy_strerror(code), response);
	if (ctx->problem.id == MC_PROBLEM_OVERLOADED)
		ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	return MC_FAILED;
}

enum mc_rc
mc_mail_send(struct mc_ctx *ctx, const char *transport, const struct mc_mail *mail,
    enum mc_delivery *ret_delivery)
{
	size_t skip = sizeof(file_prefix) - 1;
	char *message = NULL;
	const char *url = NULL;
	long tls = 0;

	TRY(mc_mail_build(ctx, mail, &message));
	if (strncmp(transport, file_prefix, skip) == 0) {
		TRY(mc_file_replace(ctx, transport + skip,
		    mc_sprintf(ctx->arena, "%s.eml", mail->id), message, strlen(message)));
		*ret_delivery = MC_DELIVERY_SENT;
		return MC_OK;
	}
	TRY(read_transport(ctx, transport, &url, &tls));
	return send_smtp(ctx, url, tls, mail, message, ret_delivery);
}
