/* Runs the official JSON Schema test suite: every file of draft 2020-12, as Debian ships it in
 * libtest-json-schema-acceptance-perl, and every file of draft 7 of Debian's json-schema-test-suite
 * that means the same in 2020-12. What is left out is listed here, with the reason, and an entry
 * that leaves nothing out is a failure; everything else must pass. Formats are asserted in the
 * files of optional/format alone. Usage: json_schema_suite */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/json/json_schema.h"

struct exclusion {
	const char *file;  /* its path below the suite's directory */
	const char *group; /* NULL: the whole file */
	const char *reason;
};

struct suite {
	const char *name;
	const char *directory;
	const char *package;
	const struct exclusion *exclusions;
	size_t exclusion_count;
};

#define FORMAT(name)                                                                               \
	{                                                                                          \
		"optional/format/" name ".json", NULL, "a format that does not compile"            \
	}
#define ID_BELOW "$id below the root"
#define DEFINITIONS "$defs since 2019-09"
#define DEPENDENCIES "dependentRequired and dependentSchemas since 2019-09"
#define ITEMS "an array of items is prefixItems since 2020-12"
#define NO_SPACE "\\s and \\S are those of ASCII"
#define NO_NAME "properties of Unicode have their short names alone"

static const struct exclusion left_out_of_2020_12[] = {
    {"anchor.json", NULL, "$anchor"},
    {"content.json", NULL, "contentEncoding, contentMediaType"},
    {"defs.json", NULL, "reference to the remote metaschema"},
    {"dynamicRef.json", NULL, "$dynamicRef"},
    {"id.json", NULL, "reference to the remote metaschema, $id below the root"},
    {"refRemote.json", NULL, "remote references"},
    {"unevaluatedItems.json", NULL, "unevaluatedItems"},
    {"unevaluatedProperties.json", NULL, "unevaluatedProperties"},
    {"unknownKeyword.json", NULL, "unknown keywords do not compile"},
    {"vocabulary.json", NULL, "$vocabulary, remote metaschemas"},
    {"not.json", "collect annotations inside a 'not', even if collection is disabled",
	"unevaluatedProperties"},
    {"ref.json", "remote ref, containing refs itself", "remote reference"},
    {"ref.json", "Recursive references between schemas", ID_BELOW},
    {"ref.json", "ref creates new scope when adjacent to keywords", "unevaluatedProperties"},
    {"ref.json", "refs with relative uris and defs", ID_BELOW},
    {"ref.json", "relative refs with absolute uris and defs", ID_BELOW},
    {"ref.json", "$id must be resolved against nearest parent, not just immediate parent",
	ID_BELOW},
    {"ref.json", "order of evaluation: $id and $ref", ID_BELOW},
    {"ref.json", "order of evaluation: $id and $anchor and $ref", "$anchor"},
    {"ref.json", "URN base URI with f-component", "remote reference"},
    {"ref.json", "URN base URI with URN and anchor ref", "$anchor"},
    {"ref.json", "URN ref with nested pointer ref", ID_BELOW},
    {"ref.json", "ref to if", ID_BELOW},
    {"ref.json", "ref to then", ID_BELOW},
    {"ref.json", "ref to else", ID_BELOW},
    {"ref.json", "ref with absolute-path-reference", ID_BELOW},
    {"optional/bignum.json", NULL, "integers have at most 63 bits and a sign"},
    {"optional/cross-draft.json", NULL, "2020-12 alone"},
    {"optional/dependencies-compatibility.json", NULL, DEPENDENCIES},
    {"optional/format-assertion.json", NULL, "remote metaschemas"},
    {"optional/refOfUnknownKeyword.json", NULL, "unknown keywords do not compile"},
    {"optional/ecmascript-regex.json", "ECMA 262 \\s matches whitespace", NO_SPACE},
    {"optional/ecmascript-regex.json", "ECMA 262 \\S matches everything but whitespace", NO_SPACE},
    {"optional/ecmascript-regex.json", "patterns always use unicode semantics with pattern",
	NO_NAME},
    {"optional/ecmascript-regex.json",
	"patterns always use unicode semantics with patternProperties", NO_NAME},
    {"optional/ecmascript-regex.json", "pattern with non-ASCII digits", NO_NAME},
    {"optional/ecmascript-regex.json", "patternProperties with non-ASCII digits", NO_NAME},
    {"optional/ecmascript-regex.json", "\\a is not an ECMA 262 control escape",
	"reference to the remote metaschema"},
    FORMAT("duration"),
    FORMAT("hostname"),
    FORMAT("idn-email"),
    FORMAT("idn-hostname"),
    FORMAT("ipv4"),
    FORMAT("ipv6"),
    FORMAT("iri"),
    FORMAT("iri-reference"),
    FORMAT("json-pointer"),
    FORMAT("regex"),
    FORMAT("relative-json-pointer"),
    FORMAT("time"),
    FORMAT("unknown"),
    FORMAT("uri-reference"),
    FORMAT("uri-template"),
};

