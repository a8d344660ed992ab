/* The bytes of a mail message, what is refused, and the two transports that write files. */
#include "tests/unit/scratch.h"

#include <pthread.h>

#include "lib/base/base64.h"
#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/wire/mail.h"
#include "lib/wire/sms.h"

static const struct mc_mail usual = {
    .id = "0193568a-3c00-7000-8000-000000000001",
    .from_name = "Cổng dịch vụ công Tỉnh mẫu",
    .from = "khong-tra-loi@motcua.invalid",
    .to = "an.nguyen@example.vn",
    .subject = "Hồ sơ H99.31-261123-0001 đã được tiếp nhận, kết quả dự kiến có ngày 30/11/2026",
    .text = "Chào bà Ánh,\n\nHồ sơ đã được tiếp nhận.\n.\nMotcua\n",
    .date = 1795392000,
};

static void
a_message_is_ascii_of_short_lines(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	char *message = NULL;
	char *line;

	assert_good(ctx, mc_mail_build(ctx, &usual, &message));
	assert_non_null(strstr(message, "\r\nDate: Mon, 23 Nov 2026 07:00:00 +0700\r\n"));
	assert_non_null(strstr(
	    message, "\r\nMessage-ID: <0193568a-3c00-7000-8000-000000000001@motcua.invalid>\r\n"));
	assert_non_null(strstr(message, "\r\n <khong-tra-loi@motcua.invalid>\r\n"));
	assert_non_null(strstr(message, "\r\nTo: <an.nguyen@example.vn>\r\n"));
	for (line = message; *line != '\0';) {
		size_t length = strcspn(line, "\r\n");

		assert_true(length <= 78);
		for (size_t i = 0; i < length; i++)
			assert_true(line[i] >= ' ' && line[i] <= '~');
		assert_memory_equal(line + length, "\r\n", 2);
		line += length + 2;
	}
}

/* Decodes the encoded words of a header as a reader does: white space between them is nothing. */
static const char *
decode_words(struct mc_ctx *ctx, const char *text)
{
	struct mc_buf out = mc_buf_new(ctx->arena, 4096);

	while (strncmp(text, "=?UTF-8?B?", 10) == 0) {
		size_t length = strcspn(text + 10, "?");
		unsigned char *bytes = NULL;
		size_t size = 0;

		assert_true(10 + length + 2 <= 75);
		assert_true(mc_base64_decode(ctx->arena, text + 10, length, &bytes, &size));
		mc_buf_add(&out, bytes, size);
		text += 10 + length + 2;
		text += strspn(text, "\r\n ");
	}
	return out.bytes;
}

static void
subjects_of_every_length_come_back(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	char subject[MC_MAIL_SUBJECT_MAX + 8] = "";
	static const char *const letters[] = {"ế", "a", "🏠", "đ", " "};

	for (size_t i = 0; strlen(subject) + 4 <= MC_MAIL_SUBJECT_MAX; i++) {
		struct mc_mail mail = usual;
		char *message = NULL;

		memcpy(subject + strlen(subject), letters[i % 5], strlen(letters[i % 5]) + 1);
		mail.subject = subject;
		assert_good(ctx, mc_mail_build(ctx, &mail, &message));
		assert_string_equal(
		    decode_words(ctx, strstr(message, "\r\nSubject: ") + 11), subject);
	}
}

/* By a line of its own. */
static enum mc_rc
send_short(struct mc_ctx *ctx, const char *transport, const struct mc_sms *sms)
{
	struct mc_sms_line *line = mc_sms_line_new(transport, "", NULL);
	struct mc_handover handover;
	enum mc_rc rc = mc_sms_send(ctx, line, sms, &handover);

	mc_sms_line_free(line);
	return rc;
}

