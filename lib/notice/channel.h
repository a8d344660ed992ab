/* The ways in which people are told what concerns them. A file adds a row to the table of channels;
 * the worker makes one job of each notice and channel, so that one that fails is tried again alone.
 */
#ifndef MC_CHANNEL_H
#define MC_CHANNEL_H

#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/config.h"
#include "lib/base/table.h"
#include "lib/wire/delivery.h"

/* What is said, and to whom. Texts are UTF-8. */
struct mc_notice {
	const char *id; /* the same whenever it is sent: repetitions can be recognised */
	const char
	    *key; /* of this message: another where it is sent anew after it failed for good */
	const char *language; /* "vi" or "en": the reader's */
	const char *sender;   /* the service's name */
	const char *title;    /* one line */
	const char *body;     /* with places for what is told, see lib/notice/words.h */
	const json_t *told;   /* borrowed */
	const char *link;     /* where the rest is read after signing in */
	const char *site;     /* the same in short */
	int64_t date;         /* seconds since 1970 */
	const char *full_name;
	const char *email;  /* NULL if there is none */
	const char *phone;  /* as stored; NULL if there is none */
	bool plain_letters; /* short messages: without marks where that takes fewer parts */
};

struct mc_notice_channel;
struct mc_site;

/* To the other side of a channel, kept between messages. Belongs to one thread. */
struct mc_line {
	const struct mc_notice_channel *channel;
	const struct mc_config *config;
	const struct mc_site *site;
	const atomic_bool *stopping; /* once true, a send that waits for the other side gives up */
	void *connection;            /* the channel's own; NULL before the first message */
};

struct mc_notice_channel {
	const char *name; /* a message channel of the vocabulary */
	/* Whether what is set for it holds together; NULL if nothing can be wrong. Fails with
	 * MC_PROBLEM_INTERNAL, in words for who set it. */
	enum mc_rc (*check)(struct mc_ctx *ctx, const struct mc_line *line);
	/* Whether this person can be told in this way. */
	bool (*wants)(const struct mc_notice *notice);
	/* The text as its reader sees it, in the arena. Beyond the reader's name and the dossier's
	 * code it names no personal data, and nothing that somebody typed. */
	const char *(*render)(struct mc_arena *arena, const struct mc_notice *notice);
	/* Hands a rendered text over. One that is put off and a way that fails are
	 * MC_PROBLEM_OVERLOADED, to be tried again later; every failure is. */
	enum mc_rc (*send)(struct mc_ctx *ctx, struct mc_line *line, const struct mc_notice *notice,
	    const char *text, struct mc_handover *ret_handover);
	/* Ends what the line keeps; NULL if this channel keeps nothing. */
	void (*hang_up)(struct mc_line *line);
};

MC_TABLE(notice_channels, mc_notice_channel);

/* The row of that name, or NULL. */
const struct mc_notice_channel *mc_notice_channel_find(const char *name);

#endif
