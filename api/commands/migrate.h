/* The schema of the database as the build embedded it, and the command that applies it. */
#ifndef MC_MIGRATE_H
#define MC_MIGRATE_H

#include "lib/store/pg_migrate.h"

/* schema/migrations by number, then the files of schema/<noun> in the order of their needs. */
extern const struct mc_migration mc_migrations[];

int mc_cmd_migrate(int argc, char **argv);

#endif