static void
long_texts_are_cut_between_characters(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	const char *transport = mc_sprintf(ctx->arena, "file://%s", scratch->directory);
	char *text = mc_strdup(ctx->arena, "");
	struct mc_mail mail = usual;
	struct mc_sms sms = {.id = "a", .key = "a", .to = "0912345678", .date = 1795392000};
	char *message = NULL, *kept = NULL;
	const char *subject;
	size_t length = 0;

	for (int i = 0; i < 400; i++)
		text = mc_sprintf(ctx->arena, "%sế", text);
	mail.subject = text;
	assert_good(ctx, mc_mail_build(ctx, &mail, &message));
	subject = decode_words(ctx, strstr(message, "\r\nSubject: ") + 11);
	assert_true(strlen(subject) <= MC_MAIL_SUBJECT_MAX);
	assert_true(strlen(subject) > MC_MAIL_SUBJECT_MAX - 8);
	assert_string_equal(strstr(subject, "…"), "…");
	assert_int_equal(strncmp(subject, text, strlen(subject) - strlen("…")), 0);
	sms.text = text;
	assert_good(ctx, send_short(ctx, transport, &sms));
	assert_good(
	    ctx, mc_file_read(ctx, scratch_path(scratch, "sms.jsonl"), 100000, &kept, &length));
	assert_non_null(strstr(kept, "ế…\","));
}

static void
nothing_can_break_out_of_a_header(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const char *const lines[] = {"", "a\r\nBcc: x@example.vn", "a\nb", "a\rb", "a\tb",
	    "a\x7F", "a\302\205b", "a\u2028b", "a\u2029b", "\xFF", "a\xC2"};
	static const char *const addresses[] = {NULL, "", "x", "x@", "@x", "a@example.vn>",
	    "a@example.vn\r\nRCPT TO:<b@example.vn>", "a@example.vn\n", "<a@example.vn>",
	    "a b@example.vn", "\"a b\"@example.vn", "a@example.vn,b@example.vn", "a@[127.0.0.1]",
	    "á@example.vn", "a@example.vn SIZE=1"};
	static const char *const ids[] = {NULL, "", "a b", "a\r\nb", "../x", "a@b", "a>"};
	struct mc_mail mail;
	char *message = NULL;

	for (size_t i = 0; i < COUNT(lines); i++) {
		mail = usual;
		mail.subject = lines[i];
		assert_problem(ctx, mc_mail_build(ctx, &mail, &message), MC_PROBLEM_INTERNAL);
		mail = usual;
		mail.from_name = lines[i];
		assert_problem(ctx, mc_mail_build(ctx, &mail, &message), MC_PROBLEM_INTERNAL);
	}
	for (size_t i = 0; i < COUNT(addresses); i++) {
		mail = usual;
		mail.to = addresses[i];
		assert_problem(ctx, mc_mail_build(ctx, &mail, &message), MC_PROBLEM_INTERNAL);
		mail = usual;
		mail.from = addresses[i];
		assert_problem(ctx, mc_mail_build(ctx, &mail, &message), MC_PROBLEM_INTERNAL);
	}
	for (size_t i = 0; i < COUNT(ids); i++) {
		mail = usual;
		mail.id = ids[i];
		assert_problem(ctx, mc_mail_build(ctx, &mail, &message), MC_PROBLEM_INTERNAL);
	}
	mail = usual;
	mail.text = "\xC3";
	assert_problem(ctx, mc_mail_build(ctx, &mail, &message), MC_PROBLEM_INTERNAL);
	assert_null(message);
}

static void
a_mail_sent_twice_is_one_file(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	const char *transport = mc_sprintf(ctx->arena, "file://%s", scratch->directory);
	struct mc_mail_line *line = mc_mail_line_new(transport, NULL);
	struct mc_handover handover = {.delivery = MC_DELIVERY_REFUSED};
	char *message = NULL, *kept = NULL;
	size_t length = 0;

	for (int i = 0; i < 2; i++)
		assert_good(ctx, mc_mail_send(ctx, line, &usual, &handover));
	mc_mail_line_free(line);
	assert_int_equal(handover.delivery, MC_DELIVERY_SENT);
	assert_good(ctx, mc_mail_build(ctx, &usual, &message));
	assert_good(ctx,
	    mc_file_read(ctx, scratch_path(scratch, "0193568a-3c00-7000-8000-000000000001.eml"),
		100000, &kept, &length));
	assert_string_equal(kept, message);
}

