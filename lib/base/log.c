/* A line is built in the caller's buffer and written with one write(2). Where the log is a file,
 * whoever writes first in a second looks whether it is still in its place: so nobody need be told
 * that it was moved, and a line costs no look of its own. */
#include "lib/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yder.h>

#include "lib/base/clock.h"

enum { TAIL_SIZE = 16 }; /* kept free for the members that close a line */

static const char *const level_names[] = {
    [MC_LOG_DEBUG] = "debug",
    [MC_LOG_INFO] = "info",
    [MC_LOG_WARNING] = "warning",
    [MC_LOG_ERROR] = "error",
};

/* Set once before threads start. */
static enum mc_log_level lowest = MC_LOG_INFO;
static const char *file_name;

static atomic_llong looked; /* the second of the last look at the file */

bool
mc_log_level_parse(const char *word, enum mc_log_level *ret_level)
{
	for (int level = MC_LOG_DEBUG; level <= MC_LOG_ERROR; level++) {
		if (strcmp(word, level_names[level]) == 0) {
			*ret_level = (enum mc_log_level)level;
			return true;
		}
	}
	return false;
}

bool
mc_log_wanted(enum mc_log_level level)
{
	return level >= lowest;
}

/* Appends bytes or nothing at all. */
static bool
append(struct mc_log_line *line, const char *bytes, size_t length)
{
	if (length > sizeof(line->bytes) - TAIL_SIZE - line->length)
		return false;
	memcpy(line->bytes + line->length, bytes, length);
	line->length += length;
	return true;
}

/* One byte as it stands in a JSON string. Bytes that are no ASCII pass: the texts are UTF-8. */
static bool
append_escaped(struct mc_log_line *line, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";
	char escape[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 0x0f]};

	if (byte == '"' || byte == '\\') {
		escape[1] = (char)byte;
		return append(line, escape, 2);
	}
	if (byte < 0x20 || byte == 0x7f)
		return append(line, escape, sizeof(escape));
	escape[0] = (char)byte;
	return append(line, escape, 1);
}

static bool
append_name(struct mc_log_line *line, const char *name)
{
	return append(line, line->length == 1 ? "\"" : ",\"", line->length == 1 ? 1 : 2) &&
	       append(line, name, strlen(name)) && append(line, "\":", 2);
}

static bool
append_string(struct mc_log_line *line, const char *text)
{
	if (!append(line, "\"", 1))
		return false;
	for (; *text != '\0'; text++) {
		if (!append_escaped(line, (unsigned char)*text))
			return false;
	}
	return append(line, "\"", 1);
}

void
mc_log_begin(struct mc_log_line *line, enum mc_log_level level, const char *event)
{
	char now[MC_CLOCK_TEXT_SIZE];

	mc_clock_rfc3339_into(now, mc_clock_now_ms());
	line->length = 0;
	line->cut = false;
	(void)append(line, "{", 1);
	mc_log_text(line, "time", now);
	mc_log_text(line, "level", level_names[level]);
	mc_log_text(line, "event", event);
}

void
mc_log_text(struct mc_log_line *line, const char *name, const char *text)
{
	size_t before = line->length;

	if (text == NULL)
		return;
	if (append_name(line, name) && append_string(line, text))
		return;
	line->length = before;
	line->cut = true;
}

void
mc_log_number(struct mc_log_line *line, const char *name, int64_t number)
{
	size_t before = line->length;
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%lld", (long long)number);

	if (length > 0 && append_name(line, name) && append(line, digits, (size_t)length))
		return;
	line->length = before;
	line->cut = true;
}

/* Both are exchanged in one step: whoever writes at that moment does so to the one or the other. */
static bool
take_file(void)
{
	int made = open(file_name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0640);
	bool taken;

	if (made == -1)
		return false;
	taken = dup2(made, STDOUT_FILENO) != -1 && dup2(made, STDERR_FILENO) != -1;
	(void)close(made);
	return taken;
}

/* One that cannot be opened is tried again in the next second; until then the lines go where they
 * went. */
static void
follow_file(void)
{
	long long now = time(NULL);
	long long before = atomic_load(&looked);
	struct stat named, opened;

	if (now == before || !atomic_compare_exchange_strong(&looked, &before, now))
		return;
	if (stat(file_name, &named) != 0 || fstat(STDOUT_FILENO, &opened) != 0 ||
	    named.st_ino != opened.st_ino || named.st_dev != opened.st_dev)
		(void)take_file();
}

bool
mc_log_to_file(const char *path)
{
	file_name = path;
	return take_file();
}

void
mc_log_end(struct mc_log_line *line)
{
	static const char plain_end[] = "}\n";
	static const char cut_end[] = ",\"cut\":true}\n";
	const char *end = line->cut ? cut_end : plain_end;
	ssize_t written;

	_Static_assert(sizeof(cut_end) - 1 <= TAIL_SIZE, "a line must have room for its end");
	memcpy(line->bytes + line->length, end, strlen(end));
	line->length += strlen(end);
	if (file_name != NULL)
		follow_file();
	do
		written = write(STDOUT_FILENO, line->bytes, line->length);
	while (written == -1 && errno == EINTR);
}

void
mc_log(enum mc_log_level level, const char *event, const char *format, ...)
{
	struct mc_log_line line;
	char message[1024];
	va_list args;

	if (!mc_log_wanted(level))
		return;
	va_start(args, format);
	if (vsnprintf(message, sizeof(message), format, args) < 0)
		message[0] = '\0';
	va_end(args);
	mc_log_begin(&line, level, event);
	mc_log_text(&line, "message", message);
	mc_log_end(&line);
}

static void
take_yder_message(void *cls, const char *app_name, const time_t date, const unsigned long level,
    const char *message)
{
	(void)cls;
	(void)app_name;
	(void)date;
	mc_log(
	    level == Y_LOG_LEVEL_ERROR ? MC_LOG_ERROR : MC_LOG_WARNING, "library", "%s", message);
}

void
mc_log_open(enum mc_log_level level)
{
	lowest = level;
	(void)y_set_logs_callback(take_yder_message, NULL, NULL);
	(void)y_init_logs("motcua", Y_LOG_MODE_CALLBACK, Y_LOG_LEVEL_WARNING, NULL, NULL);
}

void
mc_log_close(void)
{
	(void)y_close_logs();
	file_name = NULL;
}
