/* When an operator is told: the table of alerts over pages of figures, second by second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/watch/alarm.h"
#include "lib/watch/figure.h"

enum { REPEAT = 100 };

static const struct mc_alert late = {"late", "", "", "motcua_late_seconds", 600, true, 0, false};
static const struct mc_alert room = {"room", "", "", "motcua_room_share", 0.1, false, 30, true};

static void
test_the_worst_value_counts(void **state)
{
	double value = -1;

	(void)state;
	assert_true(mc_alert_worst(&late,
	    "# HELP motcua_late_seconds 900\n# TYPE motcua_late_seconds gauge\n"
	    "motcua_late_seconds{topic=\"a b} 901\"} 5\nmotcua_late_seconds{topic=\"c\"} 7.5\n"
	    "motcua_late_seconds_total 902\nx_motcua_late_seconds 903\n",
	    &value));
	assert_true(value > 7.4 && value < 7.6);
	assert_true(mc_alert_worst(
	    &room, "motcua_room_share 0.5\nmotcua_room_share{a=\"b\"} 0.05", &value));
	assert_true(value > 0.04 && value < 0.06);
}

static void
test_what_is_no_figure_is_none(void **state)
{
	static const char *const pages[] = {"", "\n\n", "motcua_late_seconds",
	    "motcua_late_seconds\n", "motcua_late_seconds \n", "motcua_late_seconds x\n",
	    "motcua_late_seconds{a=\"b\" 5\n", "motcua_late_seconds NaN\n",
	    "motcua_late_seconds{\n5\n"};
	double value;

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		assert_false(mc_alert_worst(&late, pages[i], &value));
}

static void
test_at_the_bound_nothing_holds(void **state)
{
	(void)state;
	assert_false(mc_alert_holds(&late, 600));
	assert_true(mc_alert_holds(&late, 600.5));
	assert_false(mc_alert_holds(&room, 0.1));
	assert_true(mc_alert_holds(&room, 0.09));
}

/* What is told at a moment, and that it was. */
static enum mc_alarm_news
tell(struct mc_alarm *alarm, const char *page, int64_t now)
{
	enum mc_alarm_news news;

	mc_alarm_take(alarm, &room, page, now);
	news = mc_alarm_news(alarm, &room, now, REPEAT);
	if (news != MC_ALARM_NOTHING)
		mc_alarm_told(alarm, news, now);
	return news;
}

static void
test_it_begins_lasts_and_is_over(void **state)
{
	static const char full[] = "motcua_room_share 0.05\n";
	static const char roomy[] = "motcua_room_share 0.5\n";
	struct mc_alarm alarm = {0};

	(void)state;
	assert_int_equal(tell(&alarm, roomy, 1), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 10), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 39), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 40), MC_ALARM_BEGUN);
	assert_int_equal(tell(&alarm, full, 41), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 139), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 140), MC_ALARM_LASTS);
	assert_int_equal(tell(&alarm, "", 400), MC_ALARM_LASTS); /* who gives it is silent */
	assert_int_equal(tell(&alarm, roomy, 410), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 420), MC_ALARM_NOTHING); /* it was not over */
	assert_int_equal(tell(&alarm, roomy, 430), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, roomy, 460), MC_ALARM_OVER);
	assert_int_equal(tell(&alarm, roomy, 1000), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 1001), MC_ALARM_NOTHING);
	assert_int_equal(tell(&alarm, full, 1031), MC_ALARM_BEGUN);
}

static void
test_what_passes_sooner_is_not_told(void **state)
{
	struct mc_alarm alarm = {0};

	(void)state;
	for (int64_t now = 1; now < 1000; now += 20)
		assert_int_equal(
		    tell(&alarm, now % 40 == 1 ? "motcua_room_share 0\n" : "motcua_room_share 1\n",
			now),
		    MC_ALARM_NOTHING);
}

static void
test_what_could_not_be_told_is_told_later(void **state)
{
	struct mc_alarm alarm = {0};

	(void)state;
	mc_alarm_take(&alarm, &late, "motcua_late_seconds 601\n", 5);
	assert_int_equal(mc_alarm_news(&alarm, &late, 5, REPEAT), MC_ALARM_BEGUN);
	mc_alarm_take(&alarm, &late, "motcua_late_seconds 602\n", 6);
	assert_int_equal(mc_alarm_news(&alarm, &late, 6, REPEAT), MC_ALARM_BEGUN);
	mc_alarm_told(&alarm, MC_ALARM_BEGUN, 6);
	mc_alarm_take(&alarm, &late, "motcua_late_seconds 0\n", 7);
	assert_int_equal(mc_alarm_news(&alarm, &late, 7, REPEAT), MC_ALARM_OVER);
	assert_int_equal(mc_alarm_news(&alarm, &late, 8, REPEAT), MC_ALARM_OVER);
	mc_alarm_told(&alarm, MC_ALARM_OVER, 8);
	assert_int_equal(mc_alarm_news(&alarm, &late, 9, REPEAT), MC_ALARM_NOTHING);
}

static void
test_how_it_looks(void **state)
{
	static const char full[] = "motcua_room_share 0.05\nmotcua_late_seconds 601\n";
	struct mc_alarm urgent = {0};
	struct mc_alarm other = {0};

	(void)state;
	assert_int_equal(mc_alarm_state(&urgent, &room, 1), MC_ALARM_UNKNOWN);
	mc_alarm_take(&urgent, &room, "motcua_room_share 0.5\n", 1);
	assert_int_equal(mc_alarm_state(&urgent, &room, 1), MC_ALARM_GOOD);
	mc_alarm_take(&urgent, &room, full, 10);
	mc_alarm_take(&other, &late, full, 10);
	assert_int_equal(mc_alarm_state(&urgent, &room, 39), MC_ALARM_ATTENTION);
	assert_int_equal(mc_alarm_state(&urgent, &room, 40), MC_ALARM_ACT);
	assert_int_equal(mc_alarm_state(&other, &late, 4000), MC_ALARM_ATTENTION);
	mc_alarm_take(&urgent, &room, "", 50);
	assert_int_equal(mc_alarm_state(&urgent, &room, 50), MC_ALARM_UNKNOWN);
	assert_int_equal(urgent.since, 10);
}

static void
test_figures_of_a_page(void **state)
{
	const char *page =
	    "# TYPE a gauge\na{folder=\"blobs\",b=\"c\"} 5\n\nb 7\nno number\nc{} 1e3";
	struct mc_figure figure;

	(void)state;
	assert_true(mc_figure_next(&page, &figure));
	assert_true(mc_figure_is(&figure, "a"));
	assert_false(mc_figure_is(&figure, "aa"));
	assert_int_equal(figure.part_length, 5);
	assert_memory_equal(figure.part, "blobs", 5);
	assert_true(mc_figure_next(&page, &figure));
	assert_true(mc_figure_is(&figure, "b") && figure.part == NULL && figure.value > 6);
	assert_true(mc_figure_next(&page, &figure));
	assert_true(mc_figure_is(&figure, "c") && figure.part == NULL && figure.value > 999);
	assert_false(mc_figure_next(&page, &figure));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_worst_value_counts),
	    cmocka_unit_test(test_what_is_no_figure_is_none),
	    cmocka_unit_test(test_at_the_bound_nothing_holds),
	    cmocka_unit_test(test_it_begins_lasts_and_is_over),
	    cmocka_unit_test(test_what_passes_sooner_is_not_told),
	    cmocka_unit_test(test_what_could_not_be_told_is_told_later),
	    cmocka_unit_test(test_how_it_looks),
	    cmocka_unit_test(test_figures_of_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
