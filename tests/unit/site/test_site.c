/* Site folders: the samples load, and each mistake is refused in one line with file and member. */
#include "tests/unit/scratch.h"

#include "api/core/site.h"
#include "lib/base/file.h"
#include "lib/calendar/local_time.h"
#include "lib/json/json.h"
#include "lib/site/colour.h"

static const char sample[] = "schema/sample/site";

static void
copy(struct scratch *scratch, const char *name)
{
	char *bytes;
	size_t length;

	assert_good(&scratch->ctx,
	    mc_file_read(&scratch->ctx, mc_sprintf(scratch->ctx.arena, "%s/%s", sample, name),
		1024 * 1024, &bytes, &length));
	scratch_write(scratch, name, 0644, bytes, length);
}

/* A copy of the sample in the scratch directory. */
static void
copy_sample(struct scratch *scratch)
{
	copy(scratch, "site.json");
	copy(scratch, "logo.svg");
	copy(scratch, "icon-192.png");
	copy(scratch, "icon-512.png");
	copy(scratch, "icon-maskable.png");
}

/* What the folder is refused with, or "" when it is not. */
static const char *
refusal(struct scratch *scratch, const char *folder)
{
	MC_CLEANUP(mc_site_freep) struct mc_site *site = NULL;
	const struct mc_config config = {.site_dir = folder};
	struct mc_ctx ctx = {.arena = scratch->ctx.arena};

	if (mc_site_open(&ctx, &config, &site) == MC_OK)
		return "";
	assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
	assert_null(strchr(ctx.problem.internal, '\n'));
	return ctx.problem.internal;
}

#define assert_refused(scratch, wanted)                                                            \
	do {                                                                                       \
		const char *line_ = refusal(scratch, (scratch)->directory);                        \
		if (strstr(line_, wanted) == NULL)                                                 \
			fail_msg("\"%s\" does not say \"%s\"", line_, wanted);                     \
	} while (0)

static void
both_samples_load(void **state)
{
	MC_CLEANUP(mc_site_freep) struct mc_site *site = NULL;
	struct scratch *scratch = *state;
	struct mc_config config = {.site_dir = sample};

	assert_good(&scratch->ctx, mc_site_open(&scratch->ctx, &config, &site));
	assert_string_equal(mc_site_name(site), "Một cửa Tỉnh mẫu");
	assert_string_equal(mc_site_paper_mark(site), "MẪU - không có giá trị pháp lý");
	assert_string_equal(mc_site_carrier_name(site, "demo"), "Bưu chính mô phỏng (chạy thử)");
	assert_null(mc_site_carrier_name(site, "hoasim"));
	mc_site_freep(&site);
	config.site_dir = "schema/sample/second-site";
	assert_good(&scratch->ctx, mc_site_open(&scratch->ctx, &config, &site));
	assert_string_equal(mc_site_name(site), "Cửa chung Tỉnh Hoa Sim");
}

static void
networks_tell_offices_and_kiosks(void **state)
{
	static const char text[] =
	    "{\"networks\": [{\"range\": \"10.20.0.0/16\", \"kind\": \"unit\"}, "
	    "{\"range\": \"10.20.7.7\", \"kind\": \"kiosk\"}, "
	    "{\"range\": \"10.20.8.8\", \"kind\": \"proxy\"}]}";
	MC_CLEANUP(mc_site_freep) struct mc_site *site = NULL;
	struct scratch *scratch = *state;
	const struct mc_config config = {.site_dir = scratch->directory};

	copy_sample(scratch);
	assert_good(&scratch->ctx, mc_site_open(&scratch->ctx, &config, &site));
	assert_null(mc_site_network(site, "10.20.1.1"));
	mc_site_freep(&site);
	scratch_write(scratch, "networks.json", 0644, text, strlen(text));
	assert_good(&scratch->ctx, mc_site_open(&scratch->ctx, &config, &site));
	assert_string_equal(mc_site_network(site, "10.20.1.1"), "unit");
	assert_string_equal(mc_site_network(site, "10.20.7.7"), "kiosk");
	/* A proxy says nothing of those behind it. */
	assert_string_equal(mc_site_network(site, "10.20.8.8"), "unit");
	assert_null(mc_site_network(site, "10.21.1.1"));
	assert_null(mc_site_network(site, "unix:"));
	assert_null(mc_site_network(site, NULL));
}

