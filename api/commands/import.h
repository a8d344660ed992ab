/* The command import: places, units, the calendar, procedures and sample people, as the owner of
 * the database. Every import may be run again: it changes what differs and keeps the rest. */
#ifndef MC_IMPORT_H
#define MC_IMPORT_H

int mc_cmd_import(int argc, char **argv);

#endif
