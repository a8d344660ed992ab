/* The schema of the database as the build embedded it, and the command that applies it. */
#ifndef MC_MIGRATE_H
#define MC_MIGRATE_H

#include "lib/store/pg_migrate.h"

/* schema/migrations, then schema/functions and schema/policies, each in the order of its names. */
extern const struct mc_migration mc_migrations[];

int mc_cmd_migrate(int argc, char **argv);

#endif
