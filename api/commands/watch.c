/* One round: fetch the pages of all targets, hold them against the alerts, tell what is new in one
 * letter. What could not be sent is told in the next round. */
#include "api/commands/watch.h"

#include <signal.h>

#include "api/commands/command.h"
#include "gen/vocabulary/printed.h"
#include "lib/base/clock.h"
#include "lib/base/id.h"
#include "lib/base/log.h"
#include "lib/base/supervisor.h"
#include "lib/watch/alarm.h"
#include "lib/watch/targets.h"
#include "lib/wire/mail.h"

enum { LETTER_MAX = 64 * 1024, SLICE_MS = 1000 };

struct watch {
	const struct mc_config *config;
	struct mc_alarm alarms[MC_ALERT_COUNT];
	enum mc_alarm_news news[MC_ALERT_COUNT]; /* of this round */
	int64_t now;                             /* of this round, on the clock of alarms */
};

static void
log_silent(const char *why)
{
	mc_log(MC_LOG_WARNING, "target-silent", "%s", why);
}

static const char *
read_pages(struct mc_arena *arena, const struct mc_config *config)
{
	return mc_targets_read(arena,
	    *config->watch_targets != '\0' ? config->watch_targets : config->admin_listen,
	    mc_watch_agent, log_silent);
}

static const char *
headline(struct mc_arena *arena, const struct mc_alert *alert, enum mc_alarm_news news)
{
	switch (news) {
	case MC_ALARM_BEGUN:
		return MC_PRINTED_WATCH_BEGUN(arena, alert->name_vi);
	case MC_ALARM_LASTS:
		return MC_PRINTED_WATCH_LASTS(arena, alert->name_vi);
	default:
		return MC_PRINTED_WATCH_OVER(arena, alert->name_vi);
	}
}

static const char *
figure_line(struct mc_arena *arena, const struct watch *watch, size_t i)
{
	const struct mc_alert *alert = &mc_alerts[i];
	const struct mc_alarm *alarm = &watch->alarms[i];
	int64_t begin = alarm->since != 0 ? alarm->since : alarm->calm;

	return MC_PRINTED_WATCH_FIGURE(arena, alert->figure,
	    mc_sprintf(arena, "%.6g", alarm->value), mc_sprintf(arena, "%g", alert->bound),
	    (int)(watch->now - begin));
}

/* The letter of a round; NULL when there is nothing to tell. */
static const char *
write_letter(struct mc_arena *arena, const struct watch *watch, const char **ret_subject)
{
	struct mc_buf text = mc_buf_new(arena, LETTER_MAX);
	int count = 0;

	for (size_t i = 0; i < MC_ALERT_COUNT; i++) {
		const struct mc_alert *alert = &mc_alerts[i];
		const char *first;

		if (watch->news[i] == MC_ALARM_NOTHING)
			continue;
		first = headline(arena, alert, watch->news[i]);
		if (count++ == 0)
			*ret_subject = first;
		mc_buf_printf(&text, "%s\n%s: %s\n%s\n%s\n\n", first, alert->code, alert->name_en,
		    figure_line(arena, watch, i),
		    MC_PRINTED_WATCH_PAGE(
			arena, mc_sprintf(arena, "runbook/alerts/%s.md", alert->code)));
	}
	if (count > 1)
		*ret_subject = MC_PRINTED_WATCH_MORE(arena, *ret_subject, count - 1);
	mc_buf_printf(&text, "%s\n", watch->config->base_url);
	return count > 0 ? text.bytes : NULL;
}

static enum mc_rc
send_letter(
    struct mc_ctx *ctx, const struct mc_config *config, const char *subject, const char *text)
{
	struct mc_mail mail = {.id = mc_id_new(ctx->arena),
	    .from_name = "Motcua",
	    .from = config->mail_from,
	    .to = config->operator_mail,
	    .subject = subject,
	    .text = text,
	    .date = mc_clock_now()};
	struct mc_mail_line *line = mc_mail_line_new(
	    *config->smtp_url != '\0' ? config->smtp_url
				      : mc_sprintf(ctx->arena, "file://%s", config->outbox_dir),
	    NULL);
	struct mc_handover handover = {0};
	enum mc_rc rc = mc_mail_send(ctx, line, &mail, &handover);