static void
networks_that_are_none_are_refused(void **state)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
	    {"[", "networks.json: Dòng 1, cột 1: nội dung bị cắt giữa chừng."},
	    {"{\"networks\": {}}", "networks.json: holds a list 'networks'"},
	    {"{\"networks\": [], \"more\": 1}", "networks.json: holds a list 'networks'"},
	    {"{\"networks\": [{\"range\": \"10.20.0.1/16\", \"kind\": \"unit\"}]}",
		"networks/0: range is no network"},
	    {"{\"networks\": [{\"range\": 7, \"kind\": \"unit\"}]}",
		"networks/0: range is no network"},
	    {"{\"networks\": [{\"range\": \"::/0\", \"kind\": \"home\"}]}",
		"networks/0: holds range and kind"},
	    {"{\"networks\": [{\"range\": \"::/0\", \"kind\": \"unit\", \"name\": 1}]}",
		"networks/0: holds range and kind"},
	};
	struct scratch *scratch = *state;

	copy_sample(scratch);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		scratch_write(scratch, "networks.json", 0644, cases[i].text, strlen(cases[i].text));
		assert_refused(scratch, cases[i].wanted);
	}
}

static void
short_messages_cost_what_holds_on_the_day(void **state)
{
	static const char text[] =
	    "{\"sender\": \"TINHMAU\", \"plain_letters\": true, \"prices\": ["
	    "{\"valid_from\": \"2026-01-01\", \"amount\": 350}, "
	    "{\"valid_from\": \"2027-01-01\", \"amount\": 0}]}";
	MC_CLEANUP(mc_site_freep) struct mc_site *site = NULL;
	struct scratch *scratch = *state;
	const struct mc_config config = {.site_dir = scratch->directory};

	copy_sample(scratch);
	assert_good(&scratch->ctx, mc_site_open(&scratch->ctx, &config, &site));
	assert_null(mc_site_sms(site));
	mc_site_freep(&site);
	scratch_write(scratch, "sms.json", 0644, text, strlen(text));
	assert_good(&scratch->ctx, mc_site_open(&scratch->ctx, &config, &site));
	assert_string_equal(mc_site_sms(site)->sender, "TINHMAU");
	assert_true(mc_site_sms(site)->plain_letters);
	assert_int_equal(mc_sms_price(mc_site_sms(site), mc_day_number(2025, 12, 31)), -1);
	assert_int_equal(mc_sms_price(mc_site_sms(site), mc_day_number(2026, 1, 1)), 350);
	assert_int_equal(mc_sms_price(mc_site_sms(site), mc_day_number(2026, 12, 31)), 350);
	assert_int_equal(mc_sms_price(mc_site_sms(site), mc_day_number(2027, 1, 1)), 0);
}

static void
terms_of_short_messages_that_are_none_are_refused(void **state)
{
	static const char *const cases[][2] = {
	    {"[", "sms.json: Dòng 1, cột 1: nội dung bị cắt giữa chừng."},
	    {"[]", "sms.json: holds sender"},
	    {"{\"sender\": \"X\", \"plain_letters\": true}", "sms.json: holds sender"},
	    {"{\"sender\": \"MỘT CỬA\", \"plain_letters\": true, \"prices\": []}",
		"sms.json: holds sender"},
	    {"{\"sender\": \"ABCDEFGHIJKL\", \"plain_letters\": true, \"prices\": []}",
		"sms.json: holds sender"},
	    {"{\"sender\": \"X\", \"plain_letters\": 1, \"prices\": []}", "sms.json: holds sender"},
	    {"{\"sender\": \"X\", \"plain_letters\": true, \"prices\": [], \"a\": 1}",
		"sms.json: holds sender"},
	    {"{\"sender\": \"X\", \"plain_letters\": true, \"prices\": "
	     "[{\"valid_from\": \"2026-02-30\", \"amount\": 1}]}",
		"prices/0: holds valid_from"},
	    {"{\"sender\": \"X\", \"plain_letters\": true, \"prices\": "
	     "[{\"valid_from\": \"2026-02-01\", \"amount\": -1}]}",
		"prices/0: holds valid_from"},
	    {"{\"sender\": \"X\", \"plain_letters\": true, \"prices\": "
	     "[{\"valid_from\": \"2026-02-01\", \"amount\": 1}, "
	     "{\"valid_from\": \"2026-02-01\", \"amount\": 2}]}",
		"prices/1: holds valid_from"},
	};
	struct scratch *scratch = *state;

	copy_sample(scratch);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		scratch_write(scratch, "sms.json", 0644, cases[i][0], strlen(cases[i][0]));
		assert_refused(scratch, cases[i][1]);
	}
}

