/* A gate before something of which there is only so much: so many are inside at once, some wait in
 * the order in which they came, all others are refused at once, and so are those who would wait too
 * long. Safe in any number of threads. */
#ifndef MC_GATE_H
#define MC_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/problem.h"

struct mc_gate_options {
	const char *name; /* for the log; must outlive the gate */
	size_t slots;     /* inside at once; 0: as many as come */
	size_t queue;     /* may wait */
	unsigned wait_ms; /* for at most so long */
};

struct mc_gate;

struct mc_gate *mc_gate_new(const struct mc_gate_options *options);

/* Nobody may be inside. NULL is allowed. */
void mc_gate_free(struct mc_gate *gate);

/* Goes in, waiting if need be; whoever got in must leave. Fails with MC_PROBLEM_OVERLOADED when the
 * queue is full, or longer than it moves in wait_ms, or the wait was in vain. */
MC_MUST_CHECK enum mc_rc mc_gate_enter(struct mc_ctx *ctx, struct mc_gate *gate);

/* The same before all who wait but those who came by this way too, and however long the queue is.
 */
MC_MUST_CHECK enum mc_rc mc_gate_enter_first(struct mc_ctx *ctx, struct mc_gate *gate);
void mc_gate_leave(struct mc_gate *gate);

struct mc_gate_stats {
	size_t inside;         /* now */
	size_t waiting;        /* now */
	unsigned long entered; /* since the gate was made */
	unsigned long waited;  /* those that had to wait, in vain or not */
	unsigned long wait_us; /* what they waited together */
	unsigned long
	    refused; /* because the queue was full or too slow, or after waiting in vain */
};

void mc_gate_read_stats(struct mc_gate *gate, struct mc_gate_stats *ret_stats);

#endif
