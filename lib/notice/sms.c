/* Short messages, as lines of a file that a gateway program reads. */
#include "gen/vocabulary/message_channels.h"
#include "lib/identity/phone.h"
#include "lib/notice/channel.h"
#include "lib/wire/sms.h"

static bool
wants(const struct mc_notice *notice)
{
	return notice->phone != NULL && mc_phone_is_mobile(notice->phone);
}

static const char *
render(struct mc_arena *arena, const struct mc_notice *notice)
{
	return MC_MESSAGE_TEXT_SMS(
	    arena, notice->language, notice->sender, notice->title, notice->site);
}

static enum mc_rc
send(struct mc_ctx *ctx, struct mc_line *line, const struct mc_notice *notice, const char *text,
    struct mc_handover *ret_handover)
{
	const struct mc_sms sms = {
	    .id = notice->id,
	    .to = notice->phone,
	    .text = text,
	    .date = notice->date,
	};

	*ret_handover = (struct mc_handover){.delivery = MC_DELIVERY_SENT};
	return mc_sms_send(
	    ctx, mc_sprintf(ctx->arena, "file://%s", line->config->outbox_dir), &sms);
}

static const struct mc_notice_channel sms = {MC_MESSAGE_CHANNEL_SMS, wants, render, send, NULL};

MC_TABLE_ADD(notice_channels, mc_notice_channel, sms);
