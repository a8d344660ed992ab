/* The content-addressed store: what is put is read back, once, whoever else puts it meanwhile. */
#include "tests/unit/scratch.h"

#include <dirent.h>
#include <pthread.h>
#include <unistd.h>

#include "lib/store/blob.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"

#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static struct mc_blob_store
open_store(struct scratch *scratch)
{
	struct mc_blob_store store = {.store = NULL};

	assert_good(&scratch->ctx,
	    mc_blob_directory(&scratch->ctx, scratch_path(scratch, "blobs"), &store));
	return store;
}

static char *
read_blob(
    struct mc_ctx *ctx, const struct mc_blob_store *store, const char *name, uint64_t *ret_size)
{
	MC_CLEANUP(mc_file_closep) int file = -1;
	char *bytes;

	assert_good(ctx, mc_blob_open(ctx, store, name, &file, ret_size));
	bytes = mc_alloc(ctx->arena, *ret_size + 1);
	assert_int_equal(mc_file_read_some(file, bytes, *ret_size + 1), *ret_size);
	return bytes;
}

static size_t
count_entries(const char *path)
{
	DIR *directory = opendir(path);
	size_t count = 0;

	assert_non_null(directory);
	for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	assert_int_equal(closedir(directory), 0);
	return count;
}

static void
what_is_put_is_read_back(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_blob_store store = open_store(scratch);
	struct stat status;
	uint64_t size = 0;

	scratch_write(scratch, "file", 0644, "abc", 3);
	for (int round = 0; round < 2; round++)
		assert_good(ctx, mc_blob_put(ctx, &store, scratch_path(scratch, "file"), ABC));
	assert_string_equal(read_blob(ctx, &store, ABC, &size), "abc");
	assert_int_equal(size, 3);
	assert_int_equal(stat(scratch_path(scratch, "blobs/ba/" ABC), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(count_entries(scratch_path(scratch, "blobs/ba")), 1);

	scratch_write(scratch, "file", 0644, "", 0);
	assert_good(ctx, mc_blob_put(ctx, &store, scratch_path(scratch, "file"), EMPTY));
	assert_string_equal(read_blob(ctx, &store, EMPTY, &size), "");
	assert_int_equal(size, 0);
}

static void
other_bytes_than_the_name_says_are_not_kept(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_blob_store store = open_store(scratch);

	scratch_write(scratch, "file", 0600, "abd", 3);
	assert_problem(ctx, mc_blob_put(ctx, &store, scratch_path(scratch, "file"), ABC),
	    MC_PROBLEM_CHECKSUM_MISMATCH);
	assert_int_equal(count_entries(scratch_path(scratch, "blobs/ba")), 0);
	assert_problem(ctx, mc_blob_put(ctx, &store, scratch_path(scratch, "absent"), ABC),
	    MC_PROBLEM_INTERNAL);
}

static void
a_blob_of_another_size_is_replaced(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_blob_store store = open_store(scratch);
	uint64_t size = 0;

	scratch_write(scratch, "file", 0600, "abc", 3);
	assert_good(ctx, mc_blob_put(ctx, &store, scratch_path(scratch, "file"), ABC));
	scratch_write(scratch, "blobs/ba/" ABC, 0600, "ab", 2);
	assert_good(ctx, mc_blob_put(ctx, &store, scratch_path(scratch, "file"), ABC));
	assert_string_equal(read_blob(ctx, &store, ABC, &size), "abc");
}

static void
names_cannot_leave_the_store(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_blob_store store = open_store(scratch);
	static const char *const names[] = {"", "abc", "../../etc/passwd", ABC "0",
	    "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
	    "../7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
	uint64_t size = 0;
	int file = -1;

	for (size_t i = 0; i < COUNT(names); i++) {
		assert_problem(
		    ctx, mc_blob_open(ctx, &store, names[i], &file, &size), MC_PROBLEM_INTERNAL);
		assert_problem(
		    ctx, mc_blob_put(ctx, &store, "/dev/null", names[i]), MC_PROBLEM_INTERNAL);
	}
	assert_problem(ctx, mc_blob_open(ctx, &store, ABC, &file, &size), MC_PROBLEM_INTERNAL);
	assert_int_equal(file, -1);
}

enum { LARGE = 3 * 1024 * 1024 + 7 };

struct writer {
	const struct mc_blob_store *store;
	const char *path;
	const char *name;
	enum mc_rc rc;
};

static void *
write_same(void *context)
{
	struct writer *writer = context;
	struct mc_ctx ctx = {.arena = mc_arena_new()};

	for (int round = 0; round < 3 && writer->rc == MC_OK; round++)
		writer->rc = mc_blob_put(&ctx, writer->store, writer->path, writer->name);
	mc_arena_free(ctx.arena);
	return NULL;
}

static void
many_may_put_the_same_at_once(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_blob_store store = open_store(scratch);
	char *bytes = mc_alloc(ctx->arena, LARGE);
	struct writer writers[6];
	pthread_t threads[COUNT(writers)];
	char name[MC_BLOB_NAME_SIZE];
	char hex[MC_DIGEST_TEXT_SIZE];
	uint64_t size = 0;

	for (size_t i = 0; i < LARGE; i++)
		bytes[i] = (char)(i * 31 >> 3);
	mc_digest_of(bytes, LARGE, name);
	scratch_write(scratch, "file", 0600, bytes, LARGE);
	for (size_t i = 0; i < COUNT(writers); i++) {
		writers[i] = (struct writer){&store, scratch_path(scratch, "file"), name, MC_OK};
		assert_int_equal(pthread_create(&threads[i], NULL, write_same, &writers[i]), 0);
	}
	for (size_t i = 0; i < COUNT(writers); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(writers[i].rc, MC_OK);
	}
	mc_digest_of(read_blob(ctx, &store, name, &size), LARGE, hex);
	assert_int_equal(size, LARGE);
	assert_string_equal(hex, name);
	assert_int_equal(
	    count_entries(mc_sprintf(ctx->arena, "%s/blobs/%.2s", scratch->directory, name)), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_put_is_read_back),
	    TEST(other_bytes_than_the_name_says_are_not_kept),
	    TEST(a_blob_of_another_size_is_replaced),
	    TEST(names_cannot_leave_the_store),
	    TEST(many_may_put_the_same_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
