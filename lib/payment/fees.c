#include "lib/payment/fees.h"

#include <stdbool.h>
#include <string.h>

#include "gen/vocabulary/items.h"
#include "lib/base/buf.h"
#include "lib/payment/money.h"

const char *
mc_fee_kind_name(enum mc_fee_kind kind)
{
	return kind == MC_FEE ? "fee" : "charge";
}

static enum mc_rc
bad_list(struct mc_ctx *ctx, size_t index, const char *what)
{
	return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "fee list, line %zu: %s", index, what);
}

static enum mc_rc
read_kind(struct mc_ctx *ctx, size_t index, const char *kind, enum mc_fee_kind *ret_kind)
{
	if (kind == NULL || (strcmp(kind, "fee") != 0 && strcmp(kind, "charge") != 0))
		return bad_list(ctx, index, "kind is neither fee nor charge");
	*ret_kind = strcmp(kind, "fee") == 0 ? MC_FEE : MC_CHARGE;
	return MC_OK;
}

/* The member's name as a JSON pointer. */
static const char *
pointer_to(struct mc_ctx *ctx, const char *name)
{
	struct mc_buf pointer = mc_buf_new(ctx->arena, 4096);

	mc_buf_add_char(&pointer, '/');
	for (; *name != '\0'; name++) {
		if (*name == '~')
			mc_buf_add_text(&pointer, "~0");
		else if (*name == '/')
			mc_buf_add_text(&pointer, "~1");
		else
			mc_buf_add_char(&pointer, *name);
	}
	return pointer.bytes;
}

/* The quantity a line is multiplied by; an answer that cannot be one is collected, not failed on.
 */
static int64_t
read_quantity(struct mc_ctx *ctx, const char *field, const json_t *answers)
{
	const json_t *answer = json_object_get(answers, field);
	int64_t quantity;

	if (answers == NULL)
		return 1;
	quantity = json_is_integer(answer) ? json_integer_value(answer) : -1;
	if (quantity >= 0 && quantity <= MC_FEE_QUANTITY_MAX)
		return quantity;
	mc_problem_add(ctx, pointer_to(ctx, field), answer == NULL ? "required" : "quantity",
	    MC_VI_QUANTITY(ctx->arena, MC_FEE_QUANTITY_MAX),
	    MC_EN_QUANTITY(ctx->arena, MC_FEE_QUANTITY_MAX));
	return 1;
}

static enum mc_rc
read_line(struct mc_ctx *ctx, size_t index, const json_t *entry, const json_t *answers,
    struct mc_fee_line *ret_line)
{
	const json_t *amount = json_object_get(entry, "amount");
	const char *per = json_string_value(json_object_get(entry, "per"));
	const char *field = json_string_value(json_object_get(entry, "quantity_field"));
	struct mc_fee_line line = {
	    .code = json_string_value(json_object_get(entry, "code")),
	    .name = json_string_value(json_object_get(entry, "name")),
	    .quantity = 1,
	};

	if (line.code == NULL || line.name == NULL)
		return bad_list(ctx, index, "code or name is missing");
	TRY(read_kind(ctx, index, json_string_value(json_object_get(entry, "kind")), &line.kind));
	if (!json_is_integer(amount) || json_integer_value(amount) < 0 ||
	    json_integer_value(amount) > MC_MONEY_MAX)
		return bad_list(ctx, index, "amount is not a sum of money");
	line.unit_amount = json_integer_value(amount);
	if (per != NULL && strcmp(per, "quantity") == 0) {
		if (field == NULL)
			return bad_list(ctx, index, "quantity_field is missing");
		line.quantity = read_quantity(ctx, field, answers);
	} else if (per != NULL && strcmp(per, "dossier") != 0) {
		return bad_list(ctx, index, "per is neither dossier nor quantity");
	}
	if (__builtin_mul_overflow(line.unit_amount, line.quantity, &line.amount) ||
	    line.amount > MC_MONEY_MAX)
		return bad_list(ctx, index, "the sum is too large");
	line.code = mc_strdup(ctx->arena, line.code);
	line.name = mc_strdup(ctx->arena, line.name);
	*ret_line = line;
	return MC_OK;
}

