/* Every field is two digits of id, two digits of length, the value; templates nest one or two deep.
 */
#include "lib/payment/vietqr.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/payment/money.h"

enum { VALUE_MAX = 99 };

static const char guid[] = "A000000727";
static const char to_account[] = "QRIBFTTA";

uint16_t
mc_vietqr_crc(const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;
	unsigned crc = 0xFFFF;

	for (size_t i = 0; i < length; i++) {
		crc ^= (unsigned)byte[i] << 8;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xFFFF;
	}
	return (uint16_t)crc;
}

static bool
all_in(const char *text, char first, char last)
{
	for (; *text != '\0'; text++) {
		if (*text < first || *text > last)
			return false;
	}
	return true;
}

static bool
is_alnum_text(const char *text)
{
	for (; *text != '\0'; text++) {
		if (!((*text >= '0' && *text <= '9') || (*text >= 'A' && *text <= 'Z') ||
			(*text >= 'a' && *text <= 'z')))
			return false;
	}
	return true;
}

static bool
transfer_fits(const struct mc_vietqr *t)
{
	return strnlen(t->bank_bin, sizeof(t->bank_bin)) == 6 && all_in(t->bank_bin, '0', '9') &&
	       strnlen(t->account, sizeof(t->account)) < sizeof(t->account) &&
	       t->account[0] != '\0' && is_alnum_text(t->account) && t->amount >= 0 &&
	       t->amount <= MC_MONEY_MAX &&
	       strnlen(t->purpose, sizeof(t->purpose)) < sizeof(t->purpose) &&
	       all_in(t->purpose, ' ', '~');
}

static void
add_field(struct mc_buf *buf, unsigned id, const char *value)
{
	mc_buf_printf(buf, "%02u%02zu%s", id, strlen(value), value);
}

enum mc_rc
mc_vietqr_build(struct mc_ctx *ctx, const struct mc_vietqr *transfer, const char **ret_payload)
{
	struct mc_buf payload = mc_buf_new(ctx->arena, MC_VIETQR_PAYLOAD_MAX);
	struct mc_buf beneficiary = mc_buf_new(ctx->arena, VALUE_MAX);
	struct mc_buf account = mc_buf_new(ctx->arena, VALUE_MAX);
	struct mc_buf additional = mc_buf_new(ctx->arena, VALUE_MAX);

	if (!transfer_fits(transfer))
		return mc_fail_internal(
		    ctx, MC_PROBLEM_INTERNAL, "VietQR: a bank account or content is not valid");
	add_field(&beneficiary, 0, transfer->bank_bin);
	add_field(&beneficiary, 1, transfer->account);
	add_field(&account, 0, guid);
	add_field(&account, 1, beneficiary.bytes);
	add_field(&account, 2, to_account);
	add_field(&payload, 0, "01");
	add_field(&payload, 1, transfer->amount > 0 ? "12" : "11");
	add_field(&payload, 38, account.bytes);
	add_field(&payload, 53, "704");
	if (transfer->amount > 0)
		add_field(
		    &payload, 54, mc_sprintf(ctx->arena, "%lld", (long long)transfer->amount));
	add_field(&payload, 58, "VN");
	if (transfer->purpose[0] != '\0') {
		add_field(&additional, 8, transfer->purpose);
		add_field(&payload, 62, additional.bytes);
	}
	mc_buf_add_text(&payload, "6304");
	mc_buf_printf(&payload, "%04X", (unsigned)mc_vietqr_crc(payload.bytes, payload.length));
	*ret_payload = payload.bytes;
	return MC_OK;
}
