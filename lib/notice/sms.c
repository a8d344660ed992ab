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
send(struct mc_ctx *ctx, const struct mc_config *config, const struct mc_notice *notice,
    const char *text, bool *ret_refused)
{
	const struct mc_sms sms = {
	    .id = notice->id,
	    .to = notice->phone,
	    .text = text,
	    .date = notice->date,
	};

	*ret_refused = false;
	return mc_sms_send(ctx, mc_sprintf(ctx->arena, "file://%s", config->outbox_dir), &sms);
}

static const struct mc_notice_channel sms = {MC_MESSAGE_CHANNEL_SMS, wants, render, send};

MC_TABLE_ADD(notice_channels, mc_notice_channel, sms);