enum mc_rc
mc_fees_quote(
    struct mc_ctx *ctx, const json_t *fees, const json_t *answers, struct mc_fee_quote *ret_quote)
{
	size_t count = json_array_size(fees), wrong = ctx->problem.error_count;
	struct mc_fee_quote quote = {0};
	struct mc_fee_line *lines;

	if (!json_is_array(fees) || count > MC_FEE_LINES_MAX)
		return bad_list(ctx, count, "not a list of at most 50 lines");
	if (answers != NULL && !json_is_object(answers))
		return mc_fail(ctx, MC_PROBLEM_ANSWERS_INVALID, NULL);
	lines = mc_alloc_array(ctx->arena, count, sizeof(*lines));
	for (size_t i = 0; i < count; i++) {
		struct mc_fee_line *line = &lines[quote.count];

		TRY(read_line(ctx, i, json_array_get(fees, i), answers, line));
		if (line->quantity == 0)
			continue; /* nobody is billed for what they did not ask for */
		*(line->kind == MC_FEE ? &quote.fee_total : &quote.charge_total) += line->amount;
		quote.total += line->amount;
		quote.count++;
	}
	/* 50 lines of at most MC_MONEY_MAX cannot overflow the sum, but they can exceed what we pay
	 */
	if (quote.total > MC_MONEY_MAX)
		return bad_list(ctx, count, "the total is too large");
	if (ctx->problem.error_count > wrong)
		return mc_fail(ctx, MC_PROBLEM_ANSWERS_INVALID, NULL);
	quote.lines = lines;
	*ret_quote = quote;
	return MC_OK;
}

static const struct mc_fee_line *
line_of(const struct mc_fee_quote *quote, const char *code)
{
	for (size_t i = 0; i < quote->count; i++) {
		if (strcmp(quote->lines[i].code, code) == 0)
			return &quote->lines[i];
	}
	return NULL;
}

void
mc_fees_tell_changes(struct mc_ctx *ctx, const struct mc_fee_quote *before,
    const struct mc_fee_quote *now, const char *since)
{
	struct mc_arena *arena = ctx->arena;

	for (size_t i = 0; i < now->count; i++) {
		const struct mc_fee_line *line = &now->lines[i];
		const struct mc_fee_line *was = line_of(before, line->code);
		const char *pointer = mc_sprintf(arena, "/fees%s", pointer_to(ctx, line->code));
		const char *amount = mc_money_digits(arena, line->amount);

		if (was == NULL)
			mc_problem_add(
			    ctx, pointer, MC_ITEM_FEE_LINE_NEW(arena, line->name, amount, since));
		else if (was->amount != line->amount)
			mc_problem_add(ctx, pointer,
			    MC_ITEM_FEE_LINE_CHANGED(arena, line->name, since, amount,
				mc_money_digits(arena, was->amount)));
	}
	for (size_t i = 0; i < before->count; i++) {
		const struct mc_fee_line *was = &before->lines[i];

		if (line_of(now, was->code) == NULL)
			mc_problem_add(ctx,
			    mc_sprintf(arena, "/fees%s", pointer_to(ctx, was->code)),
			    MC_ITEM_FEE_LINE_GONE(
				arena, was->name, since, mc_money_digits(arena, was->amount)));
	}
}

json_t *
mc_fees_json(const struct mc_fee_quote *quote)
{
	json_t *lines = json_array();

	for (size_t i = 0; i < quote->count; i++) {
		const struct mc_fee_line *line = &quote->lines[i];

		(void)json_array_append_new(
		    lines, json_pack("{s:s, s:s, s:s, s:I, s:I, s:I}", "code", line->code, "name",
			       line->name, "kind", mc_fee_kind_name(line->kind), "unit_amount",
			       (json_int_t)line->unit_amount, "quantity",
			       (json_int_t)line->quantity, "amount", (json_int_t)line->amount));
	}
	return json_pack("{s:o, s:I, s:I, s:I}", "lines", lines, "fee_total",
	    (json_int_t)quote->fee_total, "charge_total", (json_int_t)quote->charge_total, "total",
	    (json_int_t)quote->total);
}