static const struct exclusion left_out_of_draft7[] = {
    {"additionalItems.json", NULL, "items beside prefixItems since 2020-12"},
    {"definitions.json", NULL, "reference to the remote metaschema"},
    {"dependencies.json", NULL, DEPENDENCIES},
    {"refRemote.json", NULL, "remote references"},
    {"items.json", "an array of schemas for items", ITEMS},
    {"items.json", "items with boolean schemas", ITEMS},
    {"ref.json", "relative pointer ref to array", ITEMS},
    {"ref.json", "escaped pointer ref", "unknown keywords do not compile"},
    {"ref.json", "nested refs", DEFINITIONS},
    {"ref.json", "ref overrides any sibling keywords",
	"since 2019-09 what stands beside $ref counts"},
    {"ref.json", "remote ref, containing refs itself", "remote reference"},
    {"ref.json", "$ref to boolean schema true", DEFINITIONS},
    {"ref.json", "$ref to boolean schema false", DEFINITIONS},
    {"ref.json", "Recursive references between schemas", ID_BELOW},
    {"optional/bignum.json", NULL, "integers have at most 63 bits and a sign"},
    {"optional/content.json", NULL, "contentEncoding, contentMediaType"},
    {"optional/ecmascript-regex.json", NULL, "the format regex does not compile"},
    FORMAT("hostname"),
    FORMAT("idn-email"),
    FORMAT("idn-hostname"),
    FORMAT("ipv4"),
    FORMAT("ipv6"),
    FORMAT("iri"),
    FORMAT("iri-reference"),
    FORMAT("json-pointer"),
    FORMAT("regex"),
    FORMAT("relative-json-pointer"),
    FORMAT("time"),
    FORMAT("uri-reference"),
    FORMAT("uri-template"),
};

#define LIST(table) table, sizeof(table) / sizeof((table)[0])

static const struct suite suites[] = {
    {"2020-12", "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests/draft2020-12",
	"libtest-json-schema-acceptance-perl", LIST(left_out_of_2020_12)},
    {"draft7", "/usr/share/json-schema-test-suite/tests/draft7", "json-schema-test-suite",
	LIST(left_out_of_draft7)},
};

enum { EXCLUSIONS_MAX = 100 };

struct tally {
	const struct suite *suite;
	size_t passed;
	size_t failed;
	size_t files;
	bool used[EXCLUSIONS_MAX]; /* an exclusion that excludes nothing is out of date */
};

static bool
is_excluded(struct tally *tally, const char *file, const char *group)
{
	for (size_t i = 0; i < tally->suite->exclusion_count; i++) {
		const struct exclusion *exclusion = &tally->suite->exclusions[i];

		if (strcmp(exclusion->file, file) != 0)
			continue;
		if (exclusion->group == NULL
			? group == NULL
			: group != NULL && strcmp(exclusion->group, group) == 0) {
			tally->used[i] = true;
			return true;
		}
	}
	return false;
}

static void
failed(struct tally *tally, const char *file, const json_t *group, const char *what)
{
	tally->failed++;
	printf("FAILED %s %s: %s: %s\n", tally->suite->name, file,
	    json_string_value(json_object_get(group, "description")), what);
}

