#include "lib/trust/breached.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/trust/password_form.h"

enum {
	SHA1_SIZE = 20, /* the form of the file; it protects nothing here */
	DIGITS = 2 * SHA1_SIZE,
	LINE_MOST = 64, /* with a count of billions */
};

struct mc_breached {
	int fd;
	off_t size;
	char *path;
};

struct line {
	off_t start;
	off_t next;
	char digits[DIGITS + 1]; /* in upper case */
};

static bool
read_digits(const char *text, size_t length, char digits[DIGITS + 1])
{
	if (length < DIGITS || (length > DIGITS && strchr(":\r\n", text[DIGITS]) == NULL))
		return false;
	for (size_t i = 0; i < DIGITS; i++) {
		char c = text[i];

		if ((c < '0' || c > '9') && (c < 'A' || c > 'F') && (c < 'a' || c > 'f'))
			return false;
		digits[i] = c >= 'a' ? (char)(c - 'a' + 'A') : c;
	}
	digits[DIGITS] = '\0';
	return true;
}

/* The line that has the byte at a place. */
static enum mc_rc
read_line(
    struct mc_ctx *ctx, const struct mc_breached *breached, off_t place, struct line *ret_line)
{
	char bytes[2 * LINE_MOST];
	off_t from = place > LINE_MOST ? place - LINE_MOST : 0;
	size_t at = (size_t)(place - from);
	ssize_t got = pread(breached->fd, bytes, sizeof(bytes), from);
	size_t start = at;
	size_t end = at;

	if (got < 0)
		return mc_file_fail(ctx, "read", breached->path);
	if ((size_t)got <= at)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s was cut", breached->path);
	while (start > 0 && bytes[start - 1] != '\n')
		start--;
	while (end < (size_t)got && bytes[end] != '\n')
		end++;
	if ((start == 0 && from > 0) || !read_digits(bytes + start, end - start, ret_line->digits))
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "%s: no line of 40 hex digits and a count around byte %lld", breached->path,
		    (long long)place);
	ret_line->start = from + (off_t)start;
	ret_line->next = from + (off_t)end + 1;
	return MC_OK;
}

static enum mc_rc
look(struct mc_ctx *ctx, struct mc_breached *breached)
{
	struct stat status;
	struct line line;

	if (breached->fd == -1 || fstat(breached->fd, &status) == -1)
		return mc_file_fail(ctx, "open", breached->path);
	breached->size = status.st_size;
	if (breached->size == 0)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "%s is empty", breached->path);
	TRY(read_line(ctx, breached, 0, &line));
	TRY(read_line(ctx, breached, breached->size / 2, &line));
	return read_line(ctx, breached, breached->size - 1, &line);
}

enum mc_rc
mc_breached_open(struct mc_ctx *ctx, const char *path, struct mc_breached **ret_breached)
{
	struct mc_breached *breached = calloc(1, sizeof(*breached));

	if (breached == NULL || (breached->path = strdup(path)) == NULL) {
		free(breached);
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	}
	breached->fd = mc_file_open(path, O_RDONLY, 0);
	if (look(ctx, breached) != MC_OK) {
		mc_breached_free(breached);
		return MC_FAILED;
	}
	*ret_breached = breached;
	return MC_OK;
}

void
mc_breached_free(struct mc_breached *breached)
{
	if (breached == NULL)
		return;
	mc_file_closep(&breached->fd);
	free(breached->path);
	free(breached);
}

static enum mc_rc
search(struct mc_ctx *ctx, const struct mc_breached *breached, const char *wanted, bool *ret_has)
{
	off_t low = 0;
	off_t high = breached->size;

	while (low < high) {
		struct line line = {.next = high};
		int order;

		TRY(read_line(ctx, breached, low + (high - low) / 2, &line));
		order = strcmp(wanted, line.digits);
		if (order == 0) {
			*ret_has = true;
			return MC_OK;
		}
		if (order < 0)
			high = line.start;
		else
			low = line.next;
	}
	*ret_has = false;
	return MC_OK;
}

enum mc_rc
mc_breached_has(struct mc_ctx *ctx, const struct mc_breached *breached, const char *password,
    size_t length, bool *ret_has)
{
	static const char hex[] = "0123456789ABCDEF";
	struct mc_password_form form;
	unsigned char digest[SHA1_SIZE];
	char wanted[DIGITS + 1] = "";

	*ret_has = false;
	if (!mc_password_form(ctx->arena, password, length, &form))
		return MC_OK;
	if (EVP_Digest(form.text, form.length, digest, NULL, EVP_sha1(), NULL) != 1)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "SHA-1 failed");
	for (size_t i = 0; i < SHA1_SIZE; i++) {
		wanted[2 * i] = hex[digest[i] >> 4];
		wanted[2 * i + 1] = hex[digest[i] & 15];
	}
	return search(ctx, breached, wanted, ret_has);
}
