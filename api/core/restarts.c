/* How often parts ended and were started again, as who starts them writes it down (scripts/run). */
#include <stdlib.h>
#include <string.h>

#include "api/core/gauge.h"
#include "lib/base/file.h"

enum { FILE_MAX = 4096 };

/* A line is the name of a part, a blank, and how often. */
static void
write_line(struct mc_buf *text, const char *line)
{
	size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz-0123456789");
	char *end;
	unsigned long count;

	if (length == 0 || line[length] != ' ')
		return;
	count = strtoul(line + length + 1, &end, 10);
	if (*end == '\0')
		mc_buf_printf(
		    text, "motcua_restarts_total{part=\"%.*s\"} %lu\n", (int)length, line, count);
}

/* Nothing where nobody counts. */
static enum mc_rc
read_restarts(struct mc_gauge_page *page)
{
	char *line;
	size_t length;

	if (*page->config->restarts_file == '\0')
		return MC_OK;
	TRY(mc_file_read(&page->ctx, page->config->restarts_file, FILE_MAX, &line, &length));
	mc_buf_printf(page->text,
	    "# HELP motcua_restarts_total Parts that ended and were started again.\n"
	    "# TYPE motcua_restarts_total counter\n");
	while (*line != '\0') {
		length = strcspn(line, "\n");
		if (line[length] == '\n')
			line[length++] = '\0';
		write_line(page->text, line);
		line += length;
	}
	return MC_OK;
}

static const struct mc_gauge restarts = {"restarts", false, read_restarts};

MC_TABLE_ADD(gauges, mc_gauge, restarts);