static void
run_group(struct tally *tally, struct mc_ctx *ctx, const char *file, const json_t *group,
    unsigned options)
{
	MC_CLEANUP(mc_schema_set_freep)
	struct mc_schema_set *set = mc_schema_set_new(json_object_get(group, "schema"), options);
	const struct mc_schema *schema;
	json_t *test;
	size_t i;

	if (mc_schema_compile(ctx, set, "", &schema) != MC_OK) {
		failed(tally, file, group, ctx->problem.internal);
		return;
	}
	json_array_foreach(json_object_get(group, "tests"), i, test)
	{
		bool expected = json_is_true(json_object_get(test, "valid"));
		bool valid;

		mc_problem_clear(ctx);
		valid = mc_schema_check(ctx, schema, json_object_get(test, "data"),
			    MC_PROBLEM_INVALID_BODY) == MC_OK;
		if (valid == expected && valid == (ctx->problem.error_count == 0))
			tally->passed++;
		else
			failed(tally, file, group,
			    json_string_value(json_object_get(test, "description")));
	}
}

static void
run_file(struct tally *tally, struct mc_arena *arena, const char *file, unsigned options)
{
	MC_CLEANUP(mc_json_freep) json_t *groups = NULL;
	json_error_t error;
	json_t *group;
	size_t i;

	groups = json_load_file(
	    mc_sprintf(arena, "%s/%s", tally->suite->directory, file), JSON_ALLOW_NUL, &error);
	if (groups == NULL) {
		tally->failed++;
		printf("FAILED %s %s: %s\n", tally->suite->name, file, error.text);
		return;
	}
	tally->files++;
	json_array_foreach(groups, i, group)
	{
		struct mc_ctx ctx = {.arena = arena};

		if (!is_excluded(
			tally, file, json_string_value(json_object_get(group, "description"))))
			run_group(tally, &ctx, file, group, options);
	}
}

static int
is_json(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

/* The files of one folder of the suite; folder is empty or ends with a slash. */
static void
run_folder(struct tally *tally, const char *folder, unsigned options)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	const char *path = mc_sprintf(arena, "%s/%s", tally->suite->directory, folder);
	struct dirent **entries;
	int count = scandir(path, &entries, is_json, alphasort);

	if (count <= 0) {
		tally->failed++;
		printf("FAILED %s: no tests there; install %s\n", path, tally->suite->package);
	}
	for (int i = 0; i < count; i++) {
		const char *file = mc_sprintf(arena, "%s%s", folder, entries[i]->d_name);

		if (!is_excluded(tally, file, NULL))
			run_file(tally, arena, file, options);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void
print_left_out(struct tally *tally)
{
	printf("%s leaves out:\n", tally->suite->name);
	for (size_t i = 0; i < tally->suite->exclusion_count; i++) {
		const struct exclusion *exclusion = &tally->suite->exclusions[i];

		printf("  %s: %s (%s)\n", exclusion->file,
		    exclusion->group == NULL ? "all" : exclusion->group, exclusion->reason);
		if (!tally->used[i]) {
			tally->failed++;
			printf("FAILED %s %s: this exclusion excludes nothing\n",
			    tally->suite->name, exclusion->file);
		}
	}
}

int
main(void)
{
	struct tally tallies[sizeof(suites) / sizeof(suites[0])] = {0};
	size_t failures = 0;

	_Static_assert(
	    sizeof(left_out_of_2020_12) / sizeof(left_out_of_2020_12[0]) <= EXCLUSIONS_MAX &&
		sizeof(left_out_of_draft7) / sizeof(left_out_of_draft7[0]) <= EXCLUSIONS_MAX,
	    "a tally marks every exclusion");
	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
		struct tally *tally = &tallies[i];

		tally->suite = &suites[i];
		run_folder(tally, "", 0);
		run_folder(tally, "optional/", 0);
		run_folder(tally, "optional/format/", MC_SCHEMA_ASSERT_FORMAT);
		print_left_out(tally);
		failures += tally->failed;
	}
	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		printf("json-schema-test-suite %s: %zu passed, %zu failed, in %zu files\n",
		    suites[i].name, tallies[i].passed, tallies[i].failed, tallies[i].files);
	return failures == 0 ? 0 : 1;
}