static void
a_real_province_has_no_mark(void **state)
{
	MC_CLEANUP(mc_site_freep) struct mc_site *site = NULL;
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	struct scratch *scratch = *state;
	const struct mc_config config = {.site_dir = scratch->directory};

	copy_sample(scratch);
	document = json_load_file(scratch_path(scratch, "site.json"), 0, NULL);
	assert_int_equal(json_object_set_new(document, "sample", json_null()), 0);
	assert_int_equal(json_dump_file(document, scratch_path(scratch, "site.json"), 0), 0);
	assert_good(&scratch->ctx, mc_site_open(&scratch->ctx, &config, &site));
	assert_null(mc_site_paper_mark(site));
}

/* Sets a member, by its path of names and indexes, to JSON text; NULL removes it. */
static void
change(struct mc_arena *arena, json_t *document, const char *path, const char *value)
{
	json_t *at = document;
	size_t length = strcspn(path, "/");

	for (; path[length] != '\0'; path += length + 1, length = strcspn(path, "/"))
		at = json_is_array(at) ? json_array_get(at, strtoul(path, NULL, 10))
				       : json_object_get(at, mc_strndup(arena, path, length));
	if (value == NULL)
		assert_int_equal(json_object_del(at, path), 0);
	else
		assert_int_equal(
		    json_object_set_new(at, path, json_loads(value, JSON_DECODE_ANY, NULL)), 0);
}

static void
a_wrong_member_is_named(void **state)
{
	static const struct {
		const char *path, *value, *wanted;
	} cases[] = {
	    {"name", NULL, "site.json: /name: "},
	    {"name/en", NULL, "site.json: /name/en: "},
	    {"name/vi", "\"\"", "site.json: /name/vi: "},
	    {"name/vi", "\" x\"", "site.json: /name/vi: "},
	    {"name/vi", "\"a\\nb\"", "site.json: /name/vi: "},
	    {"name/vi", "7", "site.json: /name/vi: "},
	    {"colour", "\"red\"", "site.json: /colour: "},
	    {"sample", NULL, "site.json: /sample: "},
	    {"sample", "true", "site.json: /sample: "},
	    {"sample/paper_mark", NULL, "site.json: /sample/paper_mark: "},
	    {"languages", "[]", "site.json: /languages: "},
	    {"languages", "[\"vi\",\"fr\"]", "site.json: /languages/1: "},
	    {"contacts/hotline", "\"call us\"", "site.json: /contacts/hotline: "},
	    {"contacts/email", "\"nobody\"", "site.json: /contacts/email: "},
	    {"contacts/data_protection/name", NULL, "site.json: /contacts/data_protection/name: "},
	    {"theme/light/accent", "\"teal\"", "site.json: /theme/light/accent: "},
	    {"theme/light/accent", "\"#0b5563;}\"", "site.json: /theme/light/accent: "},
	    {"theme/light/accent", "\"#8ed3e0\"",
		"/theme/light/on_accent: on accent its contrast is 1.7:1"},
	    {"theme/dark/accent_soft", "\"#8ed3e0\"",
		"/theme/dark/accent: on accent_soft its contrast is 1.0:1"},
	    {"origins", "[\"*\"]", "site.json: /origins/0: "},
	    {"origins", "[\"https://a.example/\"]", "site.json: /origins/0: "},
	    {"origins", "[\"https://a.example; return 200\"]", "site.json: /origins/0: "},
	    {"carriers", "[{\"code\":\"A B\",\"name\":{\"vi\":\"a\",\"en\":\"a\"}}]",
		"site.json: /carriers/0/code: "},
	    {"carriers",
		"[{\"code\":\"a\",\"name\":{\"vi\":\"a\",\"en\":\"a\"}},{\"code\":\"a\",\"name\":{"
		"\"vi\":\"b\",\"en\":\"b\"}}]",
		"site.json: /carriers/1/code: this code stands here twice"},
	    {"payment_methods", "[]", "site.json: /payment_methods: "},
	    {"limits", "{\"file_bytes\":1}", "site.json: /limits: "},
	};
	struct scratch *scratch = *state;

	copy_sample(scratch);
	assert_string_equal(refusal(scratch, scratch->directory), "");
	for (size_t i = 0; i < COUNT(cases); i++) {
		MC_CLEANUP(mc_json_freep)
		json_t *document =
		    json_load_file(mc_sprintf(scratch->ctx.arena, "%s/site.json", sample), 0, NULL);

		assert_non_null(document);
		change(scratch->ctx.arena, document, cases[i].path, cases[i].value);
		assert_int_equal(
		    json_dump_file(document, scratch_path(scratch, "site.json"), 0), 0);
		assert_refused(scratch, cases[i].wanted);
	}
}

