/* The ways in which a fee is paid. A file adds a row to the table of providers: what the payer is
 * shown, and how a partner tells of money that came in. Whatever the partner's form, a notice
 * becomes a struct mc_money, which one function of the database takes. */
#ifndef MC_PROVIDER_H
#define MC_PROVIDER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/config.h"
#include "lib/base/table.h"
#include "lib/wire/webhook.h"

/* What the payer needs in order to pay. Texts are in the arena or live as long as the program; NULL
 * is left out. */
struct mc_payment_shown {
	const char *transfer_content; /* by which the money is known when it comes */
	const char *qr_payload;
	const char *bank_bin; /* the account that the money goes to */
	const char *bank_account;
	const char *bank_account_name;
	const char *expires_at; /* RFC 3339; money that comes later is still taken */
};

/* A partner's notice as it came. */
struct mc_partner_notice {
	const struct mc_webhook_secret *secret; /* shared with that partner; NULL: unknown to us */
	/* A header that the operation of the contract names, or NULL. */
	const char *(*header)(const void *headers, const char *name);
	const void *headers;
	const void *bytes; /* of the body */
	size_t length;
	const json_t *body; /* the same, checked against the operation's schema */
	int64_t now;        /* seconds since 1970 */
};

/* Money that came in, whoever told. Borrowed texts. */
struct mc_money {
	const char *notice_id;      /* the partner's: a repetition has the same */
	const char *transaction_id; /* the bank's */
	int64_t amount;             /* đồng */
	const char *content;        /* what the payer wrote, and what banks put around it */
	const char *received_at;    /* RFC 3339 */
	const char *account;        /* that it came to; NULL: the partner's own */
};

struct mc_provider {
	const char *method; /* a payment method of the vocabulary */
	/* An officer takes the money at the desk: paid as soon as it is begun, nothing is shown. */
	bool at_desk;
	/* Whether this installation is set up for it. */
	bool (*ready)(const struct mc_config *config);
	/* NULL when at_desk. */
	enum mc_rc (*begin)(struct mc_ctx *ctx, const struct mc_config *config, int64_t amount,
	    struct mc_payment_shown *ret_shown);
	/* The operation of the contract that takes its notices, or NULL when nobody tells. */
	const char *notice_operation;
	/* Verifies that the notice is genuine and of now, then reads it. Fails with
	 * MC_PROBLEM_SIGNATURE_INVALID. */
	enum mc_rc (*read_notice)(
	    struct mc_ctx *ctx, const struct mc_partner_notice *notice, struct mc_money *ret_money);
};

MC_TABLE(providers, mc_provider);

/* The row of a payment method, and the one whose notices an operation takes; NULL if there is none.
 */
const struct mc_provider *mc_provider_find(const char *method);
const struct mc_provider *mc_provider_told_by(const char *operation);

/* An account written "BIN:account:name", as in MOTCUA_BANK_ACCOUNT; false when it is none. The
 * parts are in the arena. */
MC_MUST_CHECK bool mc_bank_account_parse(
    struct mc_arena *arena, const char *text, struct mc_payment_shown *ret_shown);

#endif
