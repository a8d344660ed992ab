/* Times come from the caller, so that a test has its own. */
#include "lib/watch/alarm.h"

#include "lib/watch/figure.h"

bool
mc_alert_worst(const struct mc_alert *alert, const char *page, double *ret_value)
{
	struct mc_figure figure;
	bool found = false;

	while (mc_figure_next(&page, &figure)) {
		double value = figure.value;

		if (mc_figure_is(&figure, alert->figure) &&
		    (!found || (alert->above ? value > *ret_value : value < *ret_value))) {
			*ret_value = value;
			found = true;
		}
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

	alarm->known = mc_alert_worst(alert, page, &value);
	if (!alarm->known)
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

enum mc_alarm_state
mc_alarm_state(const struct mc_alarm *alarm, const struct mc_alert *alert, int64_t now)
{
	if (!alarm->known)
		return MC_ALARM_UNKNOWN;
	if (alarm->since == 0)
		return MC_ALARM_GOOD;
	return alert->urgent && now - alarm->since >= alert->seconds ? MC_ALARM_ACT
								     : MC_ALARM_ATTENTION;
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
