/* E-mail: to the configured server, else as files in a folder. */
#include "gen/vocabulary/message_channels.h"
#include "lib/notice/channel.h"
#include "lib/notice/words.h"
#include "lib/wire/mail.h"

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

static struct mc_mail_line *
open_line(struct mc_ctx *ctx, struct mc_line *line)
{
	const struct mc_config *config = line->config;

	if (line->connection == NULL)
		line->connection =
		    mc_mail_line_new(*config->smtp_url != '\0'
					 ? config->smtp_url
					 : mc_sprintf(ctx->arena, "file://%s", config->outbox_dir),
			line->stopping);
	return line->connection;
}

static enum mc_rc
send(struct mc_ctx *ctx, struct mc_line *line, const struct mc_notice *notice, const char *text,
    struct mc_handover *ret_handover)
{
	const struct mc_mail mail = {
	    .id = notice->id,
	    .from_name = notice->sender,
	    .from = line->config->mail_from,
	    .to = notice->email,
	    .subject = notice->title,
	    .text = text,
	    .date = notice->date,
	};

	return mc_mail_send(ctx, open_line(ctx, line), &mail, ret_handover);
}

static void
hang_up(struct mc_line *line)
{
	mc_mail_line_free(line->connection);
}

static const struct mc_notice_channel mail = {
    .name = MC_MESSAGE_CHANNEL_MAIL,
    .wants = wants,
    .render = render,
    .send = send,
    .hang_up = hang_up,
};

MC_TABLE_ADD(notice_channels, mc_notice_channel, mail);
