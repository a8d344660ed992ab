/* What each keyword's value must look like, and its reading into a rule. */
#include "lib/json/json_schema_node.h"

#include <string.h>

#include "lib/json/format.h"
#include "lib/json/json_number.h"
#include "lib/json/json_pointer.h"

static enum mc_rc
refuse(struct mc_schema_compiler *compiler, const struct mc_schema_rule *rule, const char *reason)
{
	return mc_schema_refuse(compiler, rule->keyword->name, reason);
}

static const json_t *
sibling(const struct mc_schema_compiler *compiler, const char *name)
{
	return json_object_get(compiler->node->source, name);
}

/* The subschema in the keyword itself, or in one of its members or items. */
static const struct mc_schema *
child_here(struct mc_schema_compiler *compiler, const char *keyword, const json_t *source)
{
	struct mc_arena *arena = mc_schema_arena(compiler);

	return mc_schema_child(
	    compiler, source, mc_json_pointer_member(arena, compiler->node->pointer, keyword));
}

static const struct mc_schema *
child_member(struct mc_schema_compiler *compiler, const char *keyword, const char *name,
    const json_t *source)
{
	struct mc_arena *arena = mc_schema_arena(compiler);
	const char *here = mc_json_pointer_member(arena, compiler->node->pointer, keyword);

	return mc_schema_child(compiler, source, mc_json_pointer_member(arena, here, name));
}

/* A whole number from 0 that 1.0 may write, too. */
static bool
read_count(const json_t *operand, size_t *ret_count)
{
	json_int_t value;

	if (!json_is_number(operand) || !mc_json_number_is_integer(operand) ||
	    json_number_value(operand) < 0 || json_number_value(operand) > 1e15)
		return false;
	value = json_is_integer(operand) ? json_integer_value(operand)
					 : (json_int_t)json_real_value(operand);
	*ret_count = (size_t)value;
	return true;
}

static bool
all_strings(const json_t *array)
{
	json_t *item;
	size_t i;

	json_array_foreach(array, i, item)
	{
		if (!json_is_string(item))
			return false;
	}
	return json_is_array(array);
}

MC_SCHEMA_COMPILE(schema_uri)
{
	const char *uri = json_string_value(rule->operand);

	if (uri == NULL || (strcmp(uri, "https://json-schema.org/draft/2020-12/schema") != 0 &&
			       strcmp(uri, "https://json-schema.org/draft/2020-12/schema#") != 0))
		return refuse(compiler, rule, "only JSON Schema 2020-12 is supported");
	return MC_OK;
}

MC_SCHEMA_COMPILE(id)
{
	if (compiler->node->source != mc_schema_document(compiler))
		return refuse(compiler, rule, "it is supported at the root of the document alone");
	if (!json_is_string(rule->operand))
		return refuse(compiler, rule, "it must be a string");
	return MC_OK;
}

/* Compiled although nothing may refer to them, so that every mistake in a document shows. */
MC_SCHEMA_COMPILE(definitions)
{
	return mc_schema_compile_subschema_map(compiler, rule);
}

/* Turns "#/a%20b" into a pointer in the arena; NULL if a percent sign is broken. */
static char *
fragment_pointer(struct mc_arena *arena, const char *fragment)
{
	static const char hex[] = "0123456789abcdef0123456789ABCDEF";
	char *pointer = mc_strdup(arena, fragment);
	char *out = pointer;

	for (; *fragment != '\0'; fragment++) {
		const char *high;
		const char *low;

		if (*fragment != '%') {
			*out++ = *fragment;
			continue;
		}
		high = fragment[1] == '\0' ? NULL : strchr(hex, fragment[1]);
		low = high == NULL || fragment[2] == '\0' ? NULL : strchr(hex, fragment[2]);
		if (low == NULL)
			return NULL;
		*out++ = (char)((high - hex) % 16 << 4 | (low - hex) % 16);
		fragment += 2;
	}
	*out = '\0';
	return pointer;
}

MC_SCHEMA_COMPILE(reference)
{
	const char *uri = json_string_value(rule->operand);
	const char *id = json_string_value(json_object_get(mc_schema_document(compiler), "$id"));
	const json_t *target;
	char *pointer;

	if (uri == NULL)
		return refuse(compiler, rule, "it must be a string");
	if (id != NULL && strncmp(uri, id, strlen(id)) == 0 && strchr("#", uri[strlen(id)]) != NULL)
		uri += strlen(id);
	else if (uri[0] != '#')
		return refuse(compiler, rule, "only references within the document are supported");
	if (uri[0] == '#')
		uri++;
	if (uri[0] != '\0' && uri[0] != '/')
		return refuse(compiler, rule, "anchors are not supported");
	pointer = fragment_pointer(mc_schema_arena(compiler), uri);
	target =
	    pointer == NULL ? NULL : mc_json_pointer_get(mc_schema_document(compiler), pointer);
	if (target == NULL)
		return refuse(compiler, rule, "there is nothing at the place it refers to");
	rule->schema = mc_schema_child(compiler, target, pointer);
	return MC_OK;
}

