/* What people type, by the table that the pages' twin is tested with too. */
#include "tests/unit/scratch.h"

#include <stdlib.h>

#include "lib/base/as_typed.h"
#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/dossier/dossier_code.h"
#include "lib/identity/personal_id.h"
#include "lib/identity/phone.h"

enum { TABLE_MAX = 100000, CASES_MIN = 80 };

static const char table[] = "tests/data/as_typed.tsv";

/* One character below U+10000 as UTF-8. */
static void
add_code_point(struct mc_buf *text, unsigned long c)
{
	if (c < 0x80) {
		mc_buf_add_char(text, (char)c);
		return;
	}
	if (c < 0x800) {
		mc_buf_add_char(text, (char)(0xC0 | c >> 6));
	} else {
		mc_buf_add_char(text, (char)(0xE0 | c >> 12));
		mc_buf_add_char(text, (char)(0x80 | (c >> 6 & 0x3F)));
	}
	mc_buf_add_char(text, (char)(0x80 | (c & 0x3F)));
}

/* The field at the start of *line, its escapes read; *line goes on to the next one. */
static const char *
take_field(struct mc_arena *arena, const char **line)
{
	struct mc_buf text = mc_buf_new(arena, 1000);

	while (**line != '\t' && **line != '\0') {
		if (strncmp(*line, "\\u", 2) == 0) {
			add_code_point(&text, strtoul(mc_strndup(arena, *line + 2, 4), NULL, 16));
			*line += 6;
		} else {
			mc_buf_add_char(&text, *(*line)++);
		}
	}
	*line += **line == '\t';
	return text.bytes;
}

/* What the program takes a text for. */
static const char *
take(struct mc_arena *arena, const char *kind, const char *typed)
{
	const char *text = mc_as_typed(arena, typed);
	char phone[MC_PHONE_SIZE];
	struct mc_personal_id id;
	struct mc_dossier_code code;

	if (strcmp(kind, "text") == 0)
		return text;
	if (strcmp(kind, "phone") == 0)
		return mc_phone_normalise(text, phone) ? mc_strdup(arena, phone) : "refused";
	if (strcmp(kind, "personal_id") == 0)
		return mc_personal_id_parse(text, &id) == MC_PERSONAL_ID_OK
			   ? mc_strdup(arena, id.text)
			   : "refused";
	assert_string_equal(kind, "code");
	return mc_dossier_code_find(text, &code) ? mc_strdup(arena, code.text) : "refused";
}

static void
the_table_holds(void **state)
{
	struct scratch *scratch = *state;
	struct mc_arena *arena = scratch->ctx.arena;
	char *bytes = NULL;
	size_t length = 0, cases = 0;

	assert_good(&scratch->ctx, mc_file_read(&scratch->ctx, table, TABLE_MAX, &bytes, &length));
	for (char *line = bytes, *end; *line != '\0'; line = end + 1) {
		const char *rest = line, *kind, *typed, *wanted;

		end = strchr(line, '\n');
		assert_non_null(end);
		*end = '\0';
		if (*line == '#' || strncmp(line, "kind\t", 5) == 0)
			continue;
		kind = take_field(arena, &rest);
		typed = take_field(arena, &rest);
		wanted = take_field(arena, &rest);
		if (strcmp(take(arena, kind, typed), wanted) != 0)
			fail_msg("%s: taken for \"%s\"", line, take(arena, kind, typed));
		if (strcmp(wanted, "refused") != 0 &&
		    strcmp(take(arena, kind, wanted), wanted) != 0)
			fail_msg("%s: not the same when it is typed again", line);
		cases++;
	}
	assert_true(cases >= CASES_MIN);
}

static void
nothing_and_no_text(void **state)
{
	struct scratch *scratch = *state;
	struct mc_arena *arena = scratch->ctx.arena;

	assert_null(mc_as_typed(arena, NULL));
	assert_null(mc_as_typed(arena, "a\xC3"));
	assert_null(mc_as_typed_words(arena, NULL));
	assert_null(mc_as_typed_words(arena, " \u200B\t"));
	assert_string_equal(mc_as_typed_words(arena, " a "), "a");
	assert_string_equal(mc_as_typed(arena, "a\x01"), "a\x01");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_table_holds),
	    TEST(nothing_and_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
