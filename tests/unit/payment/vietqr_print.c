/* Prints one VietQR payload, for comparison with other makers of it:
 *   vietqr_print <bank BIN> <account> <amount> <purpose> */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/payment/vietqr.h"

static int
copy(char *to, size_t size, const char *from)
{
	return snprintf(to, size, "%s", from) < (int)size;
}

int
main(int argc, char **argv)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	struct mc_vietqr transfer = {0};
	const char *payload;
	char *end;

	if (argc != 5) {
		fputs("usage: vietqr_print <bank BIN> <account> <amount> <purpose>\n", stderr);
		return 2;
	}
	transfer.amount = strtoll(argv[3], &end, 10);
	if (*end != '\0' || !copy(transfer.bank_bin, sizeof(transfer.bank_bin), argv[1]) ||
	    !copy(transfer.account, sizeof(transfer.account), argv[2]) ||
	    !copy(transfer.purpose, sizeof(transfer.purpose), argv[4]) ||
	    mc_vietqr_build(&ctx, &transfer, &payload) != MC_OK) {
		fputs("vietqr_print: not a transfer\n", stderr);
		return 1;
	}
	puts(payload);
	return 0;
}
