/* What of the machine this process may use; a container can limit both. */
#ifndef MC_MACHINE_H
#define MC_MACHINE_H

#include <stddef.h>

/* Processors, at least one. */
size_t mc_machine_processors(void);

/* Bytes of memory: what the machine has, or the control group allows if that is less. */
size_t mc_machine_memory(void);

#endif
