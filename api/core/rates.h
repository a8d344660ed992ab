/* Rates and quotas: how many requests an account may send in a minute and in a day, by the class of
 * the request (api/core/classes.def) or by what the contract says of the operation (x-rate). They
 * are counted in the process: what must not be forgotten is a budget (api/core/budget.h). Several
 * instances count each for themselves. */
#ifndef MC_RATES_H
#define MC_RATES_H

#include "api/core/class.h"
#include "api/core/operation.h"
#include "lib/base/problem.h"

struct mc_rates;

/* The rates of the table, or what the setting says of a class: "key=1200/90000 list=600/30000", a
 * minute and a day. Fails on a name that is no class whose accounts are counted and on numbers that
 * are none; the problem's internal text says which. The caller owns them. */
MC_MUST_CHECK enum mc_rc mc_rates_new(
    struct mc_ctx *ctx, const char *setting, struct mc_rates **ret_rates);
void mc_rates_free(struct mc_rates *rates);

/* What is counted: a request of an account, of a class, or of an operation that has a rate of its
 * own (number: its place among them all). */
struct mc_rates_use {
	const char *account_id;
	enum mc_class_id class;
	const struct mc_operation *operation;
	size_t number;
};

/* What the answer's headers say of it, in the arena; NULL where they say nothing: who is far from
 * the end, at less than half of what there may be, need not know. */
struct mc_rates_told {
	const char *policy; /* RateLimit-Policy */
	const char *left;   /* RateLimit */
};

/* Refuses with MC_PROBLEM_TOO_MANY_REQUESTS what is too much; ret_told is set then too. */
MC_MUST_CHECK enum mc_rc mc_rates_count(struct mc_ctx *ctx, struct mc_rates *rates,
    const struct mc_rates_use *use, struct mc_rates_told *ret_told);

#endif
