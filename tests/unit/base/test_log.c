/* The log as a file that is moved away while threads write to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"

enum { WRITERS = 4, MOVES = 2, LINES_MAX = 200000 };

static char folder[] = "/tmp/motcua-log-XXXXXX";
static char name[64];
static int outputs[2]; /* as the test was started with them */

static int
begin(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(name, sizeof(name), "%s/log", folder);
	(void)fflush(stdout);
	outputs[0] = dup(STDOUT_FILENO);
	outputs[1] = dup(STDERR_FILENO);
	return 0;
}

static int
end(void **state)
{
	char path[80];

	(void)state;
	for (int i = 0; i <= MOVES; i++) {
		(void)snprintf(path, sizeof(path), "%s.%d", name, i);
		(void)unlink(path);
	}
	(void)unlink(name);
	return rmdir(folder);
}

/* What is asserted is told on the terminal again. */
static void
give_back_outputs(void)
{
	mc_log_close();
	assert_int_equal(dup2(outputs[0], STDOUT_FILENO), STDOUT_FILENO);
	assert_int_equal(dup2(outputs[1], STDERR_FILENO), STDERR_FILENO);
}

static void
wait_a_moment(void)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	(void)nanosleep(&moment, NULL);
}

static atomic_int next_line;
static atomic_bool ended;

static void *
keep_writing(void *argument)
{
	(void)argument;
	while (!atomic_load(&ended)) {
		mc_log(MC_LOG_INFO, "line", "<%d>", atomic_fetch_add(&next_line, 1));
		wait_a_moment();
	}
	return NULL;
}

/* Marks the lines of a file; false if one is there twice or is no line. */
static bool
mark_lines(const char *path, unsigned char *seen)
{
	FILE *file = fopen(path, "r");
	char line[MC_LOG_LINE_MAX];
	bool good = file != NULL;

	while (good && fgets(line, sizeof(line), file) != NULL) {
		const char *number = strchr(line, '<');
		long found = number == NULL ? -1 : strtol(number + 1, NULL, 10);

		good = found >= 0 && found < LINES_MAX && seen[found]++ == 0 &&
		       strcmp(line + strlen(line) - 2, "}\n") == 0;
	}
	if (file != NULL)
		(void)fclose(file);
	return good;
}

static bool
has_lines(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && status.st_size > 0;
}

/* Moves it away, and waits for the one that takes its place. */
static bool
move_away(int number)
{
	char moved[80];

	(void)snprintf(moved, sizeof(moved), "%s.%d", name, number);
	if (rename(name, moved) != 0)
		return false;
	for (int i = 0; i < 10000 && !has_lines(name); i++)
		wait_a_moment();
	return has_lines(name);
}

static void
test_each_line_is_in_one_file_once(void **state)
{
	static unsigned char seen[LINES_MAX];
	pthread_t writers[WRITERS];
	bool moved = true, whole = true;
	char path[80];

	(void)state;
	assert_true(mc_log_to_file(name));
	for (int i = 0; i < WRITERS; i++)
		(void)pthread_create(&writers[i], NULL, keep_writing, NULL);
	for (int i = 0; i < MOVES; i++)
		moved = moved && move_away(i);
	atomic_store(&ended, true);
	for (int i = 0; i < WRITERS; i++)
		(void)pthread_join(writers[i], NULL);
	give_back_outputs();
	assert_true(moved);
	for (int i = 0; i < MOVES; i++) {
		(void)snprintf(path, sizeof(path), "%s.%d", name, i);
		whole = whole && mark_lines(path, seen);
	}
	assert_true(whole && mark_lines(name, seen));
	for (int i = 0; i < atomic_load(&next_line); i++)
		assert_int_equal(seen[i], 1);
}

/* What libraries say goes there too. */
static void
test_standard_error_is_the_file_too(void **state)
{
	char text[8] = "";
	int file;

	(void)state;
	(void)unlink(name);
	assert_true(mc_log_to_file(name));
	assert_int_equal(write(STDERR_FILENO, "said", 4), 4);
	give_back_outputs();
	file = open(name, O_RDONLY);
	assert_int_equal(read(file, text, sizeof(text)), 4);
	(void)close(file);
	assert_string_equal(text, "said");
}

static void
test_a_file_that_cannot_be_opened_is_told(void **state)
{
	(void)state;
	assert_false(mc_log_to_file("/nowhere/log"));
	assert_int_equal(errno, ENOENT);
	mc_log_close();
}

static const char forged[] = "a\"}\r\n{\"event\":\"sign-in\"}\t\x1b[2J\x7f\\";
static const char written[] =
    "\"a\\\"}\\u000d\\u000a{\\\"event\\\":\\\"sign-in\\\"}\\u0009\\u001b[2J\\u007f"
    "\\\\\"}\n";

/* Whatever somebody sends, a line is one line, and its members are ours. */
static void
test_nobody_forges_a_line(void **state)
{
	char text[2 * MC_LOG_LINE_MAX] = "";
	char large[2 * MC_LOG_LINE_MAX];
	struct mc_log_line line;
	FILE *file;
	size_t length;

	(void)state;
	(void)unlink(name);
	assert_true(mc_log_to_file(name));
	mc_log(MC_LOG_INFO, "line", "%s", forged);
	memset(large, '"', sizeof(large));
	large[sizeof(large) - 1] = '\0';
	mc_log_begin(&line, MC_LOG_INFO, "large");
	mc_log_text(&line, "told", large);
	mc_log_text(&line, "after", "it");
	mc_log_end(&line);
	give_back_outputs();
	file = fopen(name, "r");
	assert_non_null(file);
	assert_non_null(fgets(text, sizeof(text), file));
	length = strlen(text);
	assert_true(length > strlen(written));
	assert_string_equal(text + length - strlen(written), written);
	assert_non_null(fgets(text, sizeof(text), file));
	assert_string_equal(text + strlen(text) - strlen(",\"cut\":true}\n"), ",\"cut\":true}\n");
	assert_null(fgets(text, sizeof(text), file));
	(void)fclose(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_line_is_in_one_file_once),
	    cmocka_unit_test(test_standard_error_is_the_file_too),
	    cmocka_unit_test(test_nobody_forges_a_line),
	    cmocka_unit_test(test_a_file_that_cannot_be_opened_is_told),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
