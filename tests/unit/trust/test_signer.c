/* Who asks for signatures, beside a signer that is played: it answers, cuts off, is away, or keeps
 * silent. */
#include "tests/unit/scratch.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/trust/signature.h"
#include "lib/trust/signer.h"

/* What it does with a question: a letter each. */
struct played {
	char path[80];
	const char *script;
	int listener;
	atomic_uint asked, connected;
	pthread_t thread;
};

static bool
read_whole(int fd, void *bytes, size_t length)
{
	return mc_file_read_some(fd, bytes, length) == (ssize_t)length;
}

static bool
answer(int fd, const char *head, size_t length, bool in_pieces)
{
	char bytes[4 + MC_JWS_SEAL_MAX + 100] = {0};
	uint32_t size = htonl((uint32_t)length);

	memcpy(bytes, &size, sizeof(size));
	memcpy(bytes + sizeof(size), head, strlen(head));
	if (in_pieces) {
		for (size_t i = 0; i < sizeof(size) + length; i++)
			assert_int_equal(send(fd, bytes + i, 1, MSG_NOSIGNAL), 1);
		return true;
	}
	return send(fd, bytes, sizeof(size) + length, MSG_NOSIGNAL) >= 0;
}

/* Plays one question; false when the connection is to be closed. */
static bool
play(struct played *signer, int fd, char letter)
{
	switch (letter) {
	case 'a':
		return answer(fd, "head..tail", 10, false);
	case 'p':
		return answer(fd, "head..tail", 10, true);
	case 'n': /* nothing is signed */
		return answer(fd, "", 0, false);
	case 'l': /* longer than any seal */
		return answer(fd, "head..tail", MC_JWS_SEAL_MAX + 1, false);
	case 's':
		mc_clock_sleep_ms(5000);
		return false;
	default:
		(void)signer;
		return false;
	}
}

static void
serve_one(struct played *signer, int fd)
{
	static char question[MC_JWS_ENCODED_MAX];
	uint32_t size;

	while (*signer->script != '\0' && read_whole(fd, &size, sizeof(size)) &&
	       read_whole(fd, question, ntohl(size))) {
		atomic_fetch_add(&signer->asked, 1);
		if (!play(signer, fd, *signer->script++))
			break;
	}
	(void)close(fd);
}

static void *
serve(void *argument)
{
	struct played *signer = argument;

	while (*signer->script != '\0') {
		int fd = accept(signer->listener, NULL, NULL);

		if (fd < 0)
			break;
		atomic_fetch_add(&signer->connected, 1);
		serve_one(signer, fd);
	}
	return NULL;
}

static void
start(struct scratch *scratch, struct played *signer, const char *script)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	signer->script = script;
	(void)snprintf(signer->path, sizeof(signer->path), "%s/s", scratch->directory);
	memcpy(address.sun_path, signer->path, strlen(signer->path) + 1);
	signer->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(signer->listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(signer->listener, 8), 0);
	assert_int_equal(pthread_create(&signer->thread, NULL, serve, signer), 0);
}

static void
stop(struct played *signer)
{
	(void)shutdown(signer->listener, SHUT_RDWR);
	(void)pthread_join(signer->thread, NULL);
	(void)close(signer->listener);
	(void)unlink(signer->path);
}

static char *
encoded(struct mc_ctx *ctx, size_t length)
{
	char *payload = mc_alloc(ctx->arena, length), *text = NULL;

	assert_good(ctx, mc_jws_payload(ctx, payload, length, &text));
	return text;
}

/* Asks so often, each time with an answer. */
static void
ask(struct scratch *scratch, struct mc_signer *signer, unsigned times, size_t length)
{
	struct mc_ctx *ctx = &scratch->ctx;

	for (unsigned i = 0; i < times; i++) {
		char *text = encoded(ctx, length), *seal = NULL;

		assert_good(ctx, mc_signer_seal(ctx, signer, text, strlen(text), &seal));
		assert_string_equal(seal, "head..tail");
	}
}

