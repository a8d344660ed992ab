/* Work that may take its time: a function at lower priority than the thread that calls it. */
#ifndef MC_ASIDE_H
#define MC_ASIDE_H

/* Runs the function in a thread of the given niceness (1 to 19) and returns when it has ended;
 * should there be no thread to have, in this one. An unprivileged thread that has stepped back
 * could not come forward again, therefore another one. */
void mc_run_aside(int niceness, void (*function)(void *context), void *context);

#endif
