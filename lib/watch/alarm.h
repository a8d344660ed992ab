/* The conditions of schema/vocabulary/alerts.yaml over pages of figures in Prometheus' text format:
 * which hold, since when, and when somebody is to be told of it. */
#ifndef MC_ALARM_H
#define MC_ALARM_H

#include <stdbool.h>
#include <stdint.h>

#include "gen/vocabulary/alerts.h"

/* The value of an alert's figure that is furthest beyond its bound, or nearest to it, among all
 * lines of the page that have it; false if none has. */
bool mc_alert_worst(const struct mc_alert *alert, const char *page, double *ret_value);

bool mc_alert_holds(const struct mc_alert *alert, double value);

/* What is known of an alert; begins as zeros. Times are seconds of a clock that only moves forward,
 * from 1 on. */
struct mc_alarm {
	int64_t since; /* the condition has held; 0: it does not */
	int64_t calm;  /* it has not held any more; 0: it holds */
	int64_t told;  /* somebody was told that it holds; 0: nobody was, or that it is over */
	double value;
	bool known; /* the figure stood in the last page */
};

enum mc_alarm_news { MC_ALARM_NOTHING, MC_ALARM_BEGUN, MC_ALARM_LASTS, MC_ALARM_OVER };

/* Takes the figures of a moment. A figure that is missing changes nothing: who gives it is silent,
 * which is another alert. */
void mc_alarm_take(
    struct mc_alarm *alarm, const struct mc_alert *alert, const char *page, int64_t now);

/* How it looks at a moment, to a person: what holds asks for attention, and to be acted on once it
 * is urgent and has lasted as long as it must. Unknown: the last page said nothing of it. */
enum mc_alarm_state { MC_ALARM_UNKNOWN, MC_ALARM_GOOD, MC_ALARM_ATTENTION, MC_ALARM_ACT };

enum mc_alarm_state mc_alarm_state(
    const struct mc_alarm *alarm, const struct mc_alert *alert, int64_t now);

/* What is to be told now: that it begins once it has lasted as long as it must, again after every
 * `repeat` seconds, and that it is over once it has been calm for as long. */
enum mc_alarm_news mc_alarm_news(
    const struct mc_alarm *alarm, const struct mc_alert *alert, int64_t now, int64_t repeat);

/* It has been told. */
void mc_alarm_told(struct mc_alarm *alarm, enum mc_alarm_news news, int64_t now);

#endif
