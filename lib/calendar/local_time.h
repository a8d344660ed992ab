/* Vietnamese local time: UTC+7 without daylight saving since 1975, whatever the time zone of the
 * process. Instants are whole seconds since 1970-01-01T00:00:00Z; days are counted from 1970-01-01
 * of the local calendar. Dates are proleptic Gregorian, years 1..9999. Pure, safe in any thread. */
#ifndef MC_LOCAL_TIME_H
#define MC_LOCAL_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/rc.h"

enum {
	MC_UTC_OFFSET = 7 * 3600,
	MC_DAY_SECONDS = 24 * 3600,
};

struct mc_local_time {
	int year, month, day; /* month 1..12 */
	int hour, minute, second;
	int weekday; /* 0 = Monday ... 6 = Sunday */
};

/* Instants outside the years 1..9999 are moved to the nearest end of that range. */
struct mc_local_time mc_local_time(int64_t instant);
int64_t mc_instant(const struct mc_local_time *local);

bool mc_date_exists(int year, int month, int day);

/* The day's number, counted from 1970-01-01; the date must exist. */
int64_t mc_day_number(int year, int month, int day);

/* The local day an instant falls on, and the instant a local day begins. */
int64_t mc_day_of(int64_t instant);
int64_t mc_day_start(int64_t day);

/* 0 = Monday ... 6 = Sunday. */
int mc_day_weekday(int64_t day);

/* Reads "yyyy-mm-dd" exactly; false when it is no date. */
MC_MUST_CHECK bool mc_date_parse(const char *text, int64_t *ret_day);

/* Reads "hh:mm" exactly, 00:00 to 24:00, as minutes since midnight. */
MC_MUST_CHECK bool mc_minute_parse(const char *text, int *ret_minute);

/* Reads an RFC 3339 instant in UTC, "yyyy-mm-ddThh:mm:ss[.fraction]Z"; the fraction is dropped. */
MC_MUST_CHECK bool mc_rfc3339_parse(const char *text, int64_t *ret_instant);

/* "23/11/2026" / "14:05 23/11/2026" / "14 giờ 05 phút, ngày 23 tháng 11 năm 2026". */
char *mc_date_text(struct mc_arena *arena, int64_t instant);
char *mc_moment_text(struct mc_arena *arena, int64_t instant);
char *mc_time_words(struct mc_arena *arena, int64_t instant);

/* "ngày 23 tháng 11 năm 2026", as papers are dated; days and the months 1 and 2 have two digits. */
char *mc_date_words(struct mc_arena *arena, int64_t instant);

#endif
