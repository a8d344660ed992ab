/* Inside the JSON Schema interpreter: compiled schemas as lists of rules, one rule per keyword.
 * Only json_schema_*.c include this. */
#ifndef MC_JSON_SCHEMA_NODE_H
#define MC_JSON_SCHEMA_NODE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/json/json_schema.h"

/* The types of a value as bits; a whole number has two. */
enum mc_schema_type {
	MC_SCHEMA_NULL = 1u << 0,
	MC_SCHEMA_BOOLEAN = 1u << 1,
	MC_SCHEMA_OBJECT = 1u << 2,
	MC_SCHEMA_ARRAY = 1u << 3,
	MC_SCHEMA_NUMBER = 1u << 4,
	MC_SCHEMA_STRING = 1u << 5,
	MC_SCHEMA_INTEGER = 1u << 6,
	MC_SCHEMA_ANY = (1u << 7) - 1,
};

struct mc_schema_rule;
struct mc_schema_compiler;
struct mc_schema_run;
struct mc_schema_place;
struct mc_pattern;

/* One row of the table of keywords. */
struct mc_schema_keyword {
	const char *name;
	/* Reads the operand into the rule; NULL for a pure annotation. */
	enum mc_rc (*compile)(struct mc_schema_compiler *compiler, struct mc_schema_rule *rule);
	/* Says whether the value is valid and reports it if not; NULL where another keyword does.
	 */
	bool (*check)(struct mc_schema_run *run, const struct mc_schema_place *place,
	    const struct mc_schema_rule *rule, const json_t *value);
	unsigned types; /* the values it speaks about */
	bool in_place;  /* its subschemas look at the same value */
	bool gate;      /* when it fails, the rest of the schema says nothing useful */
};

/* One of several subschemas: by position, by member name, or by pattern of member names. */
struct mc_schema_branch {
	const char *name;
	const struct mc_pattern *pattern;
	const struct mc_schema *schema; /* NULL where "then" or "else" is absent */
};

struct mc_schema_rule {
	const struct mc_schema_keyword *keyword;
	const json_t *operand;
	const struct mc_schema *schema; /* its one subschema */
	struct mc_schema_branch *branches;
	size_t branch_count;
	const char *member; /* oneOf under a discriminator: the member that decides, */
	struct mc_schema_branch *mapping; /* the branch of each of its words, */
	size_t mapping_count;
	const char *words;   /* and all of them in one text */
	const json_t *known; /* additionalProperties: the sibling "properties", may be NULL */
	size_t least;        /* a bound, a bit mask of types, or the count that prefixItems takes */
	size_t most;
	const struct mc_pattern *pattern;
	bool (*format)(const char *text, size_t length);
	const char *message_vi; /* the schema's own words (x-message, x-message-en), or NULL */
	const char *message_en;
};

struct mc_schema {
	const json_t *source;
	const char *pointer; /* where it stands in the document */
	bool never;          /* the schema false */
	struct mc_schema_rule *rules;
	size_t rule_count;
	struct mc_schema *same_bucket;
	struct mc_schema *next; /* waiting to be compiled */
	enum { UNMEASURED, MEASURING, MEASURED } measure;
	unsigned height; /* schemas stacked on one value, this one included */
};

struct mc_schema_compiler {
	struct mc_ctx *ctx;
	struct mc_schema_set *set;
	struct mc_schema *node;
	bool assert_format;
};

/* The table, and the row of a name or NULL. */
const struct mc_schema_keyword *mc_schema_keyword_at(size_t index);
const struct mc_schema_keyword *mc_schema_keyword_find(const char *name);

/* Where in the value a check stands; the root has no parent. */
struct mc_schema_place {
	const struct mc_schema_place *parent;
	const char *key; /* NULL for an item of an array */
	size_t index;
};

/* One run of mc_schema_check. */
struct mc_schema_run {
	struct mc_ctx *ctx;
	unsigned quiet; /* > 0: only whether, not why */
	unsigned depth; /* schemas being evaluated, one inside the other */
	size_t steps;   /* left to spend */
	bool exhausted; /* out of steps, depth or pattern matching: the value is refused */
};

/* Evaluates a whole schema at a place. */
bool mc_schema_evaluate(struct mc_schema_run *run, const struct mc_schema_place *place,
    const struct mc_schema *schema, const json_t *value);

/* Adds an item unless the run is quiet; returns false for the caller to return. The texts must be
 * static or in the arena of the run. */
bool mc_schema_report(struct mc_schema_run *run, const struct mc_schema_place *place,
    const char *code, const char *detail_vi, const char *detail_en);

/* Takes steps from the budget; false, and the run exhausted, when there are not enough. */
bool mc_schema_spend(struct mc_schema_run *run, size_t steps);

