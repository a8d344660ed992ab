/* A resumable upload's file: pieces in order, tails cut off, nothing acknowledged lost, and a full
 * disk told as such. */
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/store/blob.h"
#include "lib/base/file.h"
#include "lib/store/upload_file.h"

#define ID "0193568a-3c00-7000-8000-000000000001"
#define ABCDEF "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"

static struct mc_upload_file
open_new(struct scratch *scratch)
{
	struct mc_upload_file file = {.fd = -1};
	struct mc_ctx *ctx = &scratch->ctx;

	assert_problem(ctx, mc_upload_file_open(ctx, scratch->directory, ID, false, &file),
	    MC_PROBLEM_UPLOAD_GONE);
	assert_good(ctx, mc_upload_file_open(ctx, scratch->directory, ID, true, &file));
	return file;
}

static void
pieces_make_a_file(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_upload_file_closep) struct mc_upload_file file = open_new(scratch);
	struct mc_upload_summary summary;
	MC_CLEANUP(mc_blob_store_freep) struct mc_blob_store *store = NULL;
	MC_CLEANUP(mc_file_closep) int kept = -1;
	uint64_t size = 0;

	assert_good(ctx, mc_upload_file_append(ctx, &file, 0, "abc", 3));
	assert_good(ctx, mc_upload_file_append(ctx, &file, 3, "", 0));
	assert_good(ctx, mc_upload_file_append(ctx, &file, 3, "def", 3));
	assert_good(ctx, mc_upload_file_finish(ctx, &file, 6, &summary));
	assert_int_equal(summary.length, 6);
	assert_string_equal(summary.sha256, ABCDEF);
	assert_int_equal(summary.head_length, 6);
	assert_memory_equal(summary.head, "abcdef", 6);
	assert_int_equal(summary.tail_length, 6);
	assert_memory_equal(summary.tail, "abcdef", 6);

	assert_good(ctx, mc_blob_store_open(ctx, scratch_path(scratch, "blobs"), &store));
	assert_good(ctx, mc_blob_put(ctx, store, file.path, summary.sha256));
	assert_good(ctx, mc_blob_open(ctx, store, ABCDEF, &kept, &size));
	assert_int_equal(size, 6);
	assert_good(ctx, mc_upload_file_remove(ctx, scratch->directory, ID));
	assert_good(ctx, mc_upload_file_remove(ctx, scratch->directory, ID));
	mc_upload_file_closep(&file);
	assert_problem(ctx, mc_upload_file_open(ctx, scratch->directory, ID, false, &file),
	    MC_PROBLEM_UPLOAD_GONE);
}

/* Bytes that arrived while the connection broke are on the disk, but nobody was told of them. */
static void
an_unacknowledged_tail_is_cut_off(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_upload_file_closep) struct mc_upload_file file = open_new(scratch);
	struct mc_upload_summary summary;

	assert_good(ctx, mc_upload_file_append(ctx, &file, 0, "abcXXXXXXXXX", 12));
	assert_good(ctx, mc_upload_file_append(ctx, &file, 3, "def", 3));
	assert_good(ctx, mc_upload_file_finish(ctx, &file, 6, &summary));
	assert_string_equal(summary.sha256, ABCDEF);

	assert_good(ctx, mc_upload_file_append(ctx, &file, 6, "tail", 4));
	assert_good(ctx, mc_upload_file_finish(ctx, &file, 6, &summary));
	assert_string_equal(summary.sha256, ABCDEF);
}

static void
lost_acknowledged_bytes_are_noticed(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_upload_file_closep) struct mc_upload_file file = open_new(scratch);
	struct mc_upload_summary summary;

	assert_good(ctx, mc_upload_file_append(ctx, &file, 0, "abc", 3));
	assert_problem(ctx, mc_upload_file_append(ctx, &file, 4, "def", 3), MC_PROBLEM_UPLOAD_GONE);
	assert_problem(ctx, mc_upload_file_finish(ctx, &file, 4, &summary), MC_PROBLEM_UPLOAD_GONE);
}

