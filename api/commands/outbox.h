/* The command outbox: shows what was refused or given up, and has it tried again. */
#ifndef MC_OUTBOX_COMMAND_H
#define MC_OUTBOX_COMMAND_H

int mc_cmd_outbox(int argc, char **argv);

#endif
