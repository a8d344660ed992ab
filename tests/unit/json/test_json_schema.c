/* The interpreter beyond the official suite: what it reports and where, what it refuses to compile,
 * and its limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "lib/json/json.h"
#include "lib/json/json_schema.h"
#include "lib/json/json_schema_node.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct fixture {
	struct mc_ctx ctx;
	json_t *document;
	struct mc_schema_set *set;
	const struct mc_schema *schema;
};

/* Single quotes stand for double ones, so that JSON in C stays readable. */
static json_t *
json_of(struct mc_arena *arena, const char *text)
{
	char *copy = mc_strdup(arena, text);
	json_error_t error;
	json_t *json;

	for (char *at = copy; *at != '\0'; at++) {
		if (*at == '\'')
			*at = '"';
	}
	json = json_loadb(copy, strlen(copy), JSON_DECODE_ANY, &error);
	if (json == NULL)
		fail_msg("%s: %s", error.text, text);
	return json;
}

static int
set_up(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){.ctx = {.arena = mc_arena_new()}};
	*state = &fixture;
	return 0;
}

static void
close_schema(struct fixture *f)
{
	mc_schema_set_freep(&f->set);
	json_decref(f->document);
	f->document = NULL;
	mc_problem_clear(&f->ctx);
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	close_schema(f);
	mc_arena_free(f->ctx.arena);
	return 0;
}

static enum mc_rc
compile(struct fixture *f, const char *schema)
{
	close_schema(f);
	f->document = json_of(f->ctx.arena, schema);
	f->set = mc_schema_set_new(f->document, MC_SCHEMA_ASSERT_FORMAT);
	return mc_schema_compile(&f->ctx, f->set, "", &f->schema);
}

static enum mc_rc
check(struct fixture *f, const char *value)
{
	MC_CLEANUP(mc_json_freep) json_t *json = json_of(f->ctx.arena, value);

	mc_problem_clear(&f->ctx);
	return mc_schema_check(&f->ctx, f->schema, json, MC_PROBLEM_ANSWERS_INVALID);
}

/* Exactly these items, written "pointer code", in this order. */
static void
assert_items(struct fixture *f, const char *schema, const char *value, const char *expected)
{
	struct mc_buf buf = mc_buf_new(f->ctx.arena, 10000);

	assert_int_equal(compile(f, schema), MC_OK);
	assert_int_equal(check(f, value), *expected == '\0' ? MC_OK : MC_FAILED);
	for (size_t i = 0; i < f->ctx.problem.error_count; i++) {
		const struct mc_problem_error *error = &f->ctx.problem.errors[i];

		mc_buf_printf(&buf, "%s%s %s", i > 0 ? "; " : "", error->pointer, error->code);
		assert_true(strlen(error->detail_vi) > 10);
		assert_true(strlen(error->detail_en) > 10);
	}
	assert_string_equal(buf.bytes, expected);
}