/* The type bits of a value. */
unsigned mc_schema_type_of(const json_t *value);

/* The bit of a type's name, 0 if there is none such. */
unsigned mc_schema_type_named(const char *name);

/* Whether a text matches; a match that would cost too much exhausts the run. */
bool mc_schema_matches(
    struct mc_schema_run *run, const struct mc_pattern *pattern, const char *text, size_t length);

#define MC_SCHEMA_COMPILE(name)                                                                    \
	enum mc_rc mc_schema_compile_##name(                                                       \
	    struct mc_schema_compiler *compiler, struct mc_schema_rule *rule)
#define MC_SCHEMA_CHECK(name)                                                                      \
	bool mc_schema_check_##name(struct mc_schema_run *run,                                     \
	    const struct mc_schema_place *place, const struct mc_schema_rule *rule,                \
	    const json_t *value)

/* json_schema_operand.c */
MC_SCHEMA_COMPILE(schema_uri);
MC_SCHEMA_COMPILE(id);
MC_SCHEMA_COMPILE(definitions);
MC_SCHEMA_COMPILE(reference);
MC_SCHEMA_COMPILE(types);
MC_SCHEMA_COMPILE(enumeration);
MC_SCHEMA_COMPILE(any_value);
MC_SCHEMA_COMPILE(number);
MC_SCHEMA_COMPILE(divisor);
MC_SCHEMA_COMPILE(count);
MC_SCHEMA_COMPILE(boolean);
MC_SCHEMA_COMPILE(pattern);
MC_SCHEMA_COMPILE(format);
MC_SCHEMA_COMPILE(names);
MC_SCHEMA_COMPILE(dependent_names);
MC_SCHEMA_COMPILE(subschema);
MC_SCHEMA_COMPILE(subschema_list);
MC_SCHEMA_COMPILE(one_of);
MC_SCHEMA_COMPILE(discriminator);
MC_SCHEMA_COMPILE(subschema_map);
MC_SCHEMA_COMPILE(pattern_map);
MC_SCHEMA_COMPILE(additional);
MC_SCHEMA_COMPILE(items);
MC_SCHEMA_COMPILE(contains);
MC_SCHEMA_COMPILE(condition);

/* json_schema_assert.c */
MC_SCHEMA_CHECK(type);
MC_SCHEMA_CHECK(enum);
MC_SCHEMA_CHECK(const);
MC_SCHEMA_CHECK(minimum);
MC_SCHEMA_CHECK(maximum);
MC_SCHEMA_CHECK(exclusive_minimum);
MC_SCHEMA_CHECK(exclusive_maximum);
MC_SCHEMA_CHECK(multiple_of);
MC_SCHEMA_CHECK(min_length);
MC_SCHEMA_CHECK(max_length);
MC_SCHEMA_CHECK(pattern);
MC_SCHEMA_CHECK(format);
MC_SCHEMA_CHECK(min_items);
MC_SCHEMA_CHECK(max_items);
MC_SCHEMA_CHECK(unique_items);
MC_SCHEMA_CHECK(min_properties);
MC_SCHEMA_CHECK(max_properties);
MC_SCHEMA_CHECK(required);
MC_SCHEMA_CHECK(dependent_required);

/* json_schema_apply.c */
MC_SCHEMA_CHECK(reference);
MC_SCHEMA_CHECK(all_of);
MC_SCHEMA_CHECK(any_of);
MC_SCHEMA_CHECK(one_of);
MC_SCHEMA_CHECK(not );
MC_SCHEMA_CHECK(condition);
MC_SCHEMA_CHECK(dependent_schemas);
MC_SCHEMA_CHECK(properties);
MC_SCHEMA_CHECK(pattern_properties);
MC_SCHEMA_CHECK(additional_properties);
MC_SCHEMA_CHECK(property_names);
MC_SCHEMA_CHECK(prefix_items);
MC_SCHEMA_CHECK(items);
MC_SCHEMA_CHECK(contains);

/* For json_schema_operand.c: the node of a subschema, compiled soon if not yet; fails the
 * compilation with a reason; a compiled pattern that the set owns. */
const struct mc_schema *mc_schema_child(
    struct mc_schema_compiler *compiler, const json_t *source, const char *pointer);
const json_t *mc_schema_document(const struct mc_schema_compiler *compiler);
MC_MUST_CHECK enum mc_rc mc_schema_refuse(
    struct mc_schema_compiler *compiler, const char *keyword, const char *reason);
MC_MUST_CHECK enum mc_rc mc_schema_pattern(struct mc_schema_compiler *compiler, const char *keyword,
    const char *text, size_t length, const struct mc_pattern **ret_pattern);
struct mc_arena *mc_schema_arena(const struct mc_schema_compiler *compiler);

#endif
