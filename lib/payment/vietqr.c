/* Every field is two digits of id, two digits of length, the value; templates nest one or two deep.
 */
#include "lib/payment/vietqr.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/payment/money.h"

enum { VALUE_MAX = 99, CRC_FIELD = 8 }; /* CRC_FIELD: "6304" and four hex digits */

static const char guid[] = "A000000727";
static const char to_account[] = "QRIBFTTA";
static const char to_card[] = "QRIBFTTC";

/* One field of a payload; the value is not terminated. */
struct field {
	unsigned id;
	const char *value;
	size_t length;
};

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
	add_field(&account, 2, transfer->to_card ? to_card : to_account);
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

/* Takes the next field off the text between *at and end; false at the end or on a broken field. */
static bool
next_field(const char **at, const char *end, struct field *ret_field)
{
	const char *text = *at;
	size_t length;

	if (end - text < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
	}
	length = (size_t)(text[2] - '0') * 10 + (size_t)(text[3] - '0');
	if ((size_t)(end - text) - 4 < length)
		return false;
	ret_field->id = (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
	ret_field->value = text + 4;
	ret_field->length = length;
	*at = text + 4 + length;
	return true;
}

/* Finds a field inside a template; false when it is missing or the template is broken before it. */
static bool
find_field(const struct field *in, unsigned id, struct field *ret_field)
{
	const char *at = in->value, *end = in->value + in->length;
	struct field field;

	while (next_field(&at, end, &field)) {
		if (field.id == id) {
			*ret_field = field;
			return true;
		}
	}
	return false;
}

static bool
field_is(const struct field *field, const char *text)
{
	return field->length == strlen(text) && memcmp(field->value, text, field->length) == 0;
}

/* Copies at most size - 1 bytes. */
static void
copy_field(const struct field *field, char *to, size_t size)
{
	size_t length = field->length < size ? field->length : size - 1;

	memcpy(to, field->value, length);
	to[length] = '\0';
}

static bool
read_account(const struct field *template, struct mc_vietqr *transfer)
{
	struct field id, beneficiary, bin, account, service;

	if (!find_field(template, 0, &id) || !field_is(&id, guid) ||
	    !find_field(template, 1, &beneficiary) || !find_field(template, 2, &service) ||
	    !find_field(&beneficiary, 0, &bin) || !find_field(&beneficiary, 1, &account) ||
	    bin.length >= sizeof(transfer->bank_bin) || account.length >= sizeof(transfer->account))
		return false;
	if (!field_is(&service, to_account) && !field_is(&service, to_card))
		return false;
	transfer->to_card = field_is(&service, to_card);
	copy_field(&bin, transfer->bank_bin, sizeof(transfer->bank_bin));
	copy_field(&account, transfer->account, sizeof(transfer->account));
	return true;
}

/* Digits only: fractions of a đồng do not exist. */
static bool
read_amount(const struct field *field, int64_t *ret_amount)
{
	int64_t amount = 0;

	if (field->length == 0 || field->length > 15)
		return false;
	for (size_t i = 0; i < field->length; i++) {
		if (field->value[i] < '0' || field->value[i] > '9')
			return false;
		amount = amount * 10 + (field->value[i] - '0');
	}
	*ret_amount = amount;
	return true;
}

/* The CRC is the last field and covers everything before its value. */
static bool
crc_fits(const char *payload, size_t length)
{
	char expected[5];

	if (length < CRC_FIELD || memcmp(payload + length - CRC_FIELD, "6304", 4) != 0)
		return false;
	(void)snprintf(expected, sizeof(expected), "%04X",
	    (unsigned)mc_vietqr_crc(payload, length - 4) & 0xFFFFU);
	return strncasecmp(payload + length - 4, expected, 4) == 0;
}

/* Reads one top-level field; false when its content forbids the payload. */
static bool
read_field(const struct field *field, struct mc_vietqr *transfer)
{
	struct field purpose;

	switch (field->id) {
	case 0:
		return field_is(field, "01");
	case 38:
		return read_account(field, transfer);
	case 53:
		return field_is(field, "704");
	case 54:
		return read_amount(field, &transfer->amount);
	case 58:
		return field_is(field, "VN");
	case 62:
		if (find_field(field, 8, &purpose))
			copy_field(&purpose, transfer->purpose, sizeof(transfer->purpose));
		return true;
	default:
		return true;
	}
}

bool
mc_vietqr_parse(const char *payload, struct mc_vietqr *ret_transfer)
{
	size_t length = strnlen(payload, MC_VIETQR_PAYLOAD_MAX + 1);
	const char *at = payload, *end;
	struct mc_vietqr transfer = {0};
	bool seen[100] = {false};
	struct field field;

	if (length > MC_VIETQR_PAYLOAD_MAX || !crc_fits(payload, length))
		return false;
	end = payload + length - CRC_FIELD;
	while (at < end) {
		/* a field given twice would be read differently by different apps */
		if (!next_field(&at, end, &field) || seen[field.id] ||
		    !read_field(&field, &transfer))
			return false;
		seen[field.id] = true;
	}
	if (!transfer_fits(&transfer))
		return false;
	*ret_transfer = transfer;
	return true;
}
