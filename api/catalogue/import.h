/* What the command import and the operation importCatalogue do alike with documents of the
 * catalogue. */
#ifndef MC_IMPORT_DOCUMENTS_H
#define MC_IMPORT_DOCUMENTS_H

#include "lib/catalogue/documents.h"
#include "lib/store/pg.h"

/* Reads what the database knows, as mc_sql_catalogue_known gave it, together with what the
 * documents bring. The caller owns *ret_known. */
MC_MUST_CHECK enum mc_rc mc_import_know(
    struct mc_ctx *ctx, const struct mc_rows *rows, const json_t *documents, json_t **ret_known);

/* Fails with bad-query unless the day (NULL: today) is today or later. */
MC_MUST_CHECK enum mc_rc mc_import_check_day(struct mc_ctx *ctx, const char *day);

#endif