	mc_mail_line_free(line);
	if (rc == MC_OK && handover.delivery == MC_DELIVERY_REFUSED)
		return mc_fail_internal(ctx, MC_PROBLEM_OVERLOADED, "the letter was refused");
	return rc;
}

static void
log_news(const struct watch *watch)
{
	static const char *const events[] = {[MC_ALARM_BEGUN] = "alert",
	    [MC_ALARM_LASTS] = "alert-lasts",
	    [MC_ALARM_OVER] = "alert-over"};

	for (size_t i = 0; i < MC_ALERT_COUNT; i++) {
		if (watch->news[i] != MC_ALARM_NOTHING)
			mc_log(MC_LOG_WARNING, events[watch->news[i]], "%s: %s %.6g",
			    mc_alerts[i].code, mc_alerts[i].figure, watch->alarms[i].value);
	}
}

static void
tell(struct mc_arena *arena, struct watch *watch)
{
	struct mc_ctx ctx = {.arena = arena};
	const char *subject = "";
	const char *letter = write_letter(arena, watch, &subject);

	if (letter == NULL)
		return;
	log_news(watch);
	if (*watch->config->operator_mail != '\0' &&
	    send_letter(&ctx, watch->config, subject, letter) != MC_OK) {
		mc_log(MC_LOG_ERROR, "operator-not-told", "%s", ctx.problem.internal);
		return;
	}
	for (size_t i = 0; i < MC_ALERT_COUNT; i++) {
		if (watch->news[i] != MC_ALARM_NOTHING)
			mc_alarm_told(&watch->alarms[i], watch->news[i], watch->now);
	}
}

/* Returns the milliseconds until the next one, which begins at its time however long this one has
 * waited for a target that is silent. */
static unsigned
run_round(struct watch *watch)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	uint64_t next_us =
	    mc_clock_monotonic_us() + (uint64_t)watch->config->watch_seconds * 1000000;
	uint64_t now_us;
	const char *pages = read_pages(arena, watch->config);

	watch->now = (int64_t)(mc_clock_monotonic_us() / 1000000) + 1;
	for (size_t i = 0; i < MC_ALERT_COUNT; i++) {
		mc_alarm_take(&watch->alarms[i], &mc_alerts[i], pages, watch->now);
		watch->news[i] = mc_alarm_news(
		    &watch->alarms[i], &mc_alerts[i], watch->now, watch->config->watch_repeat);
	}
	tell(arena, watch);
	now_us = mc_clock_monotonic_us();
	return now_us < next_us ? (unsigned)((next_us - now_us) / 1000) : 0;
}

/* False when it is told to stop. */
static bool
wait_for_next(struct mc_supervisor *supervisor, unsigned left_ms)
{
	for (;;) {
		unsigned slice_ms = left_ms < SLICE_MS ? left_ms : SLICE_MS;

		mc_supervisor_alive(supervisor, true);
		if (mc_command_told_to_stop(slice_ms))
			return false;
		left_ms -= slice_ms;
		if (left_ms == 0)
			return true;
	}
}

int
mc_cmd_watch(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_config config;
	struct watch watch = {.config = &config};
	struct mc_supervisor supervisor = mc_supervisor_find();
	unsigned left_ms;

	(void)argv;
	if (argc > 0)
		return MC_EXIT_USAGE;
	if (mc_command_begin_staying(&ctx, &config) != MC_OK)
		return mc_command_failed("watch", &ctx);
	if (*config.watch_targets == '\0' && *config.admin_listen == '\0') {
		(void)mc_fail_internal(&ctx, MC_PROBLEM_INTERNAL,
		    "MOTCUA_WATCH_TARGETS or MOTCUA_ADMIN_LISTEN must say where the figures are");
		return mc_command_failed("watch", &ctx);
	}
	mc_log(MC_LOG_INFO, "started", "watch%s",
	    *config.operator_mail == '\0' ? "; MOTCUA_OPERATOR_MAIL is empty: it only logs" : "");
	mc_supervisor_alive(&supervisor, false);
	do
		left_ms = run_round(&watch);
	while (wait_for_next(&supervisor, left_ms));
	mc_supervisor_stopping();
	mc_log(MC_LOG_INFO, "stopped", "watch");
	mc_log_close();
	return MC_EXIT_DONE;
}
