/* Connections are kept for the next question. One that fails is closed, and another one is tried:
 * to sign twice what only one is told of does no harm. */
#include "lib/trust/signer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/trust/signature.h"

enum {
	KEPT_MAX = 64,
	SILENCE_MS = 1000,  /* of one that is connected */
	PATIENCE_MS = 3000, /* in all: it is started again after a second */
	PAUSE_MS = 20,
	REST_MS = 1000, /* after patience has ended others fail at once */
	RETRY_AFTER_SECONDS = 2,
};

struct mc_signer {
	const char *path;
	pthread_mutex_t mutex; /* of kept */
	size_t count;
	int kept[KEPT_MAX];
	_Atomic(uint64_t) rests_until_us;
};

struct mc_signer *
mc_signer_new(const char *path)
{
	struct mc_signer *signer = calloc(1, sizeof(*signer));

	if (signer == NULL || pthread_mutex_init(&signer->mutex, NULL) != 0)
		abort();
	signer->path = path;
	return signer;
}

void
mc_signer_free(struct mc_signer *signer)
{
	if (signer == NULL)
		return;
	while (signer->count > 0)
		(void)close(signer->kept[--signer->count]);
	(void)pthread_mutex_destroy(&signer->mutex);
	free(signer);
}

/* -1 with errno set. Its queue may be full: then this waits no longer than for an answer. */
static int
connect_to(const char *path)
{
	const struct timeval silence = {.tv_sec = SILENCE_MS / 1000};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	MC_CLEANUP(mc_file_closep) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int connected;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &silence, sizeof(silence)) != 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof(silence)) != 0 ||
	    connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
		return -1;
	connected = fd;
	fd = -1;
	return connected;
}

static int
take_kept(struct mc_signer *signer)
{
	int fd = -1;

	(void)pthread_mutex_lock(&signer->mutex);
	if (signer->count > 0)
		fd = signer->kept[--signer->count];
	(void)pthread_mutex_unlock(&signer->mutex);
	return fd;
}

static void
keep(struct mc_signer *signer, int fd)
{
	bool kept = false;

	(void)pthread_mutex_lock(&signer->mutex);
	if (signer->count < KEPT_MAX) {
		signer->kept[signer->count++] = fd;
		kept = true;
	}
	(void)pthread_mutex_unlock(&signer->mutex);
	if (!kept)
		(void)close(fd);
}

static bool
send_question(int fd, const char *text, size_t length)
{
	uint32_t size = htonl((uint32_t)length);
	struct iovec parts[] = {
	    {.iov_base = &size, .iov_len = sizeof(size)},
	    {.iov_base = (void *)(uintptr_t)text, .iov_len = length},
	};
	const struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
	size_t done;

	if (sent < (ssize_t)sizeof(size))
		return false;
	for (done = (size_t)sent - sizeof(size); done < length; done += (size_t)sent) {
		sent = send(fd, text + done, length - done, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
	}
	return true;
}

/* The answer into a buffer of MC_SIGNER_LENGTH_SIZE + MC_JWS_SEAL_MAX bytes, most often with one
 * call; false if it is none, with errno 0 where the other side has ended. */
static bool
receive_answer(int fd, char *bytes, size_t *ret_length)
{
	size_t got = 0, whole = MC_SIGNER_LENGTH_SIZE;
	uint32_t size;

	do {
		ssize_t count =
		    recv(fd, bytes + got, MC_SIGNER_LENGTH_SIZE + MC_JWS_SEAL_MAX - got, 0);

		errno = count == 0 ? 0 : errno;
		if (count <= 0)
			return false;
		got += (size_t)count;
		if (got >= MC_SIGNER_LENGTH_SIZE) {
			memcpy(&size, bytes, sizeof(size));
			whole = MC_SIGNER_LENGTH_SIZE + (size_t)ntohl(size);
		}
		if (whole > MC_SIGNER_LENGTH_SIZE + MC_JWS_SEAL_MAX)
			return false;
	} while (got < whole);
	*ret_length = whole - MC_SIGNER_LENGTH_SIZE;
	return got == whole;
}

/* One question and its answer; *ret_again says that the connection was one of before, which may
 * have ended since, so that the next one is tried at once. */
static bool
ask(struct mc_ctx *ctx, struct mc_signer *signer, const char *encoded, size_t length,
    char **ret_seal, bool *ret_again)
{
	char bytes[MC_SIGNER_LENGTH_SIZE + MC_JWS_SEAL_MAX];
	int fd = take_kept(signer);
	size_t seal_length = 0;

	*ret_again = fd >= 0;
	if (fd < 0)
		fd = connect_to(signer->path);
	if (fd < 0)
		return false;
	if (!send_question(fd, encoded, length) || !receive_answer(fd, bytes, &seal_length) ||
	    seal_length == 0) {
		int cause = errno;

		*ret_again = *ret_again && cause != EAGAIN;
		(void)close(fd);
		errno = cause;
		return false;
	}
	keep(signer, fd);
	*ret_seal = mc_strndup(ctx->arena, bytes + MC_SIGNER_LENGTH_SIZE, seal_length);
	return true;
}

static enum mc_rc
fail_paused(struct mc_ctx *ctx, const struct mc_signer *signer, const char *cause)
{
	(void)mc_fail_internal(
	    ctx, MC_PROBLEM_SIGNING_PAUSED, "signer: %s: %s", signer->path, cause);
	ctx->problem.retry_after = RETRY_AFTER_SECONDS;
	return MC_FAILED;
}

enum mc_rc
mc_signer_seal(struct mc_ctx *ctx, struct mc_signer *signer, const char *encoded, size_t length,
    char **ret_seal)
{
	uint64_t begun = mc_clock_monotonic_us();
	bool again;

	if (begun < atomic_load(&signer->rests_until_us))
		return fail_paused(ctx, signer, "did not answer a moment ago");
	while (!ask(ctx, signer, encoded, length, ret_seal, &again)) {
		int cause = errno;
		uint64_t now = mc_clock_monotonic_us();

		if (now - begun > UINT64_C(1000) * PATIENCE_MS) {
			atomic_store(&signer->rests_until_us, now + UINT64_C(1000) * REST_MS);
			return fail_paused(
			    ctx, signer, cause == 0 ? "gave no answer" : strerrordesc_np(cause));
		}
		if (!again)
			mc_clock_sleep_ms(PAUSE_MS);
	}
	return MC_OK;
}

bool
mc_signer_answers(const char *path)
{
	char bytes[MC_SIGNER_LENGTH_SIZE + MC_JWS_SEAL_MAX];
	MC_CLEANUP(mc_file_closep) int fd = connect_to(path);
	size_t length = 1;

	return fd >= 0 && send_question(fd, "", 0) && receive_answer(fd, bytes, &length) &&
	       length == 0;
}
