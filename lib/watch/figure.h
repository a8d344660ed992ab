/* Pages of figures in Prometheus' text format, line by line. */
#ifndef MC_FIGURE_H
#define MC_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

/* The value of a figure, perhaps one of several. Texts point into the page. */
struct mc_figure {
	const char *name;
	size_t name_length;
	const char *part; /* the text of its first label; NULL without one */
	size_t part_length;
	double value;
};

/* Takes the next figure of the page behind *at, which begins as the page and moves on; false at its
 * end. Comments and what is no figure are passed over. */
bool mc_figure_next(const char **at, struct mc_figure *ret_figure);

bool mc_figure_is(const struct mc_figure *figure, const char *name);

#endif
