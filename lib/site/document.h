/* The JSON documents of a site's folder. */
#ifndef MC_SITE_DOCUMENT_H
#define MC_SITE_DOCUMENT_H

#include <jansson.h>
#include <stddef.h>

#include "lib/base/problem.h"

enum mc_site_need { MC_SITE_NEEDED, MC_SITE_IF_THERE };

/* Reads a document of at most so many bytes; *ret_document is NULL if there is no such file and
 * none is needed. One that cannot be read or is no JSON fails, with the path and what is wrong with
 * it. The caller owns the document. */
MC_MUST_CHECK enum mc_rc mc_site_json(struct mc_ctx *ctx, const char *path, size_t maximum,
    enum mc_site_need need, json_t **ret_document);

#endif
