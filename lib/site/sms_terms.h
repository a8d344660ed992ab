/* On which terms a site's short messages go: what its gateway knows it by, how they are written,
 * and what a part costs from which day on. They stand in sms.json of the site folder, beside
 * site.json because they are nobody's to read:
 *   {"sender": "TINHMAU", "plain_letters": true,
 *    "prices": [{"valid_from": "2026-01-01", "amount": 350}, {"valid_from": "2027-01-01", "amount":
 * 320}]} A folder without the file has none. */
#ifndef MC_SMS_TERMS_H
#define MC_SMS_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/problem.h"

/* What networks show instead of a number: GSM 03.38 has room for eleven letters there (TS 23.040,
 * 9.1.2.5). */
enum { MC_SMS_SENDER_MAX = 11, MC_SMS_PRICES_MAX = 100 };

struct mc_sms_terms {
	char sender[MC_SMS_SENDER_MAX + 1];
	bool plain_letters; /* marks are dropped where that makes fewer parts */
	size_t count;
	struct {
		int64_t from;   /* a day, see lib/calendar/local_time.h */
		int64_t amount; /* đồng a part */
	} prices[MC_SMS_PRICES_MAX];
};

/* Reads a folder's; *ret_terms is NULL without the file. Fails with MC_PROBLEM_INTERNAL, the
 * internal text naming file, member and what is wrong. The caller frees the terms. */
MC_MUST_CHECK enum mc_rc mc_sms_terms_load(
    struct mc_ctx *ctx, const char *folder, struct mc_sms_terms **ret_terms);

/* What a part costs on a day, in đồng; -1 where no price holds yet. */
int64_t mc_sms_price(const struct mc_sms_terms *terms, int64_t day);

#endif
