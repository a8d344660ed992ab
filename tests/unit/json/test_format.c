/* The forms of text beyond the official suite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/json/format.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct example {
	const char *text;
	bool valid;
};

static void
check_all(
    bool (*format)(const char *text, size_t length), const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (format(examples[i].text, strlen(examples[i].text)) != examples[i].valid)
			fail_msg("%s", examples[i].text);
	}
}

static void
uuids(void **state)
{
	static const struct example examples[] = {
	    {"018f6d2e-7b3a-7c41-9a55-0123456789ab", true},
	    {"018F6D2E-7B3A-7C41-9A55-0123456789AB", true},
	    {"", false},
	    {"018f6d2e7b3a7c419a550123456789ab", false},
	    {"{018f6d2e-7b3a-7c41-9a55-0123456789ab}", false},
	    {"018f6d2e-7b3a-7c41-9a55-0123456789ag", false},
	    {"018f6d2e-7b3a-7c41-9a550-123456789ab", false},
	};

	(void)state;
	check_all(mc_format_uuid, examples, COUNT(examples));
}

static void
dates(void **state)
{
	static const struct example examples[] = {{"2026-11-23", true}, {"2024-02-29", true},
	    {"2000-02-29", true}, {"1900-02-29", false}, {"2026-02-29", false},
	    {"2026-04-31", false}, {"2026-00-10", false}, {"2026-13-10", false},
	    {"2026-01-00", false}, {"2026-1-1", false}, {"23/11/2026", false},
	    {"2026-11-23 ", false}, {"+026-11-23", false}, {"", false}};

	(void)state;
	check_all(mc_format_date, examples, COUNT(examples));
}

static void
times(void **state)
{
	static const struct example examples[] = {{"2026-11-23T08:30:00+07:00", true},
	    {"2026-11-23T08:30:00Z", true}, {"2026-11-23t08:30:00.123456z", true},
	    {"2016-12-31T23:59:60Z", true}, {"2017-01-01T06:59:60+07:00", true},
	    {"2017-01-01T07:59:60+07:00", false}, {"2026-11-23T24:00:00Z", false},
	    {"2026-11-23T08:60:00Z", false}, {"2026-11-23T08:30:61Z", false},
	    {"2026-11-23T08:30:00", false}, {"2026-11-23 08:30:00Z", false},
	    {"2026-11-23T08:30:00.Z", false}, {"2026-11-23T08:30:00+7:00", false},
	    {"2026-11-23T08:30:00+24:00", false}, {"2026-11-23T08:30:00+07:60", false},
	    {"2026-11-23T08:30Z", false}, {"2026-11-23", false}, {"", false}};

	(void)state;
	check_all(mc_format_date_time, examples, COUNT(examples));
}

static void
emails(void **state)
{
	static const struct example examples[] = {{"an@example.vn", true},
	    {"an.nguyen+hs@mail.example.gov.vn", true}, {"\"a b\"@example.vn", true},
	    {"\"a\\\"b\"@example.vn", true}, {"a@[192.0.2.1]", true},
	    {"a@[IPv6:2001:db8::1]", true}, {"a@[IPv6:::ffff:192.0.2.1]", true},
	    {"a@[IPv6:1:2:3:4:5:6:7::]", true}, {"a@localhost", true}, {"", false}, {"a", false},
	    {"@b", false}, {"a@", false}, {"a@@b", false}, {".a@b", false}, {"a.@b", false},
	    {"a..b@c", false}, {"a b@c", false}, {"a@-b", false}, {"a@b-", false},
	    {"a@b..c", false}, {"a@.b", false}, {"a@b.", false}, {"a@b_c", false}, {"ế@b", false},
	    {"a@b\n", false}, {"\"a@b", false}, {"\"a\"b\"@c", false}, {"\"a\\\"@c", false},
	    {"a@[1.2.3]", false}, {"a@[1.2.3.256]", false}, {"a@[01.2.3.4]", false},
	    {"a@[IPv6:1:2]", false}, {"a@[IPv6:1::2::3]", false},
	    {"a@[IPv6:1:2:3:4:5:6:7:8:9]", false}, {"a@[IPv6::1]", false},
	    {"a@[IPv6:12345::]", false}, {"a@[]", false}};

	(void)state;
	check_all(mc_format_email, examples, COUNT(examples));
}

static void
uris(void **state)
{
	static const struct example examples[] = {{"https://example.vn/", true},
	    {"https://u:p@example.vn:8080/a%20b;c=1?d=/?#e?/", true},
	    {"mailto:an@example.vn", true}, {"urn:uuid:018f6d2e-7b3a-7c41-9a55-0123456789ab", true},
	    {"http://[2001:db8::7]/c", true}, {"file:///etc", true}, {"a:", true}, {"", false},
	    {"//example.vn", false}, {"/a", false}, {"a", false}, {"1a:b", false}, {":b", false},
	    {"https://a b", false}, {"https://a/%", false}, {"https://a/%2", false},
	    {"https://a/%zz", false}, {"https://a:b/", false}, {"https://[::1/", false},
	    {"https://[::1]x/", false}, {"https://[1:2]/", false}, {"https://a/<b>", false},
	    {"https://a/\"", false}, {"https://a/ế", false}, {"https://a/#b#c", false},
	    {"https://a/\n", false}};

	(void)state;
	check_all(mc_format_uri, examples, COUNT(examples));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(uuids),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(times),
	    cmocka_unit_test(emails),
	    cmocka_unit_test(uris),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
