/* The content-addressed store: what is put is read back, once, whoever else puts it meanwhile. */
#include "tests/unit/scratch.h"

#include <dirent.h>
#include <pthread.h>
#include <unistd.h>

#include "lib/store/blob.h"
#include "lib/store/verified.h"
#include "lib/base/digest.h"
#include "lib/base/file.h"

#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* To be freed by the test. */
static struct mc_blob_store *
open_store(struct scratch *scratch)
{
	struct mc_blob_store *store = NULL;

	assert_good(&scratch->ctx,
	    mc_blob_store_open(&scratch->ctx, scratch_path(scratch, "blobs"), &store));
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
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);
	struct stat status;
	uint64_t size = 0;

	scratch_write(scratch, "file", 0644, "abc", 3);
	for (int round = 0; round < 2; round++)
		assert_good(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "file"), ABC));
	assert_string_equal(read_blob(ctx, store, ABC, &size), "abc");
	assert_int_equal(size, 3);
	assert_int_equal(stat(scratch_path(scratch, "blobs/ba/" ABC), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0640);
	assert_int_equal(stat(scratch_path(scratch, "blobs/ba"), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0750);
	assert_int_equal(count_entries(scratch_path(scratch, "blobs/ba")), 1);

	scratch_write(scratch, "file", 0644, "", 0);
	assert_good(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "file"), EMPTY));
	assert_string_equal(read_blob(ctx, store, EMPTY, &size), "");
	assert_int_equal(size, 0);
}

static void
other_bytes_than_the_name_says_are_not_kept(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);

	scratch_write(scratch, "file", 0600, "abd", 3);
	assert_problem(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "file"), ABC),
	    MC_PROBLEM_CHECKSUM_MISMATCH);
	assert_int_equal(count_entries(scratch_path(scratch, "blobs/ba")), 0);
	assert_problem(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "absent"), ABC),
	    MC_PROBLEM_INTERNAL);
}

static enum mc_blob_state
state_of(struct mc_ctx *ctx, const struct mc_blob_store *store, bool anew)
{
	enum mc_blob_state state = MC_BLOB_MISSING;

	assert_good(ctx, mc_blob_verify(ctx, store, ABC, anew, &state));
	return state;
}

static void
a_damaged_blob_is_not_opened_and_is_replaced(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);
	static const char *const damaged[] = {"ab", "abd", "abcd", ""};
	uint64_t size = 0;
	int file = -1;

	scratch_write(scratch, "file", 0600, "abc", 3);
	assert_int_equal(state_of(ctx, store, false), MC_BLOB_MISSING);
	for (size_t i = 0; i < COUNT(damaged); i++) {
		assert_good(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "file"), ABC));
		assert_int_equal(state_of(ctx, store, true), MC_BLOB_WHOLE);
		scratch_write(scratch, "blobs/ba/" ABC, 0600, damaged[i], strlen(damaged[i]));
		assert_int_equal(state_of(ctx, store, false), MC_BLOB_DAMAGED);
		assert_problem(
		    ctx, mc_blob_open(ctx, store, ABC, &file, &size), MC_PROBLEM_FILE_LOST);
	}
	assert_good(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "file"), ABC));
	assert_string_equal(read_blob(ctx, store, ABC, &size), "abc");
	assert_good(ctx, mc_blob_remove(ctx, store, ABC));
	assert_good(ctx, mc_blob_remove(ctx, store, ABC));
	assert_int_equal(symlink("/etc/passwd", scratch_path(scratch, "blobs/ba/" ABC)), 0);
	assert_int_equal(state_of(ctx, store, false), MC_BLOB_MISSING);
}

/* A file is read once; that it was touched is seen, that only its bytes changed is seen by whoever
 * reads anew. */
static void
what_was_read_is_known_until_it_is_touched(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);
	struct mc_verified *verified = mc_verified_new();
	struct stat status, touched;

	scratch_write(scratch, "file", 0600, "abc", 3);
	assert_good(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "file"), ABC));
	assert_int_equal(stat(scratch_path(scratch, "blobs/ba/" ABC), &status), 0);
	assert_false(mc_verified_has(verified, ABC, &status));
	mc_verified_add(verified, ABC, &status);
	assert_true(mc_verified_has(verified, ABC, &status));
	assert_false(mc_verified_has(verified, EMPTY, &status));
	for (int i = 0; i < 4; i++) {
		touched = status;
		touched.st_ino += i == 0;
		touched.st_size += i == 1;
		touched.st_ctim.tv_nsec += i == 2;
		touched.st_dev += i == 3;
		assert_false(mc_verified_has(verified, ABC, &touched));
	}
	mc_verified_free(verified);
}

