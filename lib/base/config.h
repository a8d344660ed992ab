/* The settings, read once from the environment and constant afterwards: lib/base/config.def is the
 * list. */
#ifndef MC_CONFIG_H
#define MC_CONFIG_H

#include <stdbool.h>

#include "lib/base/buf.h"
#include "lib/base/problem.h"

/* A field per row; texts are never NULL. */
struct mc_config {
#define MC_CONFIG_TEXT(field, variable, fallback, secret, help) const char *field;
#define MC_CONFIG_NUMBER(field, variable, fallback, least, most, help) long field;
#define MC_CONFIG_ELSEWHERE(variable, help)
#include "lib/base/config.def"
#undef MC_CONFIG_TEXT
#undef MC_CONFIG_NUMBER
#undef MC_CONFIG_ELSEWHERE
};

/* Reads the settings from an environment ("NAME=value", NULL at the end), copying texts into the
 * arena. Fails on the first wrong number and on the first MOTCUA_ variable that no row names; the
 * problem's internal text says which, without its value. */
MC_MUST_CHECK enum mc_rc mc_config_load(
    struct mc_ctx *ctx, const char *const environment[], struct mc_config *ret_config);

/* Writes "NAME=value" lines of all settings in force; secrets as "***" unless empty. */
void mc_config_print(struct mc_buf *buf, const struct mc_config *config);

/* Writes the list of settings with default and meaning, as a table for people. */
void mc_config_help(struct mc_buf *buf);

#endif