MC_SCHEMA_COMPILE(types)
{
	json_t *item;
	size_t i;

	if (json_is_string(rule->operand)) {
		rule->least = mc_schema_type_named(json_string_value(rule->operand));
		return rule->least != 0 ? MC_OK : refuse(compiler, rule, "there is no such type");
	}
	if (!all_strings(rule->operand) || json_array_size(rule->operand) == 0)
		return refuse(compiler, rule, "it must be the name of a type or a list of them");
	json_array_foreach(rule->operand, i, item)
	{
		unsigned bit = mc_schema_type_named(json_string_value(item));

		if (bit == 0)
			return refuse(compiler, rule, "there is no such type");
		rule->least |= bit;
	}
	return MC_OK;
}

MC_SCHEMA_COMPILE(enumeration)
{
	if (!json_is_array(rule->operand) || json_array_size(rule->operand) == 0)
		return refuse(compiler, rule, "it must be a list of at least one value");
	return MC_OK;
}

MC_SCHEMA_COMPILE(any_value)
{
	(void)compiler;
	(void)rule;
	return MC_OK;
}

MC_SCHEMA_COMPILE(number)
{
	if (!json_is_number(rule->operand))
		return refuse(compiler, rule, "it must be a number");
	return MC_OK;
}

MC_SCHEMA_COMPILE(divisor)
{
	if (!json_is_number(rule->operand) || json_number_value(rule->operand) <= 0)
		return refuse(compiler, rule, "it must be a number above zero");
	return MC_OK;
}

MC_SCHEMA_COMPILE(count)
{
	if (!read_count(rule->operand, &rule->least))
		return refuse(compiler, rule, "it must be a whole number from 0");
	return MC_OK;
}

MC_SCHEMA_COMPILE(boolean)
{
	if (!json_is_boolean(rule->operand))
		return refuse(compiler, rule, "it must be true or false");
	return MC_OK;
}

MC_SCHEMA_COMPILE(pattern)
{
	if (!json_is_string(rule->operand))
		return refuse(compiler, rule, "it must be a string");
	rule->message_vi = json_string_value(sibling(compiler, "x-message"));
	rule->message_en = json_string_value(sibling(compiler, "x-message-en"));
	if ((rule->message_vi == NULL) != (rule->message_en == NULL))
		return refuse(compiler, rule, "x-message and x-message-en go together");
	return mc_schema_pattern(compiler, "pattern", json_string_value(rule->operand),
	    json_string_length(rule->operand), &rule->pattern);
}

MC_SCHEMA_COMPILE(format)
{
	static const struct {
		const char *name;
		bool (*check)(const char *text, size_t length);
	} formats[] = {
	    {"uuid", mc_format_uuid},
	    {"date", mc_format_date},
	    {"date-time", mc_format_date_time},
	    {"email", mc_format_email},
	    {"uri", mc_format_uri},
	};
	const char *name = json_string_value(rule->operand);

	if (name == NULL)
		return refuse(compiler, rule, "it must be a string");
	if (!compiler->assert_format)
		return MC_OK;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i].name, name) == 0)
			rule->format = formats[i].check;
	}
	return rule->format != NULL ? MC_OK
				    : refuse(compiler, rule, "this format is not supported");
}

MC_SCHEMA_COMPILE(names)
{
	if (!all_strings(rule->operand))
		return refuse(compiler, rule, "it must be a list of names");
	return MC_OK;
}

MC_SCHEMA_COMPILE(dependent_names)
{
	const char *name;
	json_t *names;

	if (!json_is_object(rule->operand))
		return refuse(compiler, rule, "it must be an object");
	json_object_foreach((json_t *)rule->operand, name, names)
	{
		if (!all_strings(names))
			return refuse(compiler, rule, "each member must be a list of names");
	}
	return MC_OK;
}

MC_SCHEMA_COMPILE(subschema)
{
	rule->schema = child_here(compiler, rule->keyword->name, rule->operand);
	return MC_OK;
}

MC_SCHEMA_COMPILE(subschema_list)
{
	struct mc_arena *arena = mc_schema_arena(compiler);
	const char *here =
	    mc_json_pointer_member(arena, compiler->node->pointer, rule->keyword->name);

	rule->branch_count = json_array_size(rule->operand);
	if (rule->branch_count == 0)
		return refuse(compiler, rule, "it must be a list of at least one schema");
	rule->branches = mc_alloc_array(arena, rule->branch_count, sizeof(*rule->branches));
	for (size_t i = 0; i < rule->branch_count; i++)
		rule->branches[i].schema = mc_schema_child(compiler,
		    json_array_get(rule->operand, i), mc_json_pointer_item(arena, here, i));
	return MC_OK;
}

