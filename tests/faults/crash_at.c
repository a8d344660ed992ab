/* Ends the program it is loaded into (LD_PRELOAD), as by kill -9, before the n-th of the calls that
 * leave something behind: on the disk, at the database, at the client. The file that CRASH_AT names
 * holds n as a 64-bit number that whoever tests writes there; 0: it goes on. */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static _Atomic int64_t *left;

static void __attribute__((constructor)) begin(void)
{
	const char *path = getenv("CRASH_AT");
	int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
	void *shared = fd < 0
			   ? MAP_FAILED
			   : mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (shared != MAP_FAILED)
		left = shared;
	if (fd >= 0)
		(void)close(fd);
}

static void
step(void)
{
	if (left == NULL || atomic_load(left) <= 0)
		return;
	if (atomic_fetch_sub(left, 1) == 1)
		(void)kill(getpid(), SIGKILL);
}

/* The call of the same name that would have been taken without this file. */
#define REAL(type, name, ...)                                                                      \
	static type (*real)(__VA_ARGS__);                                                          \
	if (real == NULL)                                                                          \
		*(void **)&real = dlsym(RTLD_NEXT, #name);                                         \
	step()

ssize_t
write(int fd, const void *bytes, size_t length)
{
	REAL(ssize_t, write, int, const void *, size_t);
	return real(fd, bytes, length);
}

ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
	return real(fd, bytes, length, offset);
}

ssize_t
send(int fd, const void *bytes, size_t length, int flags)
{
	REAL(ssize_t, send, int, const void *, size_t, int);
	return real(fd, bytes, length, flags);
}

int
ftruncate(int fd, off_t length)
{
	REAL(int, ftruncate, int, off_t);
	return real(fd, length);
}

int
fsync(int fd)
{
	REAL(int, fsync, int);
	return real(fd);
}

int
fdatasync(int fd)
{
	REAL(int, fdatasync, int);
	return real(fd);
}

int
mkostemp(char *path, int flags)
{
	REAL(int, mkostemp, char *, int);
	return real(path, flags);
}

int
mkdir(const char *path, mode_t mode)
{
	REAL(int, mkdir, const char *, mode_t);
	return real(path, mode);
}

int
rename(const char *from, const char *to)
{
	REAL(int, rename, const char *, const char *);
	return real(from, to);
}

int
unlink(const char *path)
{
	REAL(int, unlink, const char *);
	return real(path);
}
