/* PCRE2 without its just-in-time compiler: match limits hold exactly, and no writable code pages.
 */
#include "lib/json/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

enum { MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000, HEAP_LIMIT_KIB = 4096, PATTERN_MAX = 4096 };

struct mc_pattern {
	pcre2_code *code;
	pcre2_match_context *limits;
};

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* What "(" may be followed by in both dialects. */
static bool
portable_group(const char *rest, size_t length)
{
	if (length == 0 || (rest[0] != '?' && rest[0] != '*'))
		return true;
	if (rest[0] == '*' || length < 2)
		return false;
	if (is_one_of(rest[1], ":=!"))
		return true;
	if (rest[1] != '<' || length < 3)
		return false;
	return is_one_of(rest[2], "=!_$") || (rest[2] >= 'a' && rest[2] <= 'z') ||
	       (rest[2] >= 'A' && rest[2] <= 'Z');
}

/* The bytes of "{L}" after the letter of \p{L}, \P{L} or \u{1F600}: those braces are no quantifier.
 */
static size_t
braces_after(const char *letter, size_t length)
{
	const char *end;

	if (!is_one_of(*letter, "pPu") || length < 2 || letter[1] != '{')
		return 0;
	end = memchr(letter, '}', length);
	return end == NULL ? 0 : (size_t)(end - letter);
}

/* Names the first construct that only one of the two dialects knows. */
static const char *
unportable(const char *text, size_t length)
{
	static const char escapes[] = "0123456789dDwWsSbBtnrvfcxupPk^$\\.*+?()[]{}|/-";
	bool in_class = false;
	bool quantified = false;

	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		bool quantifier = !in_class && is_one_of(c, "*+?}");

		if (c == '\\') {
			if (++i == length || !is_one_of(text[i], escapes))
				return "an escape that ECMA-262 does not have";
			i += braces_after(text + i, length - i);
		} else if (in_class) {
			if (c == '[' && i + 1 < length && is_one_of(text[i + 1], ":.="))
				return "a POSIX character class";
			in_class = c != ']';
		} else if (c == '[') {
			in_class = true;
		} else if (c == '(' && !portable_group(text + i + 1, length - i - 1)) {
			return "a kind of group that ECMA-262 does not have";
		} else if (c == '(' && i + 1 < length && text[i + 1] == '?') {
			i++; /* the question mark belongs to the group, it is no quantifier */
		} else if (c == '+' && quantified) {
			return "a possessive quantifier";
		}
		quantified = quantifier;
	}
	return NULL;
}

static pcre2_code *
compile(const char *text, size_t length, const char **ret_reason)
{
	static _Thread_local char message[160];
	const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS |
				 PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF |
				 PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP;
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_code *code;
	PCRE2_SIZE offset;
	int error;

	if (context == NULL)
		abort();
	pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
	pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
	pcre2_set_parens_nest_limit(context, 50);
	code = pcre2_compile((PCRE2_SPTR)text, length, options, &error, &offset, context);
	pcre2_compile_context_free(context);
	if (code == NULL) {
		(void)pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof(message));
		*ret_reason = message;
	}
	return code;
}

struct mc_pattern *
mc_pattern_new(const char *text, size_t length, const char **ret_reason)
{
	struct mc_pattern *pattern;
	const char *reason = length > PATTERN_MAX ? "it is too long" : unportable(text, length);
	pcre2_code *code;

	if (reason != NULL) {
		*ret_reason = reason;
		return NULL;
	}
	code = compile(text, length, ret_reason);
	if (code == NULL)
		return NULL;
	pattern = malloc(sizeof(*pattern));
	if (pattern == NULL)
		abort();
	pattern->code = code;
	pattern->limits = pcre2_match_context_create(NULL);
	if (pattern->limits == NULL)
		abort();
	pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(pattern->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(pattern->limits, HEAP_LIMIT_KIB);
	return pattern;
}

void
mc_pattern_free(struct mc_pattern *pattern)
{
	if (pattern == NULL)
		return;
	pcre2_match_context_free(pattern->limits);
	pcre2_code_free(pattern->code);
	free(pattern);
}

enum mc_pattern_result
mc_pattern_match(const struct mc_pattern *pattern, const char *text, size_t length)
{
	pcre2_match_data *found = pcre2_match_data_create(1, NULL);
	int result;

	if (found == NULL)
		abort();
	result = pcre2_match(pattern->code, (PCRE2_SPTR)text, length, 0, 0, found, pattern->limits);
	pcre2_match_data_free(found);
	if (result >= 0)
		return MC_PATTERN_MATCH;
	return result == PCRE2_ERROR_NOMATCH ? MC_PATTERN_NO_MATCH : MC_PATTERN_LIMIT;
}
