/* E-mail: to the configured server, else as files in a folder. */
#include "gen/vocabulary/message_channels.h"
#include "lib/notice/channel.h"
#include "lib/notice/words.h"
#include "lib/wire/mail.h"

_Static_assert(
    (int)MC_MAIL_TOTAL_SECONDS <= (int)MC_CHANNEL_SECONDS_MAX, "a letter takes too long");

static bool
wants(const struct mc_notice *notice)
{
	return notice->email != NULL;
}

static const char *
render(struct mc_arena *arena, const struct mc_notice *notice)
{
	const char *body = mc_notice_fill(arena, notice->body, notice->told, notice->language,
	    MC_MESSAGE_INSTEAD_MAIL(notice->language));

	return MC_MESSAGE_TEXT_MAIL(
	    arena, notice->language, notice->full_name, notice->title, body, notice->link);
}

static enum mc_rc
send(struct mc_ctx *ctx, const struct mc_config *config, const struct mc_notice *notice,
    const char *text, bool *ret_refused)
{
	const struct mc_mail mail = {
	    .id = notice->id,
	    .from_name = notice->sender,
	    .from = config->mail_from,
	    .to = notice->email,
	    .subject = notice->title,
	    .text = text,
	    .date = notice->date,
	};
	const char *transport = *config->smtp_url != '\0'
				    ? config->smtp_url
				    : mc_sprintf(ctx->arena, "file://%s", config->outbox_dir);
	enum mc_delivery delivery;

	TRY(mc_mail_send(ctx, transport, &mail, &delivery));
	*ret_refused = delivery == MC_DELIVERY_REFUSED;
	return MC_OK;
}

static const struct mc_notice_channel mail = {MC_MESSAGE_CHANNEL_MAIL, wants, render, send};

MC_TABLE_ADD(notice_channels, mc_notice_channel, mail);
