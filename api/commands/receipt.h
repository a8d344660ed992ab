/* The command receipt: checks a signed receipt against a published key set, without the database.
 */
#ifndef MC_RECEIPT_COMMAND_H
#define MC_RECEIPT_COMMAND_H

int mc_cmd_receipt(int argc, char **argv);

#endif