static void
two_requests_cannot_hold_one_upload(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_upload_file_closep) struct mc_upload_file file = open_new(scratch);
	MC_CLEANUP(mc_upload_file_closep) struct mc_upload_file second = {.fd = -1};

	for (int make = 0; make < 2; make++)
		assert_problem(ctx,
		    mc_upload_file_open(ctx, scratch->directory, ID, make != 0, &second),
		    MC_PROBLEM_UPLOAD_BUSY);
	mc_upload_file_closep(&file);
	assert_good(ctx, mc_upload_file_open(ctx, scratch->directory, ID, false, &second));
}

static void
ids_cannot_leave_the_folder(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const char *const ids[] = {"", ".", "..", "../x", "a/b", "a.b", "a\n"};
	struct mc_upload_file file;

	for (size_t i = 0; i < COUNT(ids); i++) {
		for (int make = 0; make < 2; make++)
			assert_problem(ctx,
			    mc_upload_file_open(ctx, scratch->directory, ids[i], make != 0, &file),
			    MC_PROBLEM_INTERNAL);
		assert_problem(ctx, mc_upload_file_remove(ctx, scratch->directory, ids[i]),
		    MC_PROBLEM_INTERNAL);
	}
	assert_int_equal(symlink("/etc/passwd", scratch_path(scratch, "link")), 0);
	for (int make = 0; make < 2; make++)
		assert_problem(ctx,
		    mc_upload_file_open(ctx, scratch->directory, "link", make != 0, &file),
		    MC_PROBLEM_INTERNAL);
}

static void
edges_are_right_at_every_length(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	MC_CLEANUP(mc_upload_file_closep) struct mc_upload_file file = open_new(scratch);
	static const size_t lengths[] = {
	    0, 1, 4095, 4096, 4097, 8191, 65535, 65536, 65537, 65536 + 4095, 65536 + 4096, 200000};
	char *bytes = mc_alloc(ctx->arena, 200000);

	for (size_t i = 0; i < 200000; i++)
		bytes[i] = (char)(i * 37 >> 2);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		size_t length = lengths[i];
		size_t edge = length < MC_UPLOAD_EDGE ? length : MC_UPLOAD_EDGE;
		char sha256[MC_DIGEST_TEXT_SIZE];
		struct mc_upload_summary summary;

		assert_good(ctx, mc_upload_file_append(ctx, &file, 0, bytes, length));
		assert_good(ctx, mc_upload_file_finish(ctx, &file, length, &summary));
		mc_digest_of(bytes, length, sha256);
		assert_string_equal(summary.sha256, sha256);
		assert_int_equal(summary.head_length, edge);
		assert_int_equal(summary.tail_length, edge);
		assert_memory_equal(summary.head, bytes, edge);
		assert_memory_equal(summary.tail, bytes + length - edge, edge);
	}
}

static void
a_full_disk_is_told_as_overload(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	struct mc_upload_file full = {.fd = -1, .path = "/dev/full"};
	struct mc_upload_file file = open_new(scratch);
	struct rlimit kept, small;

	/* the device accepts no byte; a fault of the machine that is told apart from a full disk */
	full.fd = mc_file_open("/dev/full", O_RDWR, 0);
	assert_true(full.fd >= 0);
	assert_int_equal(mc_upload_file_append(ctx, &full, 0, "abc", 3), MC_FAILED);
	assert_int_equal(ctx->problem.id, MC_PROBLEM_OVERLOADED);
	assert_true(ctx->problem.retry_after > 0);
	assert_non_null(strstr(ctx->problem.internal, "No space left"));
	mc_problem_clear(ctx);
	mc_upload_file_closep(&full);

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &kept), 0);
	small = kept;
	small.rlim_cur = 4;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(mc_upload_file_append(ctx, &file, 0, "abcdef", 6), MC_FAILED);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &kept), 0);
	assert_int_equal(ctx->problem.id, MC_PROBLEM_INTERNAL);
	mc_problem_clear(ctx);
	/* what was written half is beyond the acknowledged offset and does no harm */
	assert_good(ctx, mc_upload_file_append(ctx, &file, 0, "abcdef", 6));
	mc_upload_file_closep(&file);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(pieces_make_a_file),
	    TEST(an_unacknowledged_tail_is_cut_off),
	    TEST(lost_acknowledged_bytes_are_noticed),
	    TEST(two_requests_cannot_hold_one_upload),
	    TEST(ids_cannot_leave_the_folder),
	    TEST(edges_are_right_at_every_length),
	    TEST(a_full_disk_is_told_as_overload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
