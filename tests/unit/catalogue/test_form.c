/* A sound form passes; each way a form can be unsound is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/json/json_pointer.h"
#include "lib/catalogue/form.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char sound[] =
    "{'schema':{'type':'object','additionalProperties':false,'required':['name','sex'],"
    "'properties':{'name':{'type':'string','maxLength':50},"
    "'sex':{'type':'string','enum':['male','female'],'maxLength':6},"
    "'married':{'type':'boolean'},'spouse':{'type':'string','maxLength':50},"
    "'home':{'$ref':'#/$defs/address'},'born':{'type':'string','format':'date','maxLength':10},"
    "'copies':{'type':'integer','minimum':1,'maximum':9}},"
    "'if':{'properties':{'married':{'const':true}},'required':['married']},"
    "'then':{'required':['spouse']},"
    "'$defs':{'address':{'type':'object','additionalProperties':false,'properties':{"
    "'province_code':{'type':'string','maxLength':2},"
    "'commune_code':{'type':'string','maxLength':5},"
    "'detail':{'type':'string','maxLength':200}}}}},"
    "'ui':{'pages':[{'id':'one','title':'Một','title_en':'One','fields':["
    "{'name':'name','label':'Tên','label_en':'Name','widget':'text','prefill':'me.full_name'},"
    "{'name':'sex','label':'Giới tính','label_en':'Sex','widget':'radio','options':["
    "{'value':'male','label':'Nam','label_en':'Male'},"
    "{'value':'female','label':'Nữ','label_en':'Female'}]},"
    "{'name':'married','label':'Kết hôn','label_en':'Married','widget':'checkbox'},"
    "{'name':'spouse','label':'Vợ chồng','label_en':'Spouse','widget':'text',"
    "'show_if':{'field':'married','equals':true}}]},"
    "{'id':'two','title':'Hai','title_en':'Two','fields':["
    "{'name':'home','label':'Nơi ở','label_en':'Home','widget':'address'},"
    "{'name':'born','label':'Ngày sinh','label_en':'Born','widget':'date'},"
    "{'name':'copies','label':'Số bản','label_en':'Copies','widget':'number'}]}]},"
    "'example':{'name':'Nguyễn Văn A','sex':'male','married':true,'spouse':'Trần Thị B',"
    "'home':{'province_code':'01','commune_code':'00070','detail':'Số 1'},"
    "'born':'1990-02-28','copies':2}}";

static json_t *
json_of(struct mc_ctx *ctx, const char *text)
{
	char *copy = mc_strdup(ctx->arena, text);
	json_t *json = NULL;

	for (char *at = copy; *at != '\0'; at++) {
		if (*at == '\'')
			*at = '"';
	}
	if (mc_json_parse(ctx, copy, strlen(copy), &json) != MC_OK)
		fail_msg("%s: %s", ctx->problem.detail, text);
	return json;
}

/* The sound form with the first occurrence of a piece of its text replaced. */
static json_t *
form_with(struct mc_ctx *ctx, const char *piece, const char *replacement)
{
	const char *at = strstr(sound, piece);

	if (at == NULL)
		fail_msg("no %s", piece);
	return json_of(ctx, mc_sprintf(ctx->arena, "%.*s%s%s", (int)(at - sound), sound,
				replacement, at + strlen(piece)));
}

static void
a_sound_form_passes(void **state)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	MC_CLEANUP(mc_json_freep) json_t *form = json_of(&ctx, sound);

	(void)state;
	assert_int_equal(mc_form_check(&ctx, form), MC_OK);
	mc_arena_free(ctx.arena);
}

