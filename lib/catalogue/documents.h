/* The documents that a catalogue is made of, beyond what their schemas say (the contract's
 * CatalogueDocument): whether what they name is there, and whether they fit together. What passes
 * here can be stored, and what is filed by it can be priced and timed. */
#ifndef MC_DOCUMENTS_H
#define MC_DOCUMENTS_H

#include <jansson.h>

#include "lib/base/problem.h"

/* The kinds of documents, as the members of a CatalogueDocument that hold them; NULL at the end. */
extern const char *const mc_document_lists[];

/* Adds what the documents bring to what may be referred to, which is changed in place:
 * {units: {code: {parent}}, places: {code}, calendars: {code}, partners: {code},
 * outages: {now, entered}, procedures: {code: {channels: {"case
 * channel"}, form: {required, properties}, lines: {code}}}}, as the SQL function catalogue_known
 * gives it of a database. */
void mc_documents_know(json_t *known, const json_t *documents);

/* Checks one document of a list that fits its schema; known holds all of them. Each is checked
 * once, in the order of its list: known learns which were before. Each mistake becomes an item with
 * a pointer into the document; then fails with MC_PROBLEM_INVALID_BODY. */
MC_MUST_CHECK enum mc_rc mc_document_check(
    struct mc_ctx *ctx, json_t *known, const json_t *documents, const char *list, size_t index);

#endif
