/* The inside of checking documents, shared by documents.c and procedure_document.c. */
#ifndef MC_DOCUMENTS_CHECK_H
#define MC_DOCUMENTS_CHECK_H

#include "lib/catalogue/documents.h"

/* One document on its way. */
struct mc_document {
	struct mc_ctx *ctx;
	json_t *known;
	const char *kind;   /* one of mc_document_lists */
	const json_t *list; /* the one that it stands in, */
	size_t index;       /* at this place */
	json_t *value;
};

/* "" where there is none. */
const char *mc_document_text(const json_t *object, const char *member);

/* The member of known that stands for a code, or NULL. */
const json_t *mc_document_known(
    const struct mc_document *document, const char *what, const char *code);

void mc_document_mistake(const struct mc_document *document, const char *pointer, const char *code,
    const char *vi, const char *en);

/* valid_until is after valid_from, where both stand. */
void mc_document_check_days(const struct mc_document *document);

/* A time limit counts, unless its unit is none; pointer: where its amount stands, or is missing. */
void mc_document_check_time(
    const struct mc_document *document, const json_t *time, const char *pointer);

void mc_document_check_procedure(const struct mc_document *document);
void mc_document_check_fees(const struct mc_document *document);
void mc_document_check_exemption(const struct mc_document *document);
void mc_document_know_procedure(json_t *procedures, const json_t *value);
void mc_document_know_fees(json_t *procedures, const json_t *value);

#endif