static void
each_mistake_is_found(void **state)
{
	static const struct {
		const char *piece, *replacement, *pointer, *code;
	} cases[] = {
	    {"'schema':{", "'shema':{", "/schema", "required"},
	    {"'minimum':1", "'minimun':1", "/schema", "schema"},
	    {"'additionalProperties':false,", "", "/schema", "additionalProperties"},
	    {",'maxLength':50", "", "/schema/properties/name", "maxLength"},
	    {":50", ":50,'pattern':'^A\\\\sB$'", "/schema/properties/name", "pattern"},
	    {":50", ":50,'pattern':'^[^\\\\S]$'", "/schema/properties/name", "pattern"},
	    {",'maxLength':200", "", "/schema/$defs/address/properties/detail", "maxLength"},
	    {"'copies':{'type':'integer','minimum':1,'maximum':9}",
		"'copies':{'type':'integer'},'more':{'type':'integer'}", "/schema/properties/more",
		"pages"},
	    {"'name':'copies'", "'name':'copy'", "/ui/pages/1/fields/2", "name"},
	    {"'name':'copies'", "'name':'born'", "/ui/pages/1/fields/2", "name"},
	    {"'id':'two'", "'id':'one'", "/ui/pages/1", "id"},
	    {"'title_en':'Two'", "'title_en':''", "/ui/pages/1", "title"},
	    {"'label_en':'Name'", "'label_en':''", "/ui/pages/0/fields/0", "label"},
	    {"'widget':'text'", "'widget':'texte'", "/ui/pages/0/fields/0", "widget"},
	    {"'widget':'radio'", "'widget':'text'", "/ui/pages/0/fields/1", "widget"},
	    {"'widget':'checkbox'", "'widget':'number'", "/ui/pages/0/fields/2", "widget"},
	    {"'widget':'date'", "'widget':'checkbox'", "/ui/pages/1/fields/1", "widget"},
	    {"'format':'date',", "", "/ui/pages/1/fields/1", "widget"},
	    {"'widget':'number'", "'widget':'address'", "/ui/pages/1/fields/2", "widget"},
	    {"'enum':['male','female']", "'enum':['male','female','other']", "/ui/pages/0/fields/1",
		"options"},
	    {"'value':'female'", "'value':'male'", "/ui/pages/0/fields/1", "options"},
	    {"'value':'female'", "'value':'woman'", "/ui/pages/0/fields/1", "options"},
	    {"'me.full_name'", "'me.name'", "/ui/pages/0/fields/0", "prefill"},
	    {"'field':'married'", "'field':'nobody'", "/ui/pages/0/fields/3/show_if", "show_if"},
	    {"'field':'married'", "'field':'born'", "/ui/pages/0/fields/3/show_if", "show_if"},
	    {"'equals':true", "'equals':'yes'", "/ui/pages/0/fields/3/show_if", "show_if"},
	    {"'required':['name',", "'required':['name','spouse',", "/ui/pages/0/fields/3/show_if",
		"show_if"},
	    {"'spouse':'Trần Thị B',", "", "/example/spouse", "required"},
	    {"'born':'1990-02-28'", "'born':'1990-02-30'", "/example/born", "format"},
	    {"'copies':2}", "'copies':2,'x':1}", "/example/x", "additionalProperties"},
	    {"'example'", "'sample'", "/example", "required"},
	    {"'pages':[", "'pages':[{'id':'zero','title':'0','title_en':'0','fields':[]},",
		"/ui/pages/0/fields", "fields"},
	    {"'ui':{'pages'", "'ui':{'page'", "/ui/pages", "pages"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mc_ctx ctx = {.arena = mc_arena_new()};
		MC_CLEANUP(mc_json_freep)
		json_t *form = form_with(&ctx, cases[i].piece, cases[i].replacement);
		bool found = false;

		assert_int_equal(mc_form_check(&ctx, form), MC_FAILED);
		for (size_t k = 0; k < ctx.problem.error_count; k++)
			found = found ||
				(strcmp(ctx.problem.errors[k].pointer, cases[i].pointer) == 0 &&
				    strcmp(ctx.problem.errors[k].code, cases[i].code) == 0);
		if (!found)
			fail_msg("not found: %s -> %s", cases[i].piece, cases[i].replacement);
		mc_arena_free(ctx.arena);
	}
}

static void
forms_stay_short(void **state)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	struct mc_buf properties = mc_buf_new(ctx.arena, 100000);
	struct mc_buf pages = mc_buf_new(ctx.arena, 100000);
	MC_CLEANUP(mc_json_freep) json_t *form = NULL;

	(void)state;
	for (int i = 0; i < 28; i++) {
		mc_buf_printf(&properties, "%s'p%d':{'type':'boolean'}", i == 0 ? "" : ",", i);
		if (i % 2 == 0)
			mc_buf_printf(&pages, "%s{'id':'q%d','title':'Q','title_en':'Q','fields':[",
			    i == 0 ? "" : "]},", i);
		mc_buf_printf(&pages,
		    "%s{'name':'p%d','label':'P','label_en':'P','widget':'checkbox'}",
		    i % 2 == 0 ? "" : ",", i);
	}
	form = json_of(
	    &ctx, mc_sprintf(ctx.arena,
		      "{'schema':{'type':'object','additionalProperties':false,'properties':{%s}},"
		      "'ui':{'pages':[%s]}]},'example':{}}",
		      properties.bytes, pages.bytes));
	assert_int_equal(mc_form_check(&ctx, form), MC_FAILED);
	assert_int_equal(ctx.problem.error_count, 2);
	assert_string_equal(ctx.problem.errors[0].code, "pages");
	assert_string_equal(ctx.problem.errors[1].code, "answers");
	mc_arena_free(ctx.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_sound_form_passes),
	    cmocka_unit_test(each_mistake_is_found),
	    cmocka_unit_test(forms_stay_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
