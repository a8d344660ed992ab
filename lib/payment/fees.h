/* What a dossier costs: the fee list of a procedure's channel and the applicant's answers become
 * lines and a total. Kinds as in the Law on Fees and Charges: fee = phí, charge = lệ phí.
 * Amounts are whole đồng. Everything returned lives in ctx->arena. */
#ifndef MC_FEES_H
#define MC_FEES_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "gen/vocabulary/limits.h"
#include "lib/base/problem.h"

enum mc_fee_kind { MC_FEE, MC_CHARGE };

struct mc_fee_line {
	const char *code;
	const char *name;
	enum mc_fee_kind kind;
	int64_t unit_amount;
	int64_t quantity;
	int64_t amount; /* unit_amount x quantity */
};

struct mc_fee_quote {
	const struct mc_fee_line *lines;
	size_t count;
	int64_t fee_total;
	int64_t charge_total;
	int64_t total; /* of both kinds */
};

enum { MC_FEE_LINES_MAX = 50, MC_FEE_QUANTITY_MAX = MC_LIMIT_FEE_QUANTITY };

/* Quotes a list such as
 *   [{"code","name","kind":"fee|charge","amount":8000,"per":"dossier|quantity","quantity_field":"copies"}]
 * answers is the flat object of form answers; NULL quotes the posted price, each quantity being 1.
 * A line of quantity 0 costs nothing and does not appear. Fails with answers-invalid (one item per
 * answer) when a quantity is missing or not 0..1000, and with internal when the list itself is
 * wrong: it was checked when the procedure was imported. */
MC_MUST_CHECK enum mc_rc mc_fees_quote(
    struct mc_ctx *ctx, const json_t *fees, const json_t *answers, struct mc_fee_quote *ret_quote);

/* Collects an item for each line that costs something else than before, is new or is gone; since:
 * the day of the change, as people read it. */
void mc_fees_tell_changes(struct mc_ctx *ctx, const struct mc_fee_quote *before,
    const struct mc_fee_quote *now, const char *since);

/* "fee" | "charge", as in JSON. */
const char *mc_fee_kind_name(enum mc_fee_kind kind);

/* {lines: [{code, name, kind, unit_amount, quantity, amount}], fee_total, charge_total, total}; a
 * new reference that the caller owns. */
json_t *mc_fees_json(const struct mc_fee_quote *quote);

#endif
