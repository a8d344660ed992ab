/* Short messages: to the configured gateway, else as lines of a file. */
#include "gen/vocabulary/message_channels.h"
#include "lib/base/clock.h"
#include "lib/calendar/local_time.h"
#include "lib/identity/phone.h"
#include "lib/notice/channel.h"
#include "lib/site/site.h"
#include "lib/wire/sms.h"
#include "lib/wire/sms_text.h"

enum { PARTS_MAX = 2 };

/* A gateway sends by a name that the site has registered. */
static enum mc_rc
check(struct mc_ctx *ctx, const struct mc_line *line)
{
	if (*line->config->sms_url != '\0' && mc_site_sms(line->site) == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL,
		    "MOTCUA_SMS_URL is set, but %s/sms.json is missing: it names the sender of "
		    "short messages",
		    line->config->site_dir);
	return MC_OK;
}

static bool
wants(const struct mc_notice *notice)
{
	return notice->phone != NULL && mc_phone_is_mobile(notice->phone);
}

/* Marks or none, as the site will have it. */
static const char *
written(struct mc_arena *arena, const struct mc_notice *notice, const char *text)
{
	return notice->plain_letters ? mc_sms_cheapest(arena, text) : text;
}

static const char *
render(struct mc_arena *arena, const struct mc_notice *notice)
{
	const char *text = written(arena, notice,
	    MC_MESSAGE_TEXT_SMS(
		arena, notice->language, notice->sender, notice->title, notice->site));

	if (mc_sms_form(text).parts <= PARTS_MAX)
		return text;
	return written(arena, notice,
	    MC_MESSAGE_BRIEF_SMS(arena, notice->language, notice->sender, notice->site));
}

static struct mc_sms_line *
open_line(struct mc_ctx *ctx, struct mc_line *line)
{
	const struct mc_config *config = line->config;

	if (line->connection == NULL)
		line->connection =
		    mc_sms_line_new(*config->sms_url != '\0'
					? config->sms_url
					: mc_sprintf(ctx->arena, "file://%s", config->outbox_dir),
			config->sms_token, line->stopping);
	return line->connection;
}

/* What so many parts cost today. */
static int64_t
cost_of(const struct mc_sms_terms *terms, unsigned parts)
{
	int64_t price = terms == NULL ? -1 : mc_sms_price(terms, mc_day_of(mc_clock_now()));

	return price < 0 ? -1 : price * parts;
}

static enum mc_rc
send(struct mc_ctx *ctx, struct mc_line *line, const struct mc_notice *notice, const char *text,
    struct mc_handover *ret_handover)
{
	const struct mc_sms_terms *terms = mc_site_sms(line->site);
	const struct mc_sms sms = {
	    .id = notice->id,
	    .key = notice->key,
	    .sender = terms == NULL ? "" : terms->sender,
	    .to = notice->phone,
	    .text = text,
	    .date = notice->date,
	};

	TRY(mc_sms_send(ctx, open_line(ctx, line), &sms, ret_handover));
	ret_handover->cost = cost_of(terms, ret_handover->parts);
	return MC_OK;
}

static void
hang_up(struct mc_line *line)
{
	mc_sms_line_free(line->connection);
}

static const struct mc_notice_channel sms = {
    .name = MC_MESSAGE_CHANNEL_SMS,
    .check = check,
    .wants = wants,
    .render = render,
    .send = send,
    .hang_up = hang_up,
};

MC_TABLE_ADD(notice_channels, mc_notice_channel, sms);
