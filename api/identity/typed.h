/* What people type about a person. Each function puts the stored form of a member of an object in
 * its place, or adds an item to the request's problem that says what is wrong; an absent member
 * stays absent. The contract has seen that members are strings. */
#ifndef MC_TYPED_H
#define MC_TYPED_H

#include "api/core/request.h"

/* pointer says where the member is in the body, e.g. "/return_address/phone". */
void mc_typed_name(struct mc_request *rq, json_t *object, const char *member, const char *pointer);
void mc_typed_phone(struct mc_request *rq, json_t *object, const char *member, const char *pointer);
void mc_typed_email(struct mc_request *rq, json_t *object, const char *member, const char *pointer);
void mc_typed_personal_id(
    struct mc_request *rq, json_t *object, const char *member, const char *pointer);

void mc_typed_tax_code(
    struct mc_request *rq, json_t *object, const char *member, const char *pointer);

/* Fails with MC_PROBLEM_INVALID_BODY if one of them added an item. */
MC_MUST_CHECK enum mc_rc mc_typed_end(struct mc_request *rq);

#endif
