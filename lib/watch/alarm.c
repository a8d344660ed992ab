/* A line of a page is: name, perhaps {labels}, a blank, a number; or a comment. */
#include "lib/watch/alarm.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Where the number of a line begins, if the line is one of the figure; else NULL. */
static const char *
number_of(const char *line, const char *figure)
{
	size_t length = strlen(figure);
	size_t end = strcspn(line, "\n");
	const char *at = line + length;

	if (length >= end || strncmp(line, figure, length) != 0)
		return NULL;
	if (*at == '{') {
		at = memrchr(line, '}', end);
		if (at == NULL)
			return NULL;
		at++;
	}
	return *at == ' ' ? at + 1 : NULL;
}

bool
mc_alert_worst(const struct mc_alert *alert, const char *page, double *ret_value)
{
	bool found = false;

	for (const char *line = page; *line != '\0'; line += strcspn(line, "\n") + 1) {
		const char *number = number_of(line, alert->figure);
		char *end = NULL;
		double value = number != NULL ? strtod(number, &end) : NAN;

		if (!isnan(value) && end != number &&
		    (!found || (alert->above ? value > *ret_value : value < *ret_value))) {
			*ret_value = value;
			found = true;
		}
		if (line[strcspn(line, "\n")] == '\0')
			break;
	}
	return found;
}

bool
mc_alert_holds(const struct mc_alert *alert, double value)
{
	return alert->above ? value > alert->bound : value < alert->bound;
}

void
mc_alarm_take(struct mc_alarm *alarm, const struct mc_alert *alert, const char *page, int64_t now)
{
	double value;

	if (!mc_alert_worst(alert, page, &value))
		return;
	alarm->value = value;
	if (mc_alert_holds(alert, value)) {
		alarm->calm = 0;
		if (alarm->since == 0)
			alarm->since = now;
		return;
	}
	alarm->since = 0;
	if (alarm->calm == 0)
		alarm->calm = now;
}

enum mc_alarm_news
mc_alarm_news(
    const struct mc_alarm *alarm, const struct mc_alert *alert, int64_t now, int64_t repeat)
{
	if (alarm->since != 0 && alarm->told == 0)
		return now - alarm->since >= alert->seconds ? MC_ALARM_BEGUN : MC_ALARM_NOTHING;
	if (alarm->since != 0)
		return now - alarm->told >= repeat ? MC_ALARM_LASTS : MC_ALARM_NOTHING;
	if (alarm->told != 0 && alarm->calm != 0)
		return now - alarm->calm >= alert->seconds ? MC_ALARM_OVER : MC_ALARM_NOTHING;
	return MC_ALARM_NOTHING;
}

void
mc_alarm_told(struct mc_alarm *alarm, enum mc_alarm_news news, int64_t now)
{
	alarm->told = news == MC_ALARM_OVER ? 0 : now;
}
