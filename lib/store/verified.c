/* A table in which each name has one place; the last one that came stands there. */
#include "lib/store/verified.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PLACES = 16384, NAME_PART = 16 };

struct file {
	char name[NAME_PART];
	uint64_t device;
	uint64_t inode;
	int64_t size;
	int64_t changed_s;
	int64_t changed_ns;
};

struct mc_verified {
	pthread_mutex_t lock;
	struct file files[PLACES];
};

struct mc_verified *
mc_verified_new(void)
{
	struct mc_verified *verified = calloc(1, sizeof(*verified));

	if (verified == NULL || pthread_mutex_init(&verified->lock, NULL) != 0)
		abort();
	return verified;
}

void
mc_verified_free(struct mc_verified *verified)
{
	if (verified == NULL)
		return;
	(void)pthread_mutex_destroy(&verified->lock);
	free(verified);
}

static struct file
file_of(const char *name, const struct stat *status)
{
	struct file file = {
	    .device = status->st_dev,
	    .inode = status->st_ino,
	    .size = status->st_size,
	    .changed_s = status->st_ctim.tv_sec,
	    .changed_ns = status->st_ctim.tv_nsec,
	};

	memcpy(file.name, name, NAME_PART);
	return file;
}

/* FNV-1a. */
static struct file *
place_of(struct mc_verified *verified, const char *name)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < NAME_PART; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619U;
	return &verified->files[hash % PLACES];
}

bool
mc_verified_has(struct mc_verified *verified, const char *name, const struct stat *status)
{
	struct file file = file_of(name, status);
	const struct file *kept = place_of(verified, name);
	bool same;

	(void)pthread_mutex_lock(&verified->lock);
	same = memcmp(kept->name, file.name, NAME_PART) == 0 && kept->device == file.device &&
	       kept->inode == file.inode && kept->size == file.size &&
	       kept->changed_s == file.changed_s && kept->changed_ns == file.changed_ns;
	(void)pthread_mutex_unlock(&verified->lock);
	return same;
}

void
mc_verified_add(struct mc_verified *verified, const char *name, const struct stat *status)
{
	struct file file = file_of(name, status);

	(void)pthread_mutex_lock(&verified->lock);
	*place_of(verified, name) = file;
	(void)pthread_mutex_unlock(&verified->lock);
}
