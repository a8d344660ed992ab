#include "lib/wire/fetch.h"

#include <curl/curl.h>
#include <string.h>

#include "lib/base/buf.h"

enum { STATUS_OK = 200 };

static const char unix_prefix[] = "unix:";

static void
curl_freep(CURL **curl)
{
	curl_easy_cleanup(*curl);
}

static size_t
take_bytes(char *bytes, size_t size, size_t count, void *context)
{
	struct mc_buf *text = context;

	mc_buf_add(text, bytes, size * count);
	return mc_buf_overflowed(text) ? 0 : size * count;
}

static CURLcode
prepare(struct mc_ctx *ctx, CURL *curl, const char *address, const char *path, const char *agent,
    struct mc_buf *text)
{
	bool local = strncmp(address, unix_prefix, sizeof(unix_prefix) - 1) == 0;
	const char *socket = local ? address + sizeof(unix_prefix) - 1 : NULL;
	const char *url =
	    mc_sprintf(ctx->arena, "http://%s%s", local ? "localhost" : address, path);
	CURLcode codes[] = {
	    curl_easy_setopt(curl, CURLOPT_URL, url),
	    curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, socket),
	    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http"),
	    curl_easy_setopt(curl, CURLOPT_PROXY, ""),
	    curl_easy_setopt(curl, CURLOPT_USERAGENT, agent),
	    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L),
	    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MC_FETCH_SECONDS),
	    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes),
	    curl_easy_setopt(curl, CURLOPT_WRITEDATA, text),
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] != CURLE_OK)
			return codes[i];
	}
	return CURLE_OK;
}

enum mc_rc
mc_fetch(struct mc_ctx *ctx, const char *address, const char *path, const char *agent, size_t most,
    const char **ret_text)
{
	MC_CLEANUP(curl_freep) CURL *curl = curl_easy_init();
	struct mc_buf text = mc_buf_new(ctx->arena, most);
	long status = 0;
	CURLcode code = CURLE_FAILED_INIT;

	if (curl != NULL)
		code = prepare(ctx, curl, address, path, agent, &text);
	if (code == CURLE_OK)
		code = curl_easy_perform(curl);
	if (code == CURLE_OK)
		(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (status != STATUS_OK)
		return mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "%s%s: %s (HTTP %ld)", address,
		    path, curl_easy_strerror(code), status);
	*ret_text = text.bytes;
	return MC_OK;
}
