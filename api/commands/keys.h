/* The command keys: makes the key of a new installation that signs access tokens, or receipts, or
 * adds one that signs from a day on. */
#ifndef MC_KEYS_COMMAND_H
#define MC_KEYS_COMMAND_H

int mc_cmd_keys(int argc, char **argv);

#endif
