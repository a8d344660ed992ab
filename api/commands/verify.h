/* verify [CHECK...]: whole passes of the checks (api/core/check.h), all of them or those named, as
 * the worker's role. Says what each looked at and mended, and names every loss; exit status 1 if
 * there is one. */
#ifndef MC_CMD_VERIFY_H
#define MC_CMD_VERIFY_H

int mc_cmd_verify(int argc, char **argv);

#endif
