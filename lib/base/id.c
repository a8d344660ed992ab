/* 48 bits of milliseconds, then 74 random bits of the kernel, which each thread fetches for some
 * ids at once. */
#include "lib/base/id.h"

#include "lib/base/clock.h"
#include "lib/base/random.h"

enum { NOISE_SIZE = 10, NOISE_STOCK = 250 };

/* Bytes nobody has seen; used from the end on. */
struct stock {
	unsigned char bytes[NOISE_STOCK];
	size_t left;
};

static _Thread_local struct stock stock;

static const unsigned char *
take_noise(void)
{
	if (stock.left < NOISE_SIZE) {
		mc_random(stock.bytes, NOISE_STOCK);
		stock.left = NOISE_STOCK;
	}
	stock.left -= NOISE_SIZE;
	return stock.bytes + stock.left;
}

static void
format_uuid(char id[MC_ID_SIZE], int64_t ms, const unsigned char noise[NOISE_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[16];
	size_t at = 0;

	for (size_t i = 0; i < 6; i++)
		bytes[i] = (unsigned char)((uint64_t)ms >> (40 - 8 * i));
	for (size_t i = 0; i < NOISE_SIZE; i++)
		bytes[6 + i] = noise[i];
	bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0f)); /* version 7 */
	bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f)); /* the variant of RFC 9562 */
	for (size_t i = 0; i < sizeof(bytes); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			id[at++] = '-';
		id[at++] = digits[bytes[i] >> 4];
		id[at++] = digits[bytes[i] & 0x0f];
	}
	id[at] = '\0';
}

void
mc_id_new_into(char id[MC_ID_SIZE])
{
	format_uuid(id, mc_clock_now_ms(), take_noise());
}

const char *
mc_id_new(struct mc_arena *arena)
{
	char *id = mc_alloc(arena, MC_ID_SIZE);

	mc_id_new_into(id);
	return id;
}