static void
a_broken_file_is_named(void **state)
{
	struct scratch *scratch = *state;
	const unsigned char flat[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10";

	copy_sample(scratch);
	scratch_write(scratch, "site.json", 0644, "{\"name\": ", 9);
	assert_refused(scratch, "/site.json: ");
	scratch_write(scratch, "site.json", 0644, "[]", 2);
	assert_refused(scratch, "/site.json: /: ");
	scratch_write(scratch, "site.json", 0644, "", 0);
	assert_refused(scratch, "/site.json: ");
	copy(scratch, "site.json");
	scratch_write(scratch, "logo.svg", 0644, "\x89PNG", 4);
	assert_refused(scratch, "/logo.svg: this is no SVG image");
	scratch_write(scratch, "logo.svg", 0644, "<svg", 4);
	assert_refused(scratch, "/logo.svg: this is no SVG image");
	copy(scratch, "logo.svg");
	scratch_write(scratch, "icon-192.png", 0644, flat, sizeof(flat));
	assert_refused(scratch, "/icon-192.png: this is no PNG image of 192 by 192 pixels");
	assert_int_equal(unlink(scratch_path(scratch, "icon-192.png")), 0);
	assert_refused(scratch, "/icon-192.png: No such file");
	copy(scratch, "icon-192.png");
	assert_int_equal(unlink(scratch_path(scratch, "site.json")), 0);
	assert_refused(scratch, "/site.json: No such file");
}

static void
no_folder_is_no_site(void **state)
{
	struct scratch *scratch = *state;

	assert_non_null(strstr(refusal(scratch, ""), "MOTCUA_SITE_DIR is not set"));
	assert_non_null(strstr(refusal(scratch, "/nowhere"), "/nowhere/site.json"));
}

static void
contrast_is_that_of_the_standard(void **state)
{
	unsigned char white[3];
	unsigned char black[3];
	unsigned char grey[3];

	(void)state;
	assert_true(mc_colour_parse("#ffffff", white));
	assert_true(mc_colour_parse("#000000", black));
	assert_true(mc_colour_parse("#767676", grey));
	assert_false(mc_colour_parse("#fff", white));
	assert_false(mc_colour_parse("#FFFFFF", white));
	assert_false(mc_colour_parse("0ffffff", white));
	assert_float_equal((float)mc_colour_contrast(white, black), 21.0F, 1e-6F);
	assert_float_equal((float)mc_colour_contrast(black, white), 21.0F, 1e-6F);
	assert_float_equal((float)mc_colour_contrast(white, white), 1.0F, 1e-6F);
	/* the lightest grey that passes 4.5:1 on white */
	assert_float_equal((float)mc_colour_contrast(grey, white), 4.54F, 0.005F);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(both_samples_load, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(
		a_real_province_has_no_mark, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(
		networks_tell_offices_and_kiosks, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(
		networks_that_are_none_are_refused, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(
		short_messages_cost_what_holds_on_the_day, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(
		terms_of_short_messages_that_are_none_are_refused, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(
		a_wrong_member_is_named, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(
		a_broken_file_is_named, scratch_setup, scratch_teardown),
	    cmocka_unit_test_setup_teardown(no_folder_is_no_site, scratch_setup, scratch_teardown),
	    cmocka_unit_test(contrast_is_that_of_the_standard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
