#include "lib/wire/network.h"

#include <arpa/inet.h>
#include <string.h>

enum { TEXT_MAX = INET6_ADDRSTRLEN, BITS_MAX = 128, MAPPED_BITS = 96, SUBNET_BITS = 64 };
enum { VAGUE_FOUR = 24, VAGUE_SIX = 48 };

static const uint8_t mapped[MC_ADDRESS_BYTES] = {[10] = 0xFF, [11] = 0xFF};

/* The number of bits after the slash, or -1: digits alone, without a zero before them. */
static int
read_bits(const char *text, int most)
{
	int bits = 0;

	if (*text == '\0' || (text[0] == '0' && text[1] != '\0'))
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		bits = bits * 10 + (*text - '0');
		if (bits > most)
			return -1;
	}
	return bits;
}

static uint8_t
mask(unsigned bits, unsigned byte)
{
	unsigned rest = bits > byte * 8 ? bits - byte * 8 : 0;

	return (uint8_t)(rest >= 8 ? 0xFFU : 0xFF00U >> rest);
}

static bool
same_prefix(const uint8_t *one, const uint8_t *other, unsigned bits)
{
	for (unsigned i = 0; i < MC_ADDRESS_BYTES; i++) {
		if (((one[i] ^ other[i]) & mask(bits, i)) != 0)
			return false;
	}
	return true;
}

bool
mc_network_parse(const char *text, struct mc_network *ret_network)
{
	const char *slash = strchr(text, '/');
	size_t length = slash == NULL ? strlen(text) : (size_t)(slash - text);
	struct mc_network network = {.bits = BITS_MAX};
	char address[TEXT_MAX];
	bool four;
	int bits;

	if (length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	four = inet_pton(AF_INET, address, network.bytes + MAPPED_BITS / 8) == 1;
	if (four)
		memcpy(network.bytes, mapped, MAPPED_BITS / 8);
	else if (inet_pton(AF_INET6, address, network.bytes) != 1)
		return false;
	if (slash != NULL) {
		bits = read_bits(slash + 1, four ? BITS_MAX - MAPPED_BITS : BITS_MAX);
		if (bits < 0)
			return false;
		network.bits = (unsigned)bits + (four ? MAPPED_BITS : 0);
	}
	for (unsigned i = 0; i < MC_ADDRESS_BYTES; i++) {
		if ((network.bytes[i] & ~mask(network.bits, i) & 0xFF) != 0)
			return false;
	}
	*ret_network = network;
	return true;
}

bool
mc_network_holds(const struct mc_network *network, const struct mc_network *other)
{
	return other->bits >= network->bits &&
	       same_prefix(network->bytes, other->bytes, network->bits);
}

void
mc_network_narrow(struct mc_network *network)
{
	if (same_prefix(network->bytes, mapped, MAPPED_BITS) || network->bits <= SUBNET_BITS)
		return;
	memset(network->bytes + SUBNET_BITS / 8, 0, MC_ADDRESS_BYTES - SUBNET_BITS / 8);
	network->bits = SUBNET_BITS;
}

const char *
mc_network_vague(struct mc_arena *arena, const struct mc_network *address)
{
	bool four = same_prefix(address->bytes, mapped, MAPPED_BITS);
	unsigned kept = four ? VAGUE_FOUR : VAGUE_SIX;
	unsigned first = four ? MAPPED_BITS : 0;
	uint8_t bytes[MC_ADDRESS_BYTES];
	char text[TEXT_MAX];

	for (unsigned i = 0; i < MC_ADDRESS_BYTES; i++)
		bytes[i] = address->bytes[i] & mask(first + kept, i);
	if (inet_ntop(four ? AF_INET : AF_INET6, bytes + first / 8, text, sizeof(text)) == NULL)
		return NULL;
	return mc_sprintf(arena, "%s/%u", text, kept);
}

bool
mc_network_is_near(struct mc_arena *arena, const char *authority)
{
	static const char *const near[] = {
	    "127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"};
	const char *host = authority[0] == '['
			       ? mc_strndup(arena, authority + 1, strcspn(authority + 1, "]"))
			       : mc_strndup(arena, authority, strcspn(authority, ":/"));
	struct mc_network asked;
	struct mc_network range;

	if (!mc_network_parse(host, &asked))
		return false;
	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
		if (mc_network_parse(near[i], &range) && mc_network_holds(&range, &asked))
			return true;
	}
	return false;
}
