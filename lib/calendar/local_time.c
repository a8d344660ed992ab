/* Days to civil dates by counting eras of 400 years that begin on 1 March, so that the leap day
 * comes last and no table is needed. */
#include "lib/calendar/local_time.h"

#include <string.h>

#include "gen/vocabulary/printed.h"

enum { ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

static const int64_t first_instant = -62135596800 - MC_UTC_OFFSET; /* 0001-01-01T00:00 local */
static const int64_t last_instant = 253402300799 - MC_UTC_OFFSET;  /* 9999-12-31T23:59:59 local */

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

int64_t
mc_day_number(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = floor_divide(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * ERA_DAYS + day_of_era - DAYS_TO_1970;
}

int64_t
mc_day_of(int64_t instant)
{
	if (instant < first_instant)
		instant = first_instant;
	if (instant > last_instant)
		instant = last_instant;
	return floor_divide(instant + MC_UTC_OFFSET, MC_DAY_SECONDS);
}

int64_t
mc_day_start(int64_t day)
{
	return day * MC_DAY_SECONDS - MC_UTC_OFFSET;
}

int
mc_day_weekday(int64_t day)
{
	/* 1970-01-01 was a Thursday */
	return (int)(day + 3 - floor_divide(day + 3, 7) * 7);
}

struct mc_local_time
mc_local_time(int64_t instant)
{
	int64_t day = mc_day_of(instant);
	int64_t shifted = day + DAYS_TO_1970;
	int64_t era = floor_divide(shifted, ERA_DAYS);
	int64_t day_of_era = shifted - era * ERA_DAYS;
	int64_t year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
	    day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;
	int64_t second = instant - mc_day_start(day);
	struct mc_local_time local;

	if (second < 0)
		second = 0;
	if (second >= MC_DAY_SECONDS)
		second = MC_DAY_SECONDS - 1;
	local.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
	local.month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
	local.year = (int)(year_of_era + era * 400 + (local.month <= 2));
	local.hour = (int)(second / 3600);
	local.minute = (int)(second / 60 % 60);
	local.second = (int)(second % 60);
	local.weekday = mc_day_weekday(day);
	return local;
}

int64_t
mc_instant(const struct mc_local_time *local)
{
	return mc_day_start(mc_day_number(local->year, local->month, local->day)) +
	       local->hour * 3600 + local->minute * 60 + local->second;
}

bool
mc_date_exists(int year, int month, int day)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= lengths[month - 1] + (month == 2 && leap);
}

/* Whether text begins with the pattern: 9 stands for a digit, anything else for itself. */
static bool
looks_like(const char *text, const char *pattern)
{
	for (; *pattern != '\0'; pattern++, text++) {
		if (*pattern == '9' ? *text < '0' || *text > '9' : *text != *pattern)
			return false;
	}
	return true;
}

static int
read_number(const char *text, int digits)
{
	int number = 0;

	for (int i = 0; i < digits; i++)
		number = number * 10 + (text[i] - '0');
	return number;
}

bool
mc_date_parse(const char *text, int64_t *ret_day)
{
	int year, month, day;

	if (!looks_like(text, "9999-99-99") || text[10] != '\0')
		return false;
	year = read_number(text, 4);
	month = read_number(text + 5, 2);
	day = read_number(text + 8, 2);
	if (!mc_date_exists(year, month, day))
		return false;
	*ret_day = mc_day_number(year, month, day);
	return true;
}

bool
mc_minute_parse(const char *text, int *ret_minute)
{
	int minute;

	if (!looks_like(text, "99:99") || text[5] != '\0')
		return false;
	minute = read_number(text, 2) * 60 + read_number(text + 3, 2);
	if (read_number(text + 3, 2) > 59 || minute > 24 * 60)
		return false;
	*ret_minute = minute;
	return true;
}

bool
mc_rfc3339_parse(const char *text, int64_t *ret_instant)
{
	struct mc_local_time utc = {0};
	const char *rest = text + 19;

	if (!looks_like(text, "9999-99-99T99:99:99"))
		return false;
	utc.year = read_number(text, 4);
	utc.month = read_number(text + 5, 2);
	utc.day = read_number(text + 8, 2);
	utc.hour = read_number(text + 11, 2);
	utc.minute = read_number(text + 14, 2);
	utc.second = read_number(text + 17, 2);
	if (*rest == '.') {
		size_t digits = strspn(rest + 1, "0123456789");

		if (digits == 0 || digits > 9)
			return false;
		rest += 1 + digits;
	}
	if (strcmp(rest, "Z") != 0 || !mc_date_exists(utc.year, utc.month, utc.day) ||
	    utc.hour > 23 || utc.minute > 59 || utc.second > 59)
		return false;
	*ret_instant = mc_instant(&utc) + MC_UTC_OFFSET;
	return true;
}

char *
mc_date_text(struct mc_arena *arena, int64_t instant)
{
	struct mc_local_time t = mc_local_time(instant);

	return mc_sprintf(arena, "%02d/%02d/%04d", t.day, t.month, t.year);
}

char *
mc_moment_text(struct mc_arena *arena, int64_t instant)
{
	struct mc_local_time t = mc_local_time(instant);

	return MC_PRINTED_MOMENT(arena, t.hour, t.minute, mc_date_text(arena, instant));
}

char *
mc_date_words(struct mc_arena *arena, int64_t instant)
{
	struct mc_local_time t = mc_local_time(instant);

	/* NĐ 30/2020: days below 10 and the months 1 and 2 carry a leading zero */
	return t.month <= 2 ? MC_PRINTED_DATE_TWO(arena, t.day, t.month, t.year)
			    : MC_PRINTED_DATE(arena, t.day, t.month, t.year);
}

char *
mc_time_words(struct mc_arena *arena, int64_t instant)
{
	struct mc_local_time t = mc_local_time(instant);

	return MC_PRINTED_TIME(arena, t.hour, t.minute, mc_date_words(arena, instant));
}
