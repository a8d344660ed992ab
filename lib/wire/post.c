/* One handle of libcurl a line: it keeps the connection and makes a new one when the other side has
 * closed it. */
#include "lib/wire/post.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/wire/network.h"
#include "lib/wire/patience.h"

struct mc_post_line {
	char *url;
	char *token;
	const atomic_bool *stopping;
	CURL *curl; /* NULL before the first document */
};

/* One document under way. */
struct posting {
	struct mc_buf answer;
	struct mc_patience patience; /* then it is given up */
};

static void
list_freep(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

static size_t
take_answer(char *bytes, size_t size, size_t count, void *context)
{
	struct posting *posting = context;

	mc_buf_add(&posting->answer, bytes, size * count);
	return mc_buf_overflowed(&posting->answer) ? 0 : size * count;
}

/* Called about once a second, whatever the other side does. Another value than 0 gives up. */
static int
watch(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct posting *posting = context;

	(void)a, (void)b, (void)c, (void)d;
	return mc_patience_over(&posting->patience, MC_POST_STOP_SECONDS);
}

/* Whether the address is one of those that the header of this file names. */
static bool
is_allowed(struct mc_arena *arena, const char *url)
{
	static const char encrypted[] = "https://";
	static const char open[] = "http://";
	bool is_open = strncmp(url, open, sizeof(open) - 1) == 0;
	const char *host = url + (is_open ? sizeof(open) : sizeof(encrypted)) - 1;

	if (strchr(url, '@') != NULL)
		return false;
	if (!is_open)
		return strncmp(url, encrypted, sizeof(encrypted) - 1) == 0;
	return mc_network_is_near(arena, host);
}

static CURLcode
prepare(struct mc_post_line *line, struct curl_slist *headers, const char *document,
    struct posting *posting)
{
	CURL *curl = line->curl;
	CURLcode codes[] = {
	    curl_easy_setopt(curl, CURLOPT_URL, line->url),
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https"),
	    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L),
	    curl_easy_setopt(curl, CURLOPT_PROXY, ""),
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L),
	    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)MC_POST_CONNECT_SECONDS),
	    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers),
	    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, document),
	    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(document)),
	    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer),
	    curl_easy_setopt(curl, CURLOPT_WRITEDATA, posting),
	    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L),
	    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch),
	    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, posting),
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] != CURLE_OK)
			return codes[i];
	}
	return CURLE_OK;
}

static struct curl_slist *
add_header(struct curl_slist *headers, const char *header)
{
	struct curl_slist *longer = curl_slist_append(headers, header);

	if (longer == NULL)
		abort();
	return longer;
}

static struct curl_slist *
make_headers(struct mc_arena *arena, const struct mc_post_line *line, const char *key)
{
	struct curl_slist *headers = add_header(NULL, "Content-Type: application/json");

	headers = add_header(headers, "Accept: application/json");
	headers = add_header(headers, "Expect:"); /* no question before the document */
	headers = add_header(headers, mc_sprintf(arena, "Idempotency-Key: %s", key));
	if (line->token != NULL)
		headers =
		    add_header(headers, mc_sprintf(arena, "Authorization: Bearer %s", line->token));
	return headers;
}

static char *
copy(const char *text)
{
	char *copied = text == NULL ? NULL : strdup(text);

	if (text != NULL && copied == NULL)
		abort();
	return copied;
}

struct mc_post_line *
mc_post_line_new(const char *url, const char *token, const atomic_bool *stopping)
{
	struct mc_post_line *line = calloc(1, sizeof(*line));

	if (line == NULL)
		abort();
	line->url = copy(url);
	line->token = copy(token);
	line->stopping = stopping;
	return line;
}

void
mc_post_line_free(struct mc_post_line *line)
{
	if (line == NULL)
		return;
	curl_easy_cleanup(line->curl);
	free(line->url);
	free(line->token);
	free(line);
}

enum mc_rc
mc_post(struct mc_ctx *ctx, struct mc_post_line *line, const char *key, const char *document,
    struct mc_post_answer *ret_answer)
{
	struct posting posting = {.answer = mc_buf_new(ctx->arena, MC_POST_ANSWER_MAX),
	    .patience.stopping = line->stopping};
	MC_CLEANUP(list_freep) struct curl_slist *headers = make_headers(ctx->arena, line, key);
	CURLcode code = CURLE_FAILED_INIT;
	const char *cause;

	if (!is_allowed(ctx->arena, line->url))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "post: the address is neither https:// nor http:// and an address of this "
		    "machine "
		    "or a private network");
	if (line->curl == NULL)
		line->curl = curl_easy_init();
	if (line->curl != NULL)
		code = prepare(line, headers, document, &posting);
	mc_patience_begin(&posting.patience, MC_POST_SECONDS);
	if (code == CURLE_OK)
		code = curl_easy_perform(line->curl);
	if (code == CURLE_OK)
		code = curl_easy_getinfo(line->curl, CURLINFO_RESPONSE_CODE, &ret_answer->status);
	ret_answer->text = posting.answer.bytes;
	if (code == CURLE_OK)
		return MC_OK;
	cause = code != CURLE_ABORTED_BY_CALLBACK ? curl_easy_strerror(code)
		: posting.patience.told_to_stop   ? "told to stop"
						  : "the other side does not answer";
	return mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "post: %s", cause);
}
