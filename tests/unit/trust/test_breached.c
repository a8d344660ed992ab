/* Lists of stolen passwords: what stands in one is found, nothing else is, and a file of another
 * form is refused. */
#include "tests/unit/scratch.h"

#include <openssl/evp.h>

#include "lib/trust/breached.h"

enum { ROWS = 500 };

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
hash_of(const char *text, bool upper, char digits[41])
{
	unsigned char digest[20];

	assert_int_equal(EVP_Digest(text, strlen(text), digest, NULL, EVP_sha1(), NULL), 1);
	for (size_t i = 0; i < sizeof(digest); i++)
		(void)snprintf(digits + 2 * i, 3, upper ? "%02X" : "%02x", digest[i]);
}

static const char *
write_file(struct scratch *scratch, const char *text)
{
	const char *path = mc_sprintf(scratch->ctx.arena, "%s/list", scratch->directory);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* Each of the first is in the file, none of those after them. */
static void
assert_found(struct scratch *scratch, const char *path, size_t first, size_t after)
{
	struct mc_breached *breached = NULL;

	assert_int_equal(mc_breached_open(&scratch->ctx, path, &breached), MC_OK);
	for (size_t i = 0; i < first + after; i++) {
		const char *password = mc_sprintf(scratch->ctx.arena, "mật khẩu số %zu", i);
		bool has = i >= first;

		assert_int_equal(
		    mc_breached_has(&scratch->ctx, breached, password, strlen(password), &has),
		    MC_OK);
		if (has != (i < first))
			fail_msg("%zu of %zu: %s", i, first, has ? "found" : "not found");
	}
	mc_breached_free(breached);
}

static void
what_stands_in_the_list_is_found_and_nothing_else(void **state)
{
	struct scratch *scratch = *state;
	static const char *const ends[] = {":3\r\n", ":17\n", "\n", ":2147483647\r\n"};
	static const size_t sizes[] = {1, 2, 3, 7, ROWS};

	for (size_t way = 0; way < COUNT(ends) * COUNT(sizes) * 2; way++) {
		size_t rows = sizes[way / 2 % COUNT(sizes)];
		char digits[ROWS][41];
		char text[ROWS * 64] = "";
		size_t used = 0;

		for (size_t i = 0; i < rows; i++)
			hash_of(mc_sprintf(scratch->ctx.arena, "mật khẩu số %zu", i), way % 2 == 0,
			    digits[i]);
		qsort(digits, rows, sizeof(digits[0]), compare);
		for (size_t i = 0; i < rows; i++)
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
			    digits[i], ends[(way + i) % COUNT(ends)]);
		if (way % 3 == 0)
			text[strcspn(text + used - 2, "\r\n") + used - 2] = '\0';
		assert_found(scratch, write_file(scratch, text), rows, ROWS);
	}
}

static void
a_password_is_found_however_its_marks_are_typed(void **state)
{
	struct scratch *scratch = *state;
	struct mc_breached *breached = NULL;
	char digits[41];
	bool has = false;

	hash_of("m\xC6\xB0"
		"a r\xC6\xA1i",
	    true, digits);
	assert_int_equal(
	    mc_breached_open(&scratch->ctx, write_file(scratch, digits), &breached), MC_OK);
	assert_int_equal(mc_breached_has(&scratch->ctx, breached,
			     "mu\xCC\x9B"
			     "a ro\xCC\x9Bi",
			     11, &has),
	    MC_OK);
	assert_true(has);
	assert_int_equal(mc_breached_has(&scratch->ctx, breached, "\xFF\xFE", 2, &has), MC_OK);
	assert_false(has);
	mc_breached_free(breached);
}

static void
a_file_of_another_form_is_refused(void **state)
{
	struct scratch *scratch = *state;
	struct mc_breached *breached = NULL;
	static const char *const texts[] = {"", "password\n123456\n", "0123456789ABCDEF:3\n",
	    "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8 3\n",
	    "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FG8:3\n",
	    "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:"
	    "00000000000000000000000000000000000000000000000000000000000000000000000000003\n",
	    "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:3\n\n\n"};

	for (size_t i = 0; i < COUNT(texts); i++) {
		if (mc_breached_open(&scratch->ctx, write_file(scratch, texts[i]), &breached) ==
		    MC_OK)
			fail_msg("%s: taken", texts[i]);
		mc_problem_clear(&scratch->ctx);
	}
	assert_int_equal(mc_breached_open(&scratch->ctx, "/nowhere", &breached), MC_FAILED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_stands_in_the_list_is_found_and_nothing_else),
	    TEST(a_password_is_found_however_its_marks_are_typed),
	    TEST(a_file_of_another_form_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
