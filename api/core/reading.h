/* The ledger of reading: what the staff reads of other people leaves a row, as the contract's
 * x-read-log says (house rule: no answer without its row). What people read of their own leaves
 * none. */
#ifndef MC_READING_H
#define MC_READING_H

#include "api/core/request.h"

/* Writes the row of a list that is about to be answered: with a mark of what it was asked for, the
 * target and the body, never with the words. */
MC_MUST_CHECK enum mc_rc mc_reading_list(struct mc_request *rq, const char *target);

/* Whether the answer is a list that leaves a row. */
bool mc_reading_is_list(const struct mc_request *rq);

#endif