/* The keyword stands for nothing without the oneOf that reads it. */
MC_SCHEMA_COMPILE(discriminator)
{
	const json_t *mapping = json_object_get(rule->operand, "mapping");
	const char *word;
	json_t *target;

	if (sibling(compiler, "oneOf") == NULL)
		return refuse(compiler, rule, "it needs a oneOf beside it");
	if (!json_is_string(json_object_get(rule->operand, "propertyName")) ||
	    json_object_size(mapping) == 0)
		return refuse(compiler, rule, "it needs propertyName and mapping");
	json_object_foreach((json_t *)mapping, word, target)
	{
		if (!json_is_string(target))
			return refuse(compiler, rule, "each member of mapping must be a reference");
	}
	return MC_OK;
}

/* The branch of oneOf that is exactly this reference, or NULL. */
static const struct mc_schema *
branch_referring(const struct mc_schema_rule *rule, const char *reference)
{
	for (size_t i = 0; i < rule->branch_count; i++) {
		const char *one =
		    json_string_value(json_object_get(json_array_get(rule->operand, i), "$ref"));

		if (one != NULL && strcmp(one, reference) == 0)
			return rule->branches[i].schema;
	}
	return NULL;
}

MC_SCHEMA_COMPILE(one_of)
{
	struct mc_arena *arena = mc_schema_arena(compiler);
	const json_t *discriminator = sibling(compiler, "discriminator");
	json_t *mapping = json_object_get(discriminator, "mapping");
	const char *word;
	json_t *target;

	TRY(mc_schema_compile_subschema_list(compiler, rule));
	if (discriminator == NULL)
		return MC_OK;
	rule->member = json_string_value(json_object_get(discriminator, "propertyName"));
	rule->mapping = mc_alloc_array(arena, json_object_size(mapping), sizeof(*rule->mapping));
	rule->words = "";
	json_object_foreach(mapping, word, target)
	{
		struct mc_schema_branch *branch = &rule->mapping[rule->mapping_count++];

		branch->name = word;
		branch->schema = branch_referring(rule, json_string_value(target));
		if (branch->schema == NULL)
			return refuse(compiler, rule, "the mapping names no branch of it");
		rule->words = mc_sprintf(
		    arena, "%s%s%s", rule->words, rule->mapping_count > 1 ? ", " : "", word);
	}
	return MC_OK;
}

MC_SCHEMA_COMPILE(subschema_map)
{
	const char *name;
	json_t *source;

	if (!json_is_object(rule->operand))
		return refuse(compiler, rule, "it must be an object of schemas");
	rule->branches = mc_alloc_array(mc_schema_arena(compiler),
	    json_object_size(rule->operand) + 1, sizeof(*rule->branches));
	json_object_foreach((json_t *)rule->operand, name, source)
	{
		struct mc_schema_branch *branch = &rule->branches[rule->branch_count++];

		branch->name = name;
		branch->schema = child_member(compiler, rule->keyword->name, name, source);
	}
	return MC_OK;
}

MC_SCHEMA_COMPILE(pattern_map)
{
	TRY(mc_schema_compile_subschema_map(compiler, rule));
	for (size_t i = 0; i < rule->branch_count; i++) {
		struct mc_schema_branch *branch = &rule->branches[i];

		TRY(mc_schema_pattern(compiler, rule->keyword->name, branch->name,
		    strlen(branch->name), &branch->pattern));
	}
	return MC_OK;
}

/* The table has patternProperties before this, so its compiled patterns can be shared. */
MC_SCHEMA_COMPILE(additional)
{
	const struct mc_schema *node = compiler->node;

	rule->known = sibling(compiler, "properties");
	for (size_t i = 0; i < node->rule_count; i++) {
		if (strcmp(node->rules[i].keyword->name, "patternProperties") == 0) {
			rule->branches = node->rules[i].branches;
			rule->branch_count = node->rules[i].branch_count;
		}
	}
	return mc_schema_compile_subschema(compiler, rule);
}

MC_SCHEMA_COMPILE(items)
{
	rule->least = json_array_size(sibling(compiler, "prefixItems"));
	return mc_schema_compile_subschema(compiler, rule);
}

MC_SCHEMA_COMPILE(contains)
{
	rule->least = 1;
	rule->most = (size_t)-1;
	/* Their own rows say so if they are wrong. */
	(void)read_count(sibling(compiler, "minContains"), &rule->least);
	(void)read_count(sibling(compiler, "maxContains"), &rule->most);
	return mc_schema_compile_subschema(compiler, rule);
}

MC_SCHEMA_COMPILE(condition)
{
	static const char *const names[] = {"then", "else"};

	rule->branch_count = 2;
	rule->branches = mc_alloc_array(mc_schema_arena(compiler), 2, sizeof(*rule->branches));
	for (size_t i = 0; i < 2; i++) {
		const json_t *source = sibling(compiler, names[i]);

		if (source != NULL)
			rule->branches[i].schema = child_here(compiler, names[i], source);
	}
	return mc_schema_compile_subschema(compiler, rule);
}
