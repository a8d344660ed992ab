/* A subject on the first line, a recipient on the second, the text on the rest. A message that is
 * made has the same headers whatever it is made of, in printable ASCII and short lines. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/wire/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool condition)
{
	if (!condition)
		abort();
}

static void
check_message(const char *message)
{
	static const char *const names[] = {"From: ", "To: <",
	    "Subject: ", "Date: ", "Message-ID: ", "Auto-Submitted: ", "MIME-Version: ",
	    "Content-Type: ", "Content-Transfer-Encoding: "};
	size_t header = 0;
	bool in_body = false;

	while (*message != '\0') {
		size_t length = strcspn(message, "\r\n");

		must(memcmp(message + length, "\r\n", 2) == 0);
		for (size_t i = 0; i < length; i++)
			must(message[i] >= ' ' && message[i] <= '~');
		if (!in_body && length > 0 && message[0] != ' ') {
			must(header < sizeof(names) / sizeof(names[0]));
			must(strncmp(message, names[header], strlen(names[header])) == 0);
			header++;
		}
		/* only an address may be long: it cannot be folded */
		must(length <= 78 || memchr(message, '@', length) != NULL);
		in_body = in_body || length == 0;
		message += length + 2;
	}
	must(header == sizeof(names) / sizeof(names[0]) && in_body);
}

static const char *
next_line(struct mc_arena *arena, const char **rest)
{
	size_t length = strcspn(*rest, "\n");
	const char *line = mc_strndup(arena, *rest, length);

	*rest += length + ((*rest)[length] == '\n');
	return line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	MC_CLEANUP(mc_arena_freep) struct mc_arena *arena = mc_arena_new();
	struct mc_ctx ctx = {.arena = arena};
	const char *rest = mc_strndup(arena, (const char *)data, size);
	struct mc_mail mail = {.id = "0193568a-3c00-7000-8000-000000000001",
	    .from_name = "Motcua",
	    .from = "a@example.vn",
	    .date = 1795392000};
	char *message = NULL;

	mail.subject = next_line(arena, &rest);
	mail.to = next_line(arena, &rest);
	mail.text = rest;
	if (mc_mail_build(&ctx, &mail, &message) != MC_OK) {
		must(ctx.problem.id == MC_PROBLEM_INTERNAL && message == NULL);
		return 0;
	}
	check_message(message);
	return 0;
}
