/* The log: one JSON object a line on standard output, or in a file that may be moved away while the
 * program runs, each written by a single call, so that lines of many threads never mix. What comes
 * in: codes, counts, ids of accounts and requests. What never does: bodies, names, tokens, text of
 * a person. Only programs log; lib/ returns what it has to say. Messages of Ulfius and Orcania
 * arrive here through Yder. */
#ifndef MC_LOG_H
#define MC_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/rc.h"

enum mc_log_level { MC_LOG_DEBUG, MC_LOG_INFO, MC_LOG_WARNING, MC_LOG_ERROR };

enum { MC_LOG_LINE_MAX = 4000 }; /* within PIPE_BUF, so that a pipe takes a line whole */

struct mc_log_line {
	size_t length;
	bool cut; /* something was left out because the line was full */
	char bytes[MC_LOG_LINE_MAX];
};

/* Once in main, before threads. Lines below the level are not written. */
void mc_log_open(enum mc_log_level level);

/* Once, before threads: standard output and error are a file from now on, whose name must outlive
 * the program's threads. When it is moved away (logrotate), what is written from the next second on
 * goes to another one of that name, and not a line is lost. False, with errno, if it cannot be
 * opened. */
MC_MUST_CHECK bool mc_log_to_file(const char *path);

void mc_log_close(void);

/* "debug", "info", "warning" or "error"; false for another word. */
bool mc_log_level_parse(const char *word, enum mc_log_level *ret_level);

bool mc_log_wanted(enum mc_log_level level);

/* Makes a line member by member; a member that does not fit is left out and "cut" says so. NULL
 * leaves a member out too. Names are the program's own. */
void mc_log_begin(struct mc_log_line *line, enum mc_log_level level, const char *event);
void mc_log_text(struct mc_log_line *line, const char *name, const char *text);
void mc_log_number(struct mc_log_line *line, const char *name, int64_t number);
void mc_log_end(struct mc_log_line *line);

/* A line of an event and a formatted message; the format is the program's own. */
void mc_log(enum mc_log_level level, const char *event, const char *format, ...) MC_PRINTF(3, 4);

#endif
