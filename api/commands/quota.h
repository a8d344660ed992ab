/* The command quota: who may have or do more, or less, than others may; it is given and taken here.
 */
#ifndef MC_QUOTA_COMMAND_H
#define MC_QUOTA_COMMAND_H

int mc_cmd_quota(int argc, char **argv);

#endif
