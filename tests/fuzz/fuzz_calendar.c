/* Calendars, fee lists and dates: whatever document is accepted gives deadlines that never lie
 * before the receipt, and working time that never exceeds the time passed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/calendar/calendar.h"
#include "lib/calendar/local_time.h"
#include "lib/payment/fees.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static void
use_calendar(struct mc_arena *arena, const struct mc_calendar *calendar, int64_t received)
{
	for (int unit = MC_TIME_WORKING_HOUR; unit <= MC_TIME_CALENDAR_DAY; unit++) {
		const struct mc_time_limit limit = {.amount = 1 + received % 40,
		    .unit = (enum mc_time_unit)unit,
		    .cutoff = 15 * 60};
		struct mc_ctx ctx = {.arena = arena};
		struct mc_due due;
		int64_t worked;

		if (mc_calendar_due(&ctx, calendar, received, &limit, &due) != MC_OK)
			continue;
		worked = mc_calendar_working_seconds(calendar, received, due.at, NULL);
		must(due.at >= received && worked >= 0 && worked <= due.at - received);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	const char *text = mc_strndup(ctx.arena, (const char *)data, size);
	const struct mc_calendar *calendar;
	struct mc_fee_quote quote;
	int64_t value = 0;
	int minute;

	if (mc_date_parse(text, &value))
		must(mc_day_of(mc_day_start(value)) == value);
	if (mc_minute_parse(text, &minute))
		must(minute >= 0 && minute <= 1440);
	if (mc_rfc3339_parse(text, &value))
		must(value > INT64_MIN / 2 && value < INT64_MAX / 2);
	if (mc_json_parse(&ctx, text, strlen(text), &document) == MC_OK) {
		if (mc_calendar_read(&ctx, document, &calendar) == MC_OK)
			use_calendar(ctx.arena, calendar, 1795399507 + (int64_t)size * 7919);
		mc_problem_clear(&ctx);
		if (mc_fees_quote(&ctx, document, NULL, &quote) == MC_OK)
			must(quote.total >= 0 &&
			     quote.total == quote.fee_total + quote.charge_total);
	}
	mc_arena_free(ctx.arena);
	return 0;
}
