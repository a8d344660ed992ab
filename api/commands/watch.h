/* The command watch: reads the figures of the API and writes to the operator by mail, directly and
 * not through the outbox, so that it needs neither database nor worker. */
#ifndef MC_COMMAND_WATCH_H
#define MC_COMMAND_WATCH_H

int mc_cmd_watch(int argc, char **argv);

#endif
