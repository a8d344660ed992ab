#include "api/core/rates.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/tally.h"

enum { ENTRIES = 65536, SECOND_US = 1000000 };

struct mc_rates {
	struct mc_tally *tally;
	struct mc_tally_rule rules[MC_CLASS_COUNT];
};

/* Reads "600/50000". */
static bool
read_rule(const char *text, struct mc_tally_rule *ret_rule)
{
	char *end;
	unsigned long minute = strtoul(text, &end, 10);
	unsigned long day = *end == '/' ? strtoul(end + 1, &end, 10) : 0;

	if (*text < '0' || *text > '9' || *end != '\0' || minute < 1 || day < minute ||
	    day > UINT32_MAX)
		return false;
	*ret_rule = (struct mc_tally_rule){(uint32_t)minute, (uint32_t)day};
	return true;
}

/* Reads one "name=minute/day". */
static enum mc_rc
read_entry(struct mc_ctx *ctx, const char *entry, struct mc_tally_rule rules[MC_CLASS_COUNT])
{
	size_t length = strcspn(entry, "=");

	for (size_t i = 0; i < MC_CLASS_COUNT; i++) {
		const char *name = mc_classes[i].name;

		if (rules[i].minute > 0 && entry[length] == '=' && strlen(name) == length &&
		    strncmp(name, entry, length) == 0 && read_rule(entry + length + 1, &rules[i]))
			return MC_OK;
	}
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
	    "MOTCUA_CLASS_RATES: %s is no class with requests a minute and a day, such as "
	    "key=600/50000",
	    entry);
}

enum mc_rc
mc_rates_new(struct mc_ctx *ctx, const char *setting, struct mc_rates **ret_rates)
{
	struct mc_tally_rule rules[MC_CLASS_COUNT];
	struct mc_rates *rates;

	for (size_t i = 0; i < MC_CLASS_COUNT; i++)
		rules[i] = (struct mc_tally_rule){mc_classes[i].minute, mc_classes[i].day};
	for (const char *at = setting + strspn(setting, " "); *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		TRY(read_entry(ctx, mc_strndup(ctx->arena, at, length), rules));
		at += length;
	}
	rates = malloc(sizeof(*rates));
	if (rates == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	rates->tally = mc_tally_new(ENTRIES);
	memcpy(rates->rules, rules, sizeof(rules));
	*ret_rates = rates;
	return MC_OK;
}

void
mc_rates_free(struct mc_rates *rates)
{
	if (rates == NULL)
		return;
	mc_tally_free(rates->tally);
	free(rates);
}

static unsigned
digit_value(char digit)
{
	return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* An account's id is a UUID in lower case: its sixteen bytes. */
static void
read_id(const char *text, unsigned char id[MC_TALLY_ID_SIZE])
{
	for (size_t i = 0; i < MC_TALLY_ID_SIZE && text[0] != '\0' && text[1] != '\0'; text += 2) {
		text += text[0] == '-';
		id[i++] = (unsigned char)(digit_value(text[0]) << 4 | digit_value(text[1]));
	}
}

static void
tell(struct mc_arena *arena, const struct mc_tally_rule *rule, const struct mc_tally_left *left,
    struct mc_rates_told *told)
{
	told->policy = mc_sprintf(
	    arena, "\"minute\";q=%u;w=60, \"day\";q=%u;w=86400", rule->minute, rule->day);
	told->left = mc_sprintf(
	    arena, "\"%s\";r=%u;t=%u", left->of_day ? "day" : "minute", left->left, left->resets);
}

enum mc_rc
mc_rates_count(struct mc_ctx *ctx, struct mc_rates *rates, const struct mc_rates_use *use,
    struct mc_rates_told *ret_told)
{
	struct mc_tally_rule rule = rates->rules[use->class];
	struct mc_tally_key key = {.kind = use->class};
	struct mc_tally_left left;
	bool taken;

	*ret_told = (struct mc_rates_told){0};
	if (use->operation->minute > 0) {
		rule = (struct mc_tally_rule){use->operation->minute, use->operation->day};
		key.kind = (uint32_t)(MC_CLASS_COUNT + use->number);
	}
	if (rule.minute == 0)
		return MC_OK;
	read_id(use->account_id, key.id);
	taken = mc_tally_take(
	    rates->tally, &key, &rule, (uint32_t)(mc_clock_monotonic_us() / SECOND_US), &left);
	if (left.left <= (left.of_day ? rule.day : rule.minute) / 2)
		tell(ctx->arena, &rule, &left, ret_told);
	if (taken)
		return MC_OK;
	(void)mc_fail(ctx, MC_PROBLEM_TOO_MANY_REQUESTS, NULL);
	ctx->problem.retry_after = left.resets;
	return MC_FAILED;
}