static void
nobody_keeps_what_another_removes(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);
	int first = -1, second = -1, third = -1;

	assert_good(ctx, mc_blob_hold(ctx, store, ABC, false, &first));
	assert_good(ctx, mc_blob_hold(ctx, store, ABC, false, &second));
	assert_problem(ctx, mc_blob_hold(ctx, store, ABC, true, &third), MC_PROBLEM_OVERLOADED);
	mc_file_closep(&first);
	mc_file_closep(&second);
	assert_good(ctx, mc_blob_hold(ctx, store, ABC, true, &third));
	/* Another folder is another matter. */
	assert_good(ctx, mc_blob_hold(ctx, store, EMPTY, false, &first));
	assert_problem(ctx, mc_blob_hold(ctx, store, ABC, false, &second), MC_PROBLEM_OVERLOADED);
	mc_file_closep(&first);
	mc_file_closep(&third);
}

/* All names come once and in order, whatever the portion. */
static void
a_store_is_gone_through_in_portions(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);
	char names[40][MC_BLOB_NAME_SIZE];
	struct mc_blob_list list;

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *bytes = mc_sprintf(ctx->arena, "%zu", i);

		mc_digest_of(bytes, strlen(bytes), names[i]);
		scratch_write(scratch, "file", 0600, bytes, strlen(bytes));
		assert_good(ctx, mc_blob_put(ctx, store, scratch_path(scratch, "file"), names[i]));
	}
	qsort(names, COUNT(names), sizeof(names[0]), (int (*)(const void *, const void *))strcmp);
	scratch_write(scratch, mc_sprintf(ctx->arena, "blobs/%.2s/.tmp-x", names[0]), 0600, "", 0);
	scratch_write(
	    scratch, mc_sprintf(ctx->arena, "blobs/%.2s/stranger", names[0]), 0600, "", 0);
	for (size_t limit = 1; limit <= COUNT(names) + 1; limit += 3) {
		const char *after = "";
		size_t seen = 0;

		do {
			assert_good(ctx, mc_blob_list(ctx, store, after, NULL, limit, 0, &list));
			assert_true(list.count <= limit && list.leavings == 0);
			for (size_t i = 0; i < list.count; i++)
				assert_string_equal(list.entries[i].name, names[seen++]);
			if (list.count > 0)
				after = list.entries[list.count - 1].name;
		} while (list.more);
		assert_int_equal(seen, COUNT(names));
	}
	assert_good(ctx, mc_blob_list(ctx, store, names[3], names[7], 100, 0, &list));
	assert_int_equal(list.count, 4);
	assert_string_equal(list.entries[0].name, names[4]);
	assert_good(ctx, mc_blob_list(ctx, store, "", NULL, 100, INT64_MAX, &list));
	assert_int_equal(list.leavings, 1);
}

static void
names_cannot_leave_the_store(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);
	static const char *const names[] = {"", "abc", "../../etc/passwd", ABC "0",
	    "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
	    "../7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
	uint64_t size = 0;
	int file = -1;

	for (size_t i = 0; i < COUNT(names); i++) {
		assert_problem(
		    ctx, mc_blob_open(ctx, store, names[i], &file, &size), MC_PROBLEM_INTERNAL);
		assert_problem(
		    ctx, mc_blob_put(ctx, store, "/dev/null", names[i]), MC_PROBLEM_INTERNAL);
	}
	assert_problem(ctx, mc_blob_open(ctx, store, ABC, &file, &size), MC_PROBLEM_FILE_LOST);
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
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = open_store(scratch);
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
		writers[i] = (struct writer){store, scratch_path(scratch, "file"), name, MC_OK};
		assert_int_equal(pthread_create(&threads[i], NULL, write_same, &writers[i]), 0);
	}
	for (size_t i = 0; i < COUNT(writers); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(writers[i].rc, MC_OK);
	}
	mc_digest_of(read_blob(ctx, store, name, &size), LARGE, hex);
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
	    TEST(a_damaged_blob_is_not_opened_and_is_replaced),
	    TEST(what_was_read_is_known_until_it_is_touched),
	    TEST(nobody_keeps_what_another_removes),
	    TEST(a_store_is_gone_through_in_portions),
	    TEST(names_cannot_leave_the_store),
	    TEST(many_may_put_the_same_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
