/* The headers of resumable uploads. */
#include "tests/unit/scratch.h"

#include "lib/base/base64.h"
#include "lib/wire/tus.h"

static void
a_piece_is_compared_with_its_digest(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const struct {
		const char *header;
		enum mc_problem_id problem;
	} cases[] = {
	    {"sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", MC_PROBLEM_NONE},
	    {"SHA256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", MC_PROBLEM_NONE},
	    {"sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFaw=", MC_PROBLEM_CHECKSUM_MISMATCH},
	    {"sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", MC_PROBLEM_CHECKSUM_MISMATCH},
	    {"sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", MC_PROBLEM_CHECKSUM_UNSUPPORTED},
	    {"md5 kAFQmDzST7DWlj99KOF/cg==", MC_PROBLEM_CHECKSUM_UNSUPPORTED},
	    {"sha256", MC_PROBLEM_BAD_HEADER},
	    {"sha256 ", MC_PROBLEM_BAD_HEADER},
	    {"sha256  ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", MC_PROBLEM_BAD_HEADER},
	    {"sha256 ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", MC_PROBLEM_BAD_HEADER},
	    {"sha256 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", MC_PROBLEM_BAD_HEADER},
	    {"", MC_PROBLEM_BAD_HEADER},
	    {" sha256", MC_PROBLEM_BAD_HEADER},
	    {"averyveryverylongalgorithm x", MC_PROBLEM_BAD_HEADER},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum mc_rc rc = mc_tus_checksum_check(ctx, cases[i].header, "abc", 3);

		if (ctx->problem.id != cases[i].problem || (rc == MC_OK) != (cases[i].problem == 0))
			fail_msg("%s: %d", cases[i].header, (int)ctx->problem.id);
		mc_problem_clear(ctx);
	}
}

static char *
filename_header(struct mc_ctx *ctx, const char *name)
{
	return mc_sprintf(
	    ctx->arena, "filename %s", mc_base64_encode(ctx->arena, name, strlen(name)));
}

static void
names_of_files_come_back_clean(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const struct {
		const char *sent, *kept; /* kept NULL = refused */
	} cases[] = {
	    {"Giấy chứng sinh.pdf", "Giấy chứng sinh.pdf"},
	    {"Gia\u0302\u0301y.pdf", "Gi\u1EA5y.pdf"},
	    {"C:\\Users\\An\\khai sinh.jpg", "khai sinh.jpg"},
	    {"../../etc/passwd", "passwd"},
	    {"Ảnh 10.12\u202FSA.png", "Ảnh 10.12 SA.png"},
	    {"a\u202Egnp.exe", "agnp.exe"},
	    {"a\u200Bb\007c.pdf", "abc.pdf"},
	    {"ảnh 🏠.jpg", "ảnh 🏠.jpg"},
	    {"", NULL},
	    {"..", NULL},
	    {"thư mục/", NULL},
	    {" . ", NULL},
	    {"\u200B", NULL},
	    {"a\xFF.pdf", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_tus_metadata metadata;
		char *header = filename_header(ctx, cases[i].sent);

		if (cases[i].kept == NULL) {
			assert_problem(ctx, mc_tus_metadata_parse(ctx, header, &metadata),
			    MC_PROBLEM_BAD_HEADER);
			continue;
		}
		assert_good(ctx, mc_tus_metadata_parse(ctx, header, &metadata));
		assert_string_equal(metadata.filename, cases[i].kept);
	}
}

#define DIGEST "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define DIGEST64                                                                                   \
	"YmE3ODE2YmY4ZjAxY2ZlYTQxNDE0MGRlNWRhZTIyMjNiMDAzNjFhMzk2MTc3YTljYjQxMGZmNjFmMjAwMTVhZA=="

static void
metadata_is_read_strictly(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const char *const good[] = {"", "other", "other eA==", "is_confidential,other eA=="};
	static const char *const bad[] = {",", "filename YQ==,", "filename YQ==,,sha256 " DIGEST64,
	    " filename YQ==", "filename  YQ==", "filename YQ", "filename",
	    "filename Y\xC4\x83==", "filename YQ==,filename YQ==", "sha256",
	    "sha256 YQ==", "sha256 " DIGEST64 ",sha256 " DIGEST64,
	    "filename YQA=", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"};
	struct mc_tus_metadata metadata;
	char *longest = mc_alloc(ctx->arena, MC_TUS_METADATA_MAX + 2);
	char *name = mc_alloc(ctx->arena, 257);

	assert_string_equal(mc_base64_encode(ctx->arena, DIGEST, 64), DIGEST64);
	assert_good(
	    ctx, mc_tus_metadata_parse(ctx, "filename YQ==, sha256 " DIGEST64 ",x", &metadata));
	assert_string_equal(metadata.filename, "a");
	assert_string_equal(metadata.sha256, DIGEST);
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_good(ctx, mc_tus_metadata_parse(ctx, good[i], &metadata));
		assert_null(metadata.filename);
		assert_null(metadata.sha256);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (mc_tus_metadata_parse(ctx, bad[i], &metadata) == MC_OK)
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(ctx->problem.id, MC_PROBLEM_BAD_HEADER);
		mc_problem_clear(ctx);
	}
	memset(longest, 'a', MC_TUS_METADATA_MAX + 1);
	assert_problem(ctx, mc_tus_metadata_parse(ctx, longest, &metadata), MC_PROBLEM_BAD_HEADER);
	memset(name, 'a', 255);
	assert_good(ctx, mc_tus_metadata_parse(ctx, filename_header(ctx, name), &metadata));
	memset(name, 'a', 256);
	assert_problem(ctx, mc_tus_metadata_parse(ctx, filename_header(ctx, name), &metadata),
	    MC_PROBLEM_BAD_HEADER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_piece_is_compared_with_its_digest),
	    TEST(names_of_files_come_back_clean),
	    TEST(metadata_is_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
