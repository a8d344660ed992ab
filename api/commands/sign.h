/* The command sign: see lib/trust/signer.h for who asks and how. */
#ifndef MC_CMD_SIGN_H
#define MC_CMD_SIGN_H

int mc_cmd_sign(int argc, char **argv);

#endif