static void
a_connection_serves_many_questions(void **state)
{
	struct scratch *scratch = *state;
	struct played played = {0};
	struct mc_signer *signer;

	start(scratch, &played, "aapap");
	signer = mc_signer_new(played.path);
	ask(scratch, signer, 3, 100);
	ask(scratch, signer, 2, MC_JWS_PAYLOAD_MAX);
	assert_int_equal(played.connected, 1);
	assert_int_equal(played.asked, 5);
	mc_signer_free(signer);
	stop(&played);
}

static void
what_fails_is_asked_again(void **state)
{
	struct scratch *scratch = *state;
	static const char *const scripts[] = {"aca", "acca", "aala", "ana"};

	for (size_t i = 0; i < COUNT(scripts); i++) {
		struct played played = {0};
		struct mc_signer *signer;

		start(scratch, &played, scripts[i]);
		signer = mc_signer_new(played.path);
		ask(scratch, signer, scripts[i][1] == 'a' ? 3 : 2, 100);
		assert_int_equal(played.asked, strlen(scripts[i]));
		mc_signer_free(signer);
		stop(&played);
	}
}

static void
one_that_is_started_anew_is_waited_for(void **state)
{
	struct scratch *scratch = *state;
	struct played played = {0}, next = {0};
	struct mc_signer *signer;
	struct mc_ctx *ctx = &scratch->ctx;
	uint64_t begun;

	start(scratch, &played, "a");
	signer = mc_signer_new(played.path);
	ask(scratch, signer, 1, 10);
	stop(&played);
	assert_false(mc_signer_answers(played.path));
	begun = mc_clock_monotonic_us();
	assert_problem(
	    ctx, mc_signer_seal(ctx, signer, "eA", 2, &(char *){NULL}), MC_PROBLEM_SIGNING_PAUSED);
	assert_true(mc_clock_monotonic_us() - begun >= 3000000);
	/* for a moment nobody else waits */
	begun = mc_clock_monotonic_us();
	assert_problem(
	    ctx, mc_signer_seal(ctx, signer, "eA", 2, &(char *){NULL}), MC_PROBLEM_SIGNING_PAUSED);
	assert_true(mc_clock_monotonic_us() - begun < 900000);
	mc_clock_sleep_ms(1100);
	start(scratch, &next, "aa");
	ask(scratch, signer, 2, 10);
	mc_signer_free(signer);
	stop(&next);
}

static void
one_that_keeps_silent_is_not_waited_for_long(void **state)
{
	struct scratch *scratch = *state;
	struct played played = {0};
	struct mc_signer *signer;
	struct mc_ctx *ctx = &scratch->ctx;
	uint64_t begun = mc_clock_monotonic_us();

	start(scratch, &played, "s");
	signer = mc_signer_new(played.path);
	assert_problem(
	    ctx, mc_signer_seal(ctx, signer, "eA", 2, &(char *){NULL}), MC_PROBLEM_SIGNING_PAUSED);
	assert_true(mc_clock_monotonic_us() - begun >= 3000000);
	mc_signer_free(signer);
	stop(&played);
}

static void
whether_it_answers_can_be_asked(void **state)
{
	struct scratch *scratch = *state;
	struct played played = {0};

	assert_false(mc_signer_answers("/nonexistent/socket"));
	start(scratch, &played, "nc");
	assert_true(mc_signer_answers(played.path));
	assert_false(mc_signer_answers(played.path));
	stop(&played);
	assert_false(mc_signer_answers(
	    "/a/path/that/is/longer/than/any/path/of/a/unix/socket/may/be/which/is/one/hundred/"
	    "and/seven/bytes/and/no/more"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_connection_serves_many_questions),
	    TEST(what_fails_is_asked_again),
	    TEST(one_that_is_started_anew_is_waited_for),
	    TEST(one_that_keeps_silent_is_not_waited_for_long),
	    TEST(whether_it_answers_can_be_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
