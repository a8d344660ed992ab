/* The command work: does what the outbox holds, one job at a time, and the chores that come round
 * every few minutes, until a signal tells it to stop. Any number of workers may run. */
#ifndef MC_WORK_H
#define MC_WORK_H

int mc_cmd_work(int argc, char **argv);

#endif
