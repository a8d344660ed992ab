/* The inside of a calendar, shared by the clock (calendar.c) and the reader (calendar_read.c). */
#ifndef MC_CALENDAR_DAYS_H
#define MC_CALENDAR_DAYS_H

#include "lib/calendar/calendar.h"

enum {
	MC_HOURS_CLOSED = 7, /* index of the hours of a day off; 0..6 are Monday..Sunday */
	MC_CELL_HOURS = 0x07,
	MC_CELL_ESTIMATED = 0x80,
	MC_CALENDAR_YEARS_MAX = 50,
};

/* One listed year; each cell is an index into the calendar's hours and the estimated mark. */
struct mc_calendar_year {
	int year;
	int64_t first_day;
	int64_t day_count;
	unsigned char cells[366];
};

struct mc_calendar {
	int day_minutes;
	struct mc_working_hours hours[MC_HOURS_CLOSED + 1];
	size_t year_count;
	struct mc_calendar_year *years;
};

#endif
