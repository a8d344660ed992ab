/* To which addresses a document may go. None of them is called: nobody listens at port 1. */
#include "tests/unit/scratch.h"

#include <curl/curl.h>

#include "lib/wire/post.h"

static enum mc_problem_id
problem_of(struct scratch *scratch, const char *url)
{
	struct mc_ctx ctx = {.arena = scratch->ctx.arena};
	struct mc_post_line *line = mc_post_line_new(url, "secret-token", NULL);
	struct mc_post_answer answer;
	enum mc_rc rc = mc_post(&ctx, line, "key", "{}", &answer);

	mc_post_line_free(line);
	assert_int_equal(rc, MC_FAILED);
	assert_null(strstr(ctx.problem.internal, "secret-token"));
	assert_null(strstr(ctx.problem.internal, "example"));
	return ctx.problem.id;
}

static void
plain_http_stays_near(void **state)
{
	static const char *const refused[] = {"http://example.com/", "http://8.8.8.8:1/",
	    "http://172.32.0.1:1/", "http://127.0.0.1.example.com:1/", "http://localhost:1/",
	    "http://user:word@127.0.0.1:1/", "https://user@example.com/", "ftp://127.0.0.1/",
	    "file:///etc/passwd", "127.0.0.1:1", "http://[2001:db8::1]:1/", "http://", ""};
	static const char *const allowed[] = {"http://127.0.0.1:1/", "http://127.9.9.9:1/x",
	    "http://[::1]:1/", "https://127.0.0.1:1/"};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (problem_of(*state, refused[i]) != MC_PROBLEM_INTERNAL)
			fail_msg("%s is called", refused[i]);
	}
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
		if (problem_of(*state, allowed[i]) != MC_PROBLEM_OVERLOADED)
			fail_msg("%s is refused", allowed[i]);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(plain_http_stays_near),
	};

	assert_int_equal(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
