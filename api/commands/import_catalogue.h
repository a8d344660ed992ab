/* Files with documents of the catalogue for the command import. */
#ifndef MC_IMPORT_CATALOGUE_H
#define MC_IMPORT_CATALOGUE_H

#include "lib/base/problem.h"
#include "lib/store/pg.h"

/* argv: WHAT PATH [--basis TEXT] [--by NAME] [--at DATE] [--dry-run]. WHAT is a kind of documents
 * (mc_document_lists), PATH then a file with one or an array of them or a folder of such files; or
 * WHAT is catalogue, PATH then a folder with KIND.json or KIND/ for each kind. All files are
 * checked before anything changes; each mistake is printed with file, pointer and reason. */
MC_MUST_CHECK enum mc_rc mc_import_catalogue(
    struct mc_ctx *ctx, struct mc_pg_pool *pool, int argc, char **argv);

/* Whether the words are such a command. */
bool mc_import_is_catalogue(int argc, char **argv);

#endif
