/* The command that serves the API. */
#ifndef MC_SERVE_H
#define MC_SERVE_H

int mc_cmd_serve(int argc, char **argv);

#endif
