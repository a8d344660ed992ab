/* The one table of supported keywords. Its order is the order of checking: what decides whether the
 * rest means anything comes first, cheap before dear, and a keyword after those it looks at. */
#include "lib/json/json_schema_node.h"

#include <string.h>

#define C(name) mc_schema_compile_##name
#define CHECK(name) mc_schema_check_##name
#define TEXT MC_SCHEMA_STRING
#define NUM MC_SCHEMA_NUMBER
#define ARRAY MC_SCHEMA_ARRAY
#define OBJECT MC_SCHEMA_OBJECT
#define ANY MC_SCHEMA_ANY

static const struct mc_schema_keyword keywords[] = {
    /* clang-format off */
	{"$schema", C(schema_uri), NULL, 0, false, false},
	{"$id", C(id), NULL, 0, false, false},
	{"$comment", NULL, NULL, 0, false, false},
	{"$defs", C(definitions), NULL, 0, false, false},
	{"title", NULL, NULL, 0, false, false},
	{"description", NULL, NULL, 0, false, false},
	{"default", NULL, NULL, 0, false, false},
	{"examples", NULL, NULL, 0, false, false},
	{"deprecated", NULL, NULL, 0, false, false},
	{"readOnly", NULL, NULL, 0, false, false},
	{"writeOnly", NULL, NULL, 0, false, false},
	{"type", C(types), CHECK(type), ANY, false, true},
	{"const", C(any_value), CHECK(const), ANY, false, true},
	{"enum", C(enumeration), CHECK(enum), ANY, false, true},
	{"multipleOf", C(divisor), CHECK(multiple_of), NUM, false, false},
	{"minimum", C(number), CHECK(minimum), NUM, false, false},
	{"maximum", C(number), CHECK(maximum), NUM, false, false},
	{"exclusiveMinimum", C(number), CHECK(exclusive_minimum), NUM, false, false},
	{"exclusiveMaximum", C(number), CHECK(exclusive_maximum), NUM, false, false},
	{"maxLength", C(count), CHECK(max_length), TEXT, false, true},
	{"minLength", C(count), CHECK(min_length), TEXT, false, true},
	{"pattern", C(pattern), CHECK(pattern), TEXT, false, true},
	{"format", C(format), CHECK(format), TEXT, false, false},
	{"maxItems", C(count), CHECK(max_items), ARRAY, false, true},
	{"minItems", C(count), CHECK(min_items), ARRAY, false, false},
	{"uniqueItems", C(boolean), CHECK(unique_items), ARRAY, false, false},
	{"maxProperties", C(count), CHECK(max_properties), OBJECT, false, true},
	{"minProperties", C(count), CHECK(min_properties), OBJECT, false, false},
	{"required", C(names), CHECK(required), OBJECT, false, false},
	{"dependentRequired", C(dependent_names), CHECK(dependent_required), OBJECT, false, false},
	{"propertyNames", C(subschema), CHECK(property_names), OBJECT, false, false},
	{"properties", C(subschema_map), CHECK(properties), OBJECT, false, false},
	{"patternProperties", C(pattern_map), CHECK(pattern_properties), OBJECT, false, false},
	{"additionalProperties", C(additional), CHECK(additional_properties), OBJECT, false, false},
	{"prefixItems", C(subschema_list), CHECK(prefix_items), ARRAY, false, false},
	{"items", C(items), CHECK(items), ARRAY, false, false},
	{"minContains", C(count), NULL, 0, false, false},
	{"maxContains", C(count), NULL, 0, false, false},
	{"contains", C(contains), CHECK(contains), ARRAY, false, false},
	{"$ref", C(reference), CHECK(reference), ANY, true, false},
	{"allOf", C(subschema_list), CHECK(all_of), ANY, true, false},
	{"anyOf", C(subschema_list), CHECK(any_of), ANY, true, false},
	{"discriminator", C(discriminator), NULL, 0, false, false},
	{"oneOf", C(one_of), CHECK(one_of), ANY, true, false},
	{"not", C(subschema), CHECK(not), ANY, true, false},
	{"then", C(subschema), NULL, 0, true, false},
	{"else", C(subschema), NULL, 0, true, false},
	{"if", C(condition), CHECK(condition), ANY, true, false},
	{"dependentSchemas", C(subschema_map), CHECK(dependent_schemas), OBJECT, true, false},
    /* clang-format on */
};

enum { KEYWORD_COUNT = sizeof(keywords) / sizeof(keywords[0]) };

const struct mc_schema_keyword *
mc_schema_keyword_at(size_t index)
{
	return index < KEYWORD_COUNT ? &keywords[index] : NULL;
}

const struct mc_schema_keyword *
mc_schema_keyword_find(const char *name)
{
	for (size_t i = 0; i < KEYWORD_COUNT; i++) {
		if (strcmp(keywords[i].name, name) == 0)
			return &keywords[i];
	}
	return NULL;
}