static void
unfit_transports_are_refused(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	static const char *const transports[] = {"", "http://127.0.0.1/", "smtp:127.0.0.1",
	    "smtp://user:secret@127.0.0.1:25", "file:///nonexistent/folder",
	    "smtp://mail.example.vn:25", "smtp://203.0.113.7", "smtp://[2001:db8::1]:25"};
	struct mc_handover handover;

	for (size_t i = 0; i < COUNT(transports); i++) {
		struct mc_mail_line *line = mc_mail_line_new(transports[i], NULL);

		assert_int_equal(mc_mail_send(ctx, line, &usual, &handover), MC_FAILED);
		mc_mail_line_free(line);
		assert_int_equal(ctx->problem.id, MC_PROBLEM_INTERNAL);
		assert_null(strstr(ctx->problem.internal, "secret"));
		mc_problem_clear(ctx);
	}
}

static struct mc_sms
sms_number(struct mc_arena *arena, int number)
{
	return (struct mc_sms){.id = mc_sprintf(arena, "sms-%d", number),
	    .key = "key",
	    .to = "0912345678",
	    .text = "Hồ sơ \"H99\" đã có kết quả.\nMời ông/bà đến nhận.",
	    .date = 1795392000};
}

static void *
send_many(void *context)
{
	const char *transport = context;
	struct mc_ctx ctx = {.arena = mc_arena_new()};
	enum mc_rc rc = MC_OK;

	for (int i = 0; i < 20 && rc == MC_OK; i++) {
		struct mc_sms sms = sms_number(ctx.arena, i);

		rc = send_short(&ctx, transport, &sms);
	}
	mc_arena_free(ctx.arena);
	return rc == MC_OK ? context : NULL;
}

static void
short_messages_are_whole_lines(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	char *transport = mc_sprintf(ctx->arena, "file://%s", scratch->directory);
	static const char expected[] = "{\"date\":\"2026-11-23T00:00:00.000Z\",\"id\":\"sms-7\","
				       "\"text\":\"Hồ sơ \\\"H99\\\" đã có kết "
				       "quả.\\nMời ông/bà đến nhận.\",\"to\":\"0912345678\"}\n";
	pthread_t threads[4];
	char *kept = NULL;
	size_t length = 0, lines = 0;

	/* half a line that a writer left when it died */
	scratch_write(scratch, "sms.jsonl", 0600, "{\"id\":\"a\"}\n{\"id\":\"b", 18);
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, send_many, transport), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		void *done = NULL;

		assert_int_equal(pthread_join(threads[i], &done), 0);
		assert_non_null(done);
	}
	assert_good(
	    ctx, mc_file_read(ctx, scratch_path(scratch, "sms.jsonl"), 100000, &kept, &length));
	for (size_t i = 0; i < length; i++)
		lines += kept[i] == '\n';
	assert_int_equal(lines, 1 + 80);
	assert_int_equal(strncmp(kept, "{\"id\":\"a\"}\n{\"date\"", 18), 0);
	assert_non_null(strstr(kept, expected));
}

static void
unfit_short_messages_are_refused(void **state)
{
	struct scratch *scratch = *state;
	struct mc_ctx *ctx = &scratch->ctx;
	const char *transport = mc_sprintf(ctx->arena, "file://%s", scratch->directory);
	static const char *const numbers[] = {
	    "", "+", "09 12", "091234567890123456", "abc", "0\n1"};
	struct mc_sms sms;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		sms = sms_number(ctx->arena, 1);
		sms.to = numbers[i];
		assert_problem(ctx, send_short(ctx, transport, &sms), MC_PROBLEM_INTERNAL);
	}
	sms = sms_number(ctx->arena, 1);
	sms.text = "\xFF";
	assert_problem(ctx, send_short(ctx, transport, &sms), MC_PROBLEM_INTERNAL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_message_is_ascii_of_short_lines),
	    TEST(subjects_of_every_length_come_back),
	    TEST(long_texts_are_cut_between_characters),
	    TEST(nothing_can_break_out_of_a_header),
	    TEST(a_mail_sent_twice_is_one_file),
	    TEST(unfit_transports_are_refused),
	    TEST(short_messages_are_whole_lines),
	    TEST(unfit_short_messages_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