static void
items_say_where_and_why(void **state)
{
	static const struct {
		const char *schema, *value, *items;
	} cases[] = {
	    {"{'type':'object','required':['a','b~/c']}", "{}", "/a required; /b~0~1c required"},
	    {"{'properties':{'a':{'type':'string','minLength':2}}}", "{'a':''}", "/a minLength"},
	    {"{'properties':{'a':{'type':'string','maxLength':2,'pattern':'^x'}}}", "{'a':'yyy'}",
		"/a maxLength"},
	    {"{'items':{'type':'integer'}}", "[1,'x',2.0,2.5]", "/1 type; /3 type"},
	    {"{'properties':{'a':{'enum':['x']},'b':{'const':1}}}", "{'a':'y','b':2}",
		"/a enum; /b const"},
	    {"{'additionalProperties':false,'properties':{'a':true}}", "{'a':1,'z_1':2}",
		"/z_1 additionalProperties"},
	    {"{'additionalProperties':false}", "{'<b>':1}", " additionalProperties"},
	    {"{'properties':{'a':false}}", "{'a':1}", "/a false"},
	    {"{'propertyNames':{'maxLength':3}}", "{'abcd':1}", "/abcd propertyNames"},
	    {"{'minItems':2,'uniqueItems':true}", "[1]", " minItems"},
	    {"{'maxItems':1,'items':{'type':'string'}}", "[1,2,3]", " maxItems"},
	    {"{'uniqueItems':true}", "[{'a':1,'b':2},{'b':2.0,'a':1}]", " uniqueItems"},
	    {"{'contains':{'const':1},'minContains':2}", "[1]", " minContains"},
	    {"{'contains':{'const':1},'maxContains':1}", "[1,1]", " maxContains"},
	    {"{'contains':{'const':1}}", "[2]", " contains"},
	    {"{'allOf':[{'required':['a']},{'required':['a']}]}", "{}", "/a required"},
	    {"{'not':{'type':'integer'}}", "1", " not"},
	    {"{'if':{'required':['a']},'then':{'required':['b']}}", "{'a':1}", "/b required"},
	    {"{'dependentRequired':{'a':['b']}}", "{'a':1}", "/b dependentRequired"},
	    {"{'minimum':3,'maximum':1,'multipleOf':2}", "2", " minimum;  maximum"},
	    {"{'prefixItems':[{'type':'string'}],'items':false}", "[1,2]", "/0 type; /1 false"},
	    {"{'type':['string','null']}", "1", " type"},
	    {"{'minProperties':1}", "{}", " minProperties"},
	    {"{'patternProperties':{'^a':{'type':'integer'}},'additionalProperties':false}",
		"{'ab':'x','b':1}", "/ab type; /b additionalProperties"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_items(f, cases[i].schema, cases[i].value, cases[i].items);
}

static void
a_branch_that_was_meant_is_reported(void **state)
{
	static const char nullable[] =
	    "{'anyOf':[{'type':'null'},{'type':'string','maxLength':2}]}";
	static const char by_const[] =
	    "{'oneOf':[{'properties':{'k':{'const':'a'},'x':{'type':'integer'}}},"
	    "{'properties':{'k':{'const':'b'},'y':{'type':'integer'}}}]}";
	struct fixture *f = *state;

	assert_items(f, nullable, "'abc'", " maxLength");
	assert_items(f, nullable, "5", " anyOf");
	assert_items(f, by_const, "{'k':'a','x':'no'}", "/x type");
	assert_items(f, by_const, "{'k':'c'}", " oneOf");
	assert_items(f, "{'oneOf':[{'minimum':1},{'maximum':5}]}", "3", " oneOf");
}

static void
a_discriminator_decides(void **state)
{
	static const char schema[] =
	    "{'oneOf':[{'$ref':'#/$defs/a'},{'$ref':'#/$defs/b'}],"
	    "'discriminator':{'propertyName':'k','mapping':"
	    "{'x':'#/$defs/a','y':'#/$defs/a','z':'#/$defs/b'}},"
	    "'$defs':{'a':{'type':'object','properties':{'k':{'enum':['x','y']},'p':{'enum':[1]}}},"
	    "'b':{'type':'object','properties':{'k':{'enum':['z']}},'required':['q']}}}";
	struct fixture *f = *state;

	assert_items(f, schema, "{'k':'x','p':2}", "/p enum");
	assert_items(f, schema, "{'k':'z'}", "/q required");
	assert_items(f, schema, "{'k':'w'}", "/k enum");
	assert_string_equal(f->ctx.problem.errors[0].detail_en, "Choose one of: x, y, z.");
	assert_items(f, schema, "{}", "/k required");
	assert_items(f, schema, "{'k':5}", "/k enum");
	assert_items(f, schema, "{'k':'y','p':1}", "");
	assert_items(f, schema, "[]", " oneOf");
}

static void
texts_are_plain(void **state)
{
	static const struct {
		const char *schema, *value, *vi, *en;
	} cases[] = {
	    {"{'required':['a']}", "{}", "Mục này còn trống. Vui lòng điền.",
		"This item is missing. Fill it in."},
	    {"{'type':'string'}", "null", "Mục này còn trống. Vui lòng điền.",
		"This item is missing. Fill it in."},
	    {"{'maxLength':3}", "'abcd'", "Nhiều nhất 3 ký tự. Vui lòng rút gọn.",
		"At most 3 characters."},
	    {"{'minimum':0.5}", "0", "Vui lòng nhập số từ 0.5 trở lên.", "Must be 0.5 or more."},
	    {"{'maximum':9007199254740993}", "9007199254740994",
		"Vui lòng nhập số không quá 9007199254740993.",
		"Must be 9007199254740993 or less."},
	    {"{'enum':['nam','nữ']}", "'x'", "Vui lòng chọn một trong các giá trị đã cho.",
		"Choose one of: nam, nữ."},
	    {"{'pattern':'^[0-9]{12}$'}", "'12'", "Số định danh gồm đúng 12 chữ số.",
		"A personal identification number has exactly 12 digits."},
	    {"{'pattern':'^0[0-9]{9,10}$'}", "'12'",
		"Số điện thoại gồm 10 hoặc 11 chữ số, bắt đầu bằng số 0.",
		"A phone number has 10 or 11 digits and begins with 0."},
	    {"{'pattern':'^[0-2][0-9]:[0-5][0-9]$','x-message':'Ghi giờ như 05:30.',"
	     "'x-message-en':'Write a time as 05:30.'}",
		"'5h30'", "Ghi giờ như 05:30.", "Write a time as 05:30."},
	    {"{'format':'date'}", "'2026-02-30'",
		"Ngày chưa đúng hoặc không có thật. Vui lòng nhập lại ngày, tháng, năm.",
		"This is not a date that exists, as in 2026-07-01."},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(compile(f, cases[i].schema), MC_OK);
		assert_int_equal(check(f, cases[i].value), MC_FAILED);
		assert_int_equal(f->ctx.problem.id, MC_PROBLEM_ANSWERS_INVALID);
		assert_int_equal(f->ctx.problem.error_count, 1);
		assert_string_equal(f->ctx.problem.errors[0].detail_vi, cases[i].vi);
		assert_string_equal(f->ctx.problem.errors[0].detail_en, cases[i].en);
	}
}

static void
what_is_not_supported_does_not_compile(void **state)
{
	static const struct {
		const char *schema, *cause;
	} cases[] = {
	    {"{'$defs':{'a':{'unevaluatedProperties':false}}}",
		"schema #/$defs/a, unevaluatedProperties: this keyword is not supported"},
	    {"{'properties':{'a/b':{'foo':1}}}",
		"schema #/properties/a~1b, foo: this keyword is not supported"},
	    {"{'$ref':'other.json#/a'}",
		"schema #, $ref: only references within the document are supported"},
	    {"{'$ref':'#/$defs/none'}",
		"schema #, $ref: there is nothing at the place it refers to"},
	    {"{'$ref':'#%2'}", "schema #, $ref: anchors are not supported"},
	    {"{'$ref':'#'}", "schema #, $ref: this reference never ends"},
	    {"{'allOf':[{'$ref':'#'}]}", NULL},
	    {"{'$defs':{'a':{'anyOf':[true,{'$ref':'#/$defs/b'}]},'b':{'not':{'$ref':'#/$defs/"
	     "a'}}}}",
		NULL},
	    {"{'properties':{'a':{'$id':'b'}}}", NULL},
	    {"{'$schema':'http://json-schema.org/draft-07/schema#'}",
		"schema #, $schema: only JSON Schema 2020-12 is supported"},
	    {"{'type':'text'}", "schema #, type: there is no such type"},
	    {"{'type':[]}", NULL},
	    {"{'format':'ipv4'}", "schema #, format: this format is not supported"},
	    {"{'minLength':-1}", "schema #, minLength: it must be a whole number from 0"},
	    {"{'minLength':1.5}", NULL},
	    {"{'multipleOf':0}", NULL},
	    {"{'minimum':'1'}", NULL},
	    {"{'enum':[]}", NULL},
	    {"{'enum':'a'}", NULL},
	    {"{'required':'a'}", NULL},
	    {"{'required':[1]}", NULL},
	    {"{'allOf':[]}", NULL},
	    {"{'allOf':{}}", NULL},
	    {"{'items':[true]}", NULL},
	    {"{'items':null}", "schema #/items, schema: a schema is an object or a boolean"},
	    {"{'properties':[]}", NULL},
	    {"{'uniqueItems':1}", NULL},
	    {"{'dependentRequired':{'a':'b'}}", NULL},
	    {"{'pattern':'('}", NULL},
	    {"{'patternProperties':{'a++':true}}",
		"schema #, patternProperties: a possessive quantifier"},
	    {"{'pattern':'a','x-message':'b'}", NULL},
	    {"{'discriminator':{'propertyName':'a','mapping':{'b':'#/c'}}}", NULL},
	    {"{'oneOf':[true],'discriminator':{'propertyName':'a','mapping':{'b':'#/c'}}}", NULL},
	    {"[]", "schema #, schema: a schema is an object or a boolean"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mc_schema *schema = f->schema;

		if (compile(f, cases[i].schema) == MC_OK)
			fail_msg("compiled: %s", cases[i].schema);
		assert_ptr_equal(f->schema, schema);
		assert_int_equal(f->ctx.problem.id, MC_PROBLEM_INTERNAL);
		if (cases[i].cause != NULL)
			assert_string_equal(f->ctx.problem.internal, cases[i].cause);
	}
}

static void
a_set_compiles_by_pointer_once(void **state)
{
	struct fixture *f = *state;
	const struct mc_schema *one;
	const struct mc_schema *two;

	assert_int_equal(compile(f, "{'$defs':{'n~/':{'type':'object','properties':"
				    "{'next':{'$ref':'#/$defs/n~0~1'}}},'n':true}}"),
	    MC_OK);
	assert_int_equal(mc_schema_compile(&f->ctx, f->set, "/$defs/n~0~1", &one), MC_OK);
	assert_int_equal(mc_schema_compile(&f->ctx, f->set, "/$defs/n~0~1", &two), MC_OK);
	assert_ptr_equal(one, two);
	f->schema = one;
	assert_int_equal(check(f, "{'next':{'next':{'next':{}}}}"), MC_OK);
	assert_int_equal(check(f, "{'next':{'next':{'next':5}}}"), MC_FAILED);
	assert_string_equal(f->ctx.problem.errors[0].pointer, "/next/next/next");
	mc_problem_clear(&f->ctx);
	assert_int_equal(mc_schema_compile(&f->ctx, f->set, "/none", &two), MC_FAILED);
	mc_problem_clear(&f->ctx);
	assert_int_equal(mc_schema_compile(&f->ctx, f->set, "/$defs/n", &two), MC_OK);
}

static void
a_broken_set_compiles_nothing_more(void **state)
{
	struct fixture *f = *state;
	const struct mc_schema *schema;

	assert_int_equal(compile(f, "{'properties':{'a':true,'b':{'foo':1}}}"), MC_FAILED);
	mc_problem_clear(&f->ctx);
	assert_int_equal(mc_schema_compile(&f->ctx, f->set, "/properties/a", &schema), MC_FAILED);
}

static void
at_most_twenty_items(void **state)
{
	struct fixture *f = *state;
	struct mc_buf value = mc_buf_new(f->ctx.arena, 100000);

	for (int i = 0; i < 5000; i++)
		mc_buf_add_text(&value, i == 0 ? "['x'" : ",'x'");
	mc_buf_add_text(&value, "]");
	assert_int_equal(compile(f, "{'items':{'type':'integer'}}"), MC_OK);
	assert_int_equal(check(f, value.bytes), MC_FAILED);
	assert_int_equal(f->ctx.problem.error_count, MC_PROBLEM_ERRORS_MAX);
}

static const char *
nested(struct mc_arena *arena, const char *open, const char *middle, const char *close, int depth)
{
	struct mc_buf buf = mc_buf_new(arena, 1 << 20);

	for (int i = 0; i < depth; i++)
		mc_buf_add_text(&buf, open);
	mc_buf_add_text(&buf, middle);
	for (int i = 0; i < depth; i++)
		mc_buf_add_text(&buf, close);
	return buf.bytes;
}

static void
instances_are_32_levels_deep_at_most(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(compile(f, "{'items':{'$ref':'#'}}"), MC_OK);
	assert_int_equal(check(f, nested(f->ctx.arena, "[", "", "]", 32)), MC_OK);
	assert_int_equal(check(f, nested(f->ctx.arena, "[", "", "]", 33)), MC_FAILED);
	assert_string_equal(f->ctx.problem.errors[0].code, "depth");
}

/* Seconds of this thread's own work, so that a busy machine changes nothing. The limits leave room
 * for the sanitizers; work that grows too fast passes them many times over. */
static double
seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Work that would grow without bound is cut off, and what was not checked is refused, under "not",
 * too. */
static void
work_is_bounded(void **state)
{
	static const char *const schemas[] = {
	    "{'$defs':{'n':{'items':{'anyOf':[{'$ref':'#/$defs/n'},{'$ref':'#/$defs/n'}]},"
	    "'maxItems':1}},'$ref':'#/$defs/n'}",
	    "{'not':{'$defs':{'n':{'items':{'anyOf':[{'$ref':'#/not/$defs/n'},"
	    "{'$ref':'#/not/$defs/n'}]},'maxItems':1}},'$ref':'#/not/$defs/n'}}",
	};
	struct fixture *f = *state;
	double start;

	start = seconds();
	for (size_t i = 0; i < COUNT(schemas); i++) {
		assert_int_equal(compile(f, schemas[i]), MC_OK);
		assert_int_equal(check(f, nested(f->ctx.arena, "[", "[1,2]", "]", 30)), MC_FAILED);
		assert_string_equal(f->ctx.problem.errors[0].code, "size");
		assert_int_equal(f->ctx.problem.error_count, 1);
	}
	assert_true(seconds() - start < 10);
}

static void
patterns_cannot_run_away(void **state)
{
	struct fixture *f = *state;
	double start;
	char value[103];

	memset(value, 'a', sizeof(value));
	value[0] = '\'';
	value[100] = '!';
	value[101] = '\'';
	value[102] = '\0';
	start = seconds();
	assert_int_equal(compile(f, "{'pattern':'^(a+)+$'}"), MC_OK);
	assert_int_equal(check(f, value), MC_FAILED);
	assert_int_equal(compile(f, "{'not':{'pattern':'^(a+)+$'}}"), MC_OK);
	assert_int_equal(check(f, value), MC_FAILED);
	assert_string_equal(f->ctx.problem.errors[0].code, "size");
	assert_true(seconds() - start < 10);
}

static void
long_unique_lists_are_quick(void **state)
{
	enum { ITEMS = 60000 };
	struct fixture *f = *state;
	struct mc_buf value = mc_buf_new(f->ctx.arena, 10000000);
	double start;

	for (int i = 0; i < ITEMS; i++)
		mc_buf_printf(&value, "%s{'a':%d,'b':[%d.5]}", i == 0 ? "[" : ",", i, i);
	assert_int_equal(compile(f, "{'uniqueItems':true}"), MC_OK);
	start = seconds();
	assert_int_equal(check(f, mc_sprintf(f->ctx.arena, "%s]", value.bytes)), MC_OK);
	assert_int_equal(
	    check(f, mc_sprintf(f->ctx.arena, "%s,{'b':[777.5],'a':777.0}]", value.bytes)),
	    MC_FAILED);
	assert_string_equal(f->ctx.problem.errors[0].code, "uniqueItems");
	assert_true(seconds() - start < 20);
}

static void
numbers_are_compared_exactly(void **state)
{
	static const struct {
		const char *schema, *value;
		bool valid;
	} cases[] = {
	    {"{'maximum':9007199254740992.0}", "9007199254740992", true},
	    {"{'maximum':9007199254740992.0}", "9007199254740993", false},
	    {"{'const':9007199254740993}", "9007199254740992.0", false},
	    {"{'const':9007199254740992}", "9007199254740992.0", true},
	    {"{'minimum':9223372036854775807}", "9223372036854775806", false},
	    {"{'maximum':9223372036854775807}", "1e19", false},
	    {"{'minimum':-9223372036854775808}", "-1e19", false},
	    {"{'exclusiveMinimum':0}", "1e-300", true},
	    {"{'type':'integer'}", "1e300", true},
	    {"{'type':'integer'}", "1.0000001", false},
	    {"{'multipleOf':0.01}", "4.35", true},
	    {"{'multipleOf':0.01}", "1.15", true},
	    {"{'multipleOf':0.01}", "1.155", false},
	    {"{'multipleOf':0.0001}", "0.0075", true},
	    {"{'multipleOf':1e-8}", "12391239123", true},
	    {"{'multipleOf':0.1}", "1e20", true},
	    {"{'multipleOf':3}", "1e20", false},
	    {"{'multipleOf':1e20}", "100", false},
	    {"{'multipleOf':1000}", "15000", true},
	    {"{'multipleOf':2}", "-9223372036854775808", true},
	    {"{'multipleOf':1e300}", "5e-324", false},
	    {"{'multipleOf':7}", "0", true},
	    {"{'enum':[1,2]}", "2.0", true},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(compile(f, cases[i].schema), MC_OK);
		if ((check(f, cases[i].value) == MC_OK) != cases[i].valid)
			fail_msg("%s with %s", cases[i].schema, cases[i].value);
	}
}

static void
patterns_mean_what_they_mean_in_a_browser(void **state)
{
	static const struct {
		const char *schema, *value;
		bool valid;
	} cases[] = {
	    {"{'pattern':'^\\\\d$'}", "'٣'", false},
	    {"{'pattern':'^\\\\w$'}", "'ế'", false},
	    {"{'pattern':'^.$'}", "'ế'", true},
	    {"{'pattern':'^.{1}$'}", "'😀'", true},
	    {"{'pattern':'^\\\\p{L}+$'}", "'Nguyễn'", true},
	    {"{'pattern':'^abc$'}", "'abc\\n'", false},
	    {"{'pattern':'b'}", "'abc'", true},
	    {"{'pattern':'^\\\\u0111$'}", "'đ'", true},
	    {"{'pattern':'^\\\\u{1F600}$'}", "'😀'", true},
	    {"{'pattern':'^[\\\\w.+-]+$'}", "'a.b+c'", true},
	    {"{'pattern':'^(?:a|b)+?(?=c)'}", "'abc'", true},
	    {"{'pattern':'^(?<x>a)b'}", "'ab'", true},
	};
	static const char *const refused[] = {"(?i)a", "(?>a)", "a*+", "\\\\Aa", "a\\\\Z",
	    "(*UTF)a", "(?R)", "[[:alpha:]]", "\\\\h", "(?#x)", "\\\\Qa\\\\E"};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		if (compile(f, cases[i].schema) != MC_OK)
			fail_msg("%s", f->ctx.problem.internal);
		if ((check(f, cases[i].value) == MC_OK) != cases[i].valid)
			fail_msg("%s with %s", cases[i].schema, cases[i].value);
	}
	for (size_t i = 0; i < COUNT(refused); i++) {
		if (compile(f, mc_sprintf(f->ctx.arena, "{'pattern':'%s'}", refused[i])) == MC_OK)
			fail_msg("compiled %s", refused[i]);
	}
}

static void
lengths_are_code_points(void **state)
{
	struct fixture *f = *state;

	assert_items(f, "{'minLength':4,'maxLength':4}", "'Điện'", "");
	assert_items(f, "{'maxLength':1}", "'😀'", "");
	assert_items(f, "{'minLength':2}", "'😀'", " minLength");
}

static void
strangers_names_are_not_repeated_at_length(void **state)
{
	struct fixture *f = *state;
	char name[2001];

	memset(name, 'a', 2000);
	name[2000] = '\0';
	assert_items(f, "{'additionalProperties':{'type':'integer'}}",
	    mc_sprintf(f->ctx.arena, "{'%s':'x'}", name), " type");
	assert_items(f, "{'additionalProperties':false}",
	    mc_sprintf(f->ctx.arena, "{'%s':'x'}", name), " additionalProperties");
}

static void
a_keyword_has_one_row(void **state)
{
	const struct mc_schema_keyword *keyword;
	size_t count = 0;

	(void)state;
	for (; (keyword = mc_schema_keyword_at(count)) != NULL; count++)
		assert_ptr_equal(mc_schema_keyword_find(keyword->name), keyword);
	assert_int_equal(count, 49);
	assert_null(mc_schema_keyword_at(count + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(items_say_where_and_why, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_branch_that_was_meant_is_reported, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_discriminator_decides, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(texts_are_plain, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_not_supported_does_not_compile, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_set_compiles_by_pointer_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_broken_set_compiles_nothing_more, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(at_most_twenty_items, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		instances_are_32_levels_deep_at_most, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(work_is_bounded, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(patterns_cannot_run_away, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(long_unique_lists_are_quick, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(numbers_are_compared_exactly, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		patterns_mean_what_they_mean_in_a_browser, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(lengths_are_code_points, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		strangers_names_are_not_repeated_at_length, set_up, tear_down),
	    cmocka_unit_test(a_keyword_has_one_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
