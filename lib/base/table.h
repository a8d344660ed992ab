/* Tables that grow by themselves: a file adds a row, and whoever reads the table knows none of the
 * files. The linker gathers the rows of a table in one section of the program, in an order that
 * nobody may rely on. A row is only there when its object file is linked, so a program that reads a
 * table links the whole of the library whose files fill it (CMakeLists.txt). */
#ifndef MC_TABLE_H
#define MC_TABLE_H

/* In the header of the table: its rows are `const struct type *`. */
#define MC_TABLE(table, type)                                                                      \
	extern const struct type *const __start_mc_##table[] __attribute__((weak));                \
	extern const struct type *const __stop_mc_##table[] __attribute__((weak))

/* In the file of a row: adds `row`, a `const struct type` of static or external linkage. */
#define MC_TABLE_ADD(table, type, row)                                                             \
	static const struct type *const mc_##table##_##row                                         \
	    __attribute__((section("mc_" #table), used)) = &(row)

/* for (MC_TABLE_EACH(table, type, at)) { ... *at ... } */
#define MC_TABLE_EACH(table, type, at)                                                             \
	const struct type *const *at = __start_mc_##table;                                         \
	at < __stop_mc_##table;                                                                    \
	at++

#endif
