/* The papers we print: each renders, the same input gives the same bytes in every thread, hostile
 * text stays text. With MOTCUA_TEST_OUTPUT set, the PDFs are written there for
 * tests/unit/documents/test_documents.py, which reads them with other programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json/json.h"
#include "lib/documents/appointment.h"
#include "lib/documents/cash_receipt.h"
#include "lib/documents/letter.h"
#include "lib/documents/receipt_paper.h"
#include "lib/documents/shipping_label.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* 2026-11-23T09:05:07+07:00 */
static const int64_t moment = 1795399507;

/* ThreadSanitizer sees memory that Debian's libraries touch but not the locks they take inside, as
 * Pango's own thread does that loads fonts: their calls do not count, ours do. */
const char *__tsan_default_suppressions(void);

const char *
__tsan_default_suppressions(void)
{
	return "called_from_lib:libglib-2.0.so\n"
	       "called_from_lib:libgobject-2.0.so\n"
	       "called_from_lib:libpango-1.0.so\n"
	       "called_from_lib:libpangoft2-1.0.so\n"
	       "called_from_lib:libpangocairo-1.0.so\n"
	       "called_from_lib:libfontconfig.so\n"
	       "called_from_lib:libcairo.so\n";
}

static const char long_name[] =
    "Công Tằng Tôn Nữ Thị Nguyễn Phước Hoàng Bảo Trân Châu Ngọc Quỳnh Hương Thiên Kim";

/* Writes a PDF where test_documents.py looks for it. */
static void
save(const char *name, const unsigned char *bytes, size_t length)
{
	const char *folder = getenv("MOTCUA_TEST_OUTPUT");
	char path[512];
	FILE *file;

	assert_memory_equal(bytes, "%PDF-", 5);
	assert_non_null(memmem(bytes + length - 16, 16, "%%EOF", 5));
	if (folder == NULL)
		return;
	assert_true(snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path));
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static const struct mc_appointment_component components[] = {
    {"Tờ khai đăng ký khai sinh (biểu mẫu điện tử)", 1, 0, 0},
    {"Giấy chứng sinh", 1, 0, 1},
    {"Giấy chứng nhận kết hôn của cha, mẹ (nếu có); trường hợp cha, mẹ không đăng ký kết hôn thì "
     "nộp văn "
     "bản thừa nhận con chung",
	0, 1, 2},
};

static struct mc_appointment
appointment(void)
{
	return (struct mc_appointment){
	    .head = {.superior = "ỦY BAN NHÂN DÂN TỈNH MẪU",
		.unit = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ MẪU",
		.number = "0001/TNHS",
		.place = "Xã Mẫu",
		.issued_at = moment},
	    .code = "H99.31-261123-0001",
	    .desk = "Quầy số 9 - Hộ tịch, Trung tâm Phục vụ hành chính công xã Mẫu",
	    .procedure_code = "1.001193",
	    .procedure_title = "Đăng ký khai sinh",
	    .content = "Đăng ký khai sinh cho con là Nguyễn Minh Khuê, sinh ngày 20/11/2026",
	    .submitter_name = "Trần Thị Hạnh Phúc",
	    .submitter_id = "001187123456",
	    .submitter_address = "Số 1, đường Hoa Sữa, xã Mẫu, tỉnh Mẫu",
	    .submitter_phone = "0912345678",
	    .submitter_email = "hanhphuc@example.vn",
	    .channel = "trực tuyến",
	    .applicant_name = "Nguyễn Văn Đỉnh",
	    .applicant_address = "Số 1, đường Hoa Sữa, xã Mẫu, tỉnh Mẫu",
	    .components = components,
	    .component_count = COUNT(components),
	    .sets = 1,
	    .time_limit =
		"trong ngày làm việc; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo",
	    .received_at = moment,
	    .has_due = true,
	    .due_at = moment + 7 * 3600 + 54 * 60 + 53,
	    .return_place = "Tại quầy số 9, hoặc bản điện tử trên tài khoản",
	    .fees = "Không thu",
	    .tracking_url = "https://dichvucong.example.vn/tra-cuu?ma=H99.31-261123-0001",
	    .contact = "0240 123 4567 (Bộ phận Một cửa xã Mẫu)",
	    .officer_name = "Lê Thị Ngọc Ánh",
	    .sample = "MẪU - không có giá trị pháp lý",
	};
}

static void
the_appointment_is_printed(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	const struct mc_appointment a = appointment();
	const unsigned char *bytes, *again;
	size_t length, again_length;

	assert_int_equal(mc_appointment_pdf(&ctx, &a, &bytes, &length), MC_OK);
	save("appointment.pdf", bytes, length);
	assert_int_equal(mc_appointment_pdf(&ctx, &a, &again, &again_length), MC_OK);
	assert_int_equal(length, again_length);
	assert_memory_equal(bytes, again, length);
}

/* A long name and long words; everything that can be asked for, over several pages. */
static void
a_long_letter_flows_over_pages(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_buf said = mc_buf_new(ctx.arena, 20000);
	const char *asked[MC_LETTER_ASKED_MAX + 1];
	const unsigned char *bytes;
	size_t length;

	while (said.length < 6000)
		mc_buf_add_text(&said, "Bản chụp mất góc dưới bên phải, ");
	mc_buf_add_text(&said, "HẾT LỜI");
	for (size_t i = 0; i < COUNT(asked); i++)
		asked[i] = mc_sprintf(ctx.arena, "Giấy tờ thứ %zu: %s", i + 1, long_name);
	const struct mc_letter_fact dossier[] = {{"Thủ tục", long_name}, {"Giai đoạn", NULL}};
	const struct mc_letter_fact why[] = {
	    {"Lý do", "Thiếu giấy tờ"}, {"Nội dung cụ thể", said.bytes}};
	const struct mc_letter_fact then[] = {{"Hạn bổ sung", "17 giờ 00 phút"}};
	struct mc_letter letter = {
	    .head = {.unit = long_name, .issued_at = moment},
	    .title = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
	    .name = "Phiếu yêu cầu bổ sung",
	    .code = "H99-261123-0003",
	    .to = long_name,
	    .dossier = dossier,
	    .dossier_count = COUNT(dossier),
	    .opening = "Cơ quan đề nghị bổ sung những nội dung dưới đây.",
	    .why = why,
	    .why_count = COUNT(why),
	    .asked = asked,
	    .asked_count = MC_LETTER_ASKED_MAX,
	    .then = then,
	    .then_count = COUNT(then),
	    .closing = "Quá thời hạn trên thì hồ sơ được đóng.",
	    .tracking_url = "https://example.vn/x",
	    .author = long_name,
	};

	assert_int_equal(mc_letter_pdf(&ctx, &letter, &bytes, &length), MC_OK);
	save("letter-long.pdf", bytes, length);
	letter.asked_count++;
	assert_int_equal(mc_letter_pdf(&ctx, &letter, &bytes, &length), MC_FAILED);
}

/* Sixty rows, of which one is longer than a page; no optional line. */
static void
a_long_appointment_flows_over_pages(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_appointment_component many[60] = {0};
	struct mc_buf huge = mc_buf_new(ctx.arena, 20000);
	const unsigned char *bytes;
	size_t length;
	struct mc_appointment a = {
	    .head = {.unit = "Trung tâm", .issued_at = moment},
	    .code = "H99-261123-0002",
	    .desk = "Quầy 1",
	    .procedure_title = "Thủ tục nhiều giấy tờ",
	    .submitter_name = long_name,
	    .applicant_name = long_name,
	    .components = many,
	    .component_count = COUNT(many),
	    .received_at = moment,
	    .tracking_url = "https://example.vn/x",
	};

	while (huge.length < 9000)
		mc_buf_add_text(&huge, "Giấy tờ rất dài dòng, ");
	mc_buf_add_text(&huge, "HẾT DÒNG DÀI");
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] = (struct mc_appointment_component){
		    i == 30 ? huge.bytes : mc_sprintf(ctx.arena, "Giấy tờ thứ %zu", i + 1), 1, 0,
		    0};
	assert_int_equal(mc_appointment_pdf(&ctx, &a, &bytes, &length), MC_OK);
	save("appointment-long.pdf", bytes, length);
}

static void
hostile_text_stays_text(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_appointment a = appointment();
	const unsigned char *bytes;
	size_t length;

	a.submitter_name = "<b>Đậm</b> &amp; %s %n \\n</span>";
	a.applicant_name = "a\xff\xfe"
			   "b\xe2\x80\xae"
			   "c\x01"
			   "d\x7f\te\xc0\x80";
	a.content = "(\\) /JavaScript <</S>> endstream\nendobj \xf0\x9f\x98\x80 ខ្មែរ ไทย 日本";
	assert_int_equal(mc_appointment_pdf(&ctx, &a, &bytes, &length), MC_OK);
	save("appointment-hostile.pdf", bytes, length);
}

static void
codes_that_cannot_be_drawn_fail(void **state)
{
	static const char *const urls[] = {"", "https://example.vn/đ", "a\nb", NULL};
	const unsigned char *bytes = NULL;
	char *long_url;
	size_t length;

	for (size_t i = 0; i <= COUNT(urls); i++) {
		struct mc_ctx ctx = {.arena = *state};
		struct mc_appointment a = appointment();

		long_url = mc_alloc(ctx.arena, 5001);
		memset(long_url, 'x', 5000);
		a.tracking_url = i < COUNT(urls) ? urls[i] : long_url;
		assert_int_equal(mc_appointment_pdf(&ctx, &a, &bytes, &length), MC_FAILED);
		assert_int_equal(ctx.problem.id, MC_PROBLEM_INTERNAL);
		assert_null(bytes);
	}
}

static void
the_cash_receipt_is_printed(void **state)
{
	static const struct mc_fee_line lines[] = {
	    {"LP-BS", "Lệ phí cấp bản sao trích lục hộ tịch", MC_CHARGE, 8000, 3, 24000},
	    {"P-TD", "Phí thẩm định hồ sơ", MC_FEE, 150000, 1, 150000},
	};
	struct mc_ctx ctx = {.arena = *state};
	const struct mc_cash_receipt receipt = {
	    .head = {.superior = "ỦY BAN NHÂN DÂN XÃ MẪU",
		.unit = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
		.place = "Xã Mẫu",
		.issued_at = moment},
	    .collector_tax_code = "0100109106",
	    .form = "01BLP",
	    .series = "BL-26E",
	    .number = "0000123",
	    .copy = "Liên 2: Giao người nộp tiền",
	    .payer_name = "Trần Thị Hạnh Phúc",
	    .payer_id = "001******456",
	    .payer_address = "Số 1, đường Hoa Sữa, xã Mẫu, tỉnh Mẫu",
	    .dossier_code = "H99.31-261123-0001",
	    .procedure_title = "Cấp bản sao trích lục hộ tịch",
	    .fees = {.lines = lines,
		.count = COUNT(lines),
		.fee_total = 150000,
		.charge_total = 24000,
		.total = 174000},
	    .method = "Chuyển khoản qua mã VietQR",
	    .transaction = "FT26327123456",
	    .paid_at = moment,
	    .lookup_url = "https://dichvucong.example.vn/bien-lai/0000123",
	    .cashier_name = "Phạm Thị Thu Hằng",
	    .sample = "MẪU - không có giá trị pháp lý",
	};
	const unsigned char *bytes;
	size_t length;

	assert_int_equal(mc_cash_receipt_pdf(&ctx, &receipt, &bytes, &length), MC_OK);
	save("cash-receipt.pdf", bytes, length);
}

static struct mc_shipping_label
shipping_label(void)
{
	return (struct mc_shipping_label){
	    .tracking_number = "RR473124829VN",
	    .carrier = "Bưu điện mẫu",
	    .service = "Trả kết quả tại nhà",
	    .dossier_code = "H99.31-261123-0001",
	    .content = "Kết quả giải quyết thủ tục hành chính",
	    .sender = {"Trung tâm Phục vụ hành chính công xã Mẫu",
		"Số 10, đường Trung Tâm, xã Mẫu, tỉnh Mẫu", "0240 123 4567"},
	    .receiver = {"Trần Thị Hạnh Phúc",
		"Số 1, ngõ 23, đường Hoa Sữa, thôn Đoàn Kết, xã Mẫu, tỉnh Mẫu", "0912345678"},
	    .cod_amount = 35000,
	    .issued_at = moment,
	    .sample = "MẪU - không có giá trị pháp lý",
	};
}

static void
the_shipping_label_is_printed(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	struct mc_shipping_label label = shipping_label();
	const unsigned char *bytes;
	size_t length;

	assert_int_equal(mc_shipping_label_pdf(&ctx, &label, &bytes, &length), MC_OK);
	save("shipping-label.pdf", bytes, length);
	label.receiver.name = long_name;
	label.receiver.address = "Phòng 1203, tòa nhà chung cư An Bình số 2, khu đô thị mới Bắc "
				 "sông Cấm, số 123 đường Võ "
				 "Nguyên Giáp kéo dài, tổ dân phố số 7 Hạnh Phúc Đông, phường Thủy "
				 "Nguyên Thượng, thành phố "
				 "Mẫu; gọi trước khi đến, gửi bảo vệ nếu vắng nhà";
	label.cod_amount = 0;
	label.sample = NULL;
	assert_int_equal(mc_shipping_label_pdf(&ctx, &label, &bytes, &length), MC_OK);
	save("shipping-label-long.pdf", bytes, length);
	label.tracking_number = "RR473124828VN";
	assert_int_equal(mc_shipping_label_pdf(&ctx, &label, &bytes, &length), MC_FAILED);
}

static json_t *
payload(struct mc_arena *arena, size_t files)
{
	json_t *list = json_array();

	for (size_t i = 0; i < files; i++)
		assert_int_equal(json_array_append_new(list,
				     json_pack("{s:s, s:s, s:I, s:s, s:s}", "component_code",
					 i % 2 == 0 ? "GCS" : "CT-01", "name",
					 mc_sprintf(arena, "Giấy chứng sinh bản %zu.pdf", i + 1),
					 "size", (json_int_t)(1500 + i * 987654), "sha256",
					 "9f86d081884c7d659a2feaa0c55ad015"
					 "a3bf4f1b2b0b822cd15d6c15b0f00a08",
					 "media_type", "application/pdf")),
		    0);
	return json_pack("{s:s, s:s, s:s, s:{s:s,s:s}, s:{s:s,s:s}, s:{s:s,s:s}, s:{s:s}, s:s, "
			 "s:s, s:s, s:s, s:o, "
			 "s:{s:[],s:i,s:i,s:i}, s:[s,s,s]}",
	    "iss", "https://dichvucong.example.vn", "code", "H99.31-261123-0001", "dossier_id",
	    "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "procedure", "code", "1.001193", "title",
	    "Đăng ký khai sinh", "unit", "code", "H99.31", "name", "Ủy ban nhân dân xã Mẫu",
	    "applicant", "name", "Nguyễn Văn Đỉnh", "personal_id", "001******456", "submitter",
	    "name", "Trần Thị Hạnh Phúc", "submitted_at", "2026-11-23T02:05:07Z", "expected_by",
	    "2026-11-25T10:00:00Z", "channel", "online", "return_channel", "post", "files", list,
	    "fees", "lines", "fee_total", 0, "charge_total", 16000, "total", 16000, "next",
	    "Cán bộ kiểm tra hồ sơ trong 8 giờ làm việc.",
	    "Nếu thiếu giấy tờ, bạn nhận được yêu cầu bổ sung một lần, nêu rõ từng giấy.",
	    "Kết quả được gửi đến địa chỉ bạn đã ghi.");
}

static void
the_receipt_is_printed(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	MC_CLEANUP(mc_json_freep) json_t *one = payload(ctx.arena, 3);
	MC_CLEANUP(mc_json_freep) json_t *many = payload(ctx.arena, 60);
	struct mc_receipt_paper paper = {
	    .payload = one,
	    .verify_url = "https://dichvucong.example.vn/kiem-tra?ma=H99.31-261123-0001",
	    .tracking_url = "https://dichvucong.example.vn/t/kD3v0m7yQ1q0s9xJ2c4w5A",
	    .jws = "eyJhbGciOiJFUzI1NiJ9.eyJjb2RlIjoiSDk5LjMxIn0.c2lnbmF0dXJl",
	    .issued_at = moment,
	    .sample = "MẪU - không có giá trị pháp lý",
	};
	const unsigned char *bytes;
	size_t length;

	assert_int_equal(mc_receipt_paper_pdf(&ctx, &paper, &bytes, &length), MC_OK);
	save("receipt.pdf", bytes, length);
	paper.payload = many;
	paper.sample = NULL;
	assert_int_equal(mc_receipt_paper_pdf(&ctx, &paper, &bytes, &length), MC_OK);
	save("receipt-long.pdf", bytes, length);
	(void)json_array_clear(json_object_get(many, "files"));
	assert_int_equal(mc_receipt_paper_pdf(&ctx, &paper, &bytes, &length), MC_OK);
	save("receipt-bare.pdf", bytes, length);
}

static void *
render_in_thread(void *expected)
{
	const struct mc_buf *first = expected;
	size_t equal = 0;

	for (int i = 0; i < 5; i++) {
		struct mc_arena *arena = mc_arena_new();
		struct mc_ctx ctx = {.arena = arena};
		const struct mc_shipping_label label = shipping_label();
		const unsigned char *bytes;
		size_t length;

		if (mc_shipping_label_pdf(&ctx, &label, &bytes, &length) == MC_OK &&
		    length == first->length && memcmp(bytes, first->bytes, length) == 0)
			equal++;
		mc_arena_free(arena);
	}
	return (void *)(uintptr_t)equal;
}

static void
threads_print_the_same_bytes(void **state)
{
	struct mc_ctx ctx = {.arena = *state};
	const struct mc_shipping_label label = shipping_label();
	struct mc_buf first = mc_buf_new(ctx.arena, 1 << 20);
	const unsigned char *bytes;
	pthread_t threads[4];
	size_t length;

	assert_int_equal(mc_shipping_label_pdf(&ctx, &label, &bytes, &length), MC_OK);
	mc_buf_add(&first, bytes, length);
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, render_in_thread, &first), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		void *equal;

		assert_int_equal(pthread_join(threads[i], &equal), 0);
		assert_int_equal((uintptr_t)equal, 5);
	}
}

static int
arena_begin(void **state)
{
	*state = mc_arena_new();
	return 0;
}

static int
arena_end(void **state)
{
	mc_arena_free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_appointment_is_printed),
	    cmocka_unit_test(a_long_appointment_flows_over_pages),
	    cmocka_unit_test(a_long_letter_flows_over_pages),
	    cmocka_unit_test(hostile_text_stays_text),
	    cmocka_unit_test(codes_that_cannot_be_drawn_fail),
	    cmocka_unit_test(the_cash_receipt_is_printed),
	    cmocka_unit_test(the_shipping_label_is_printed),
	    cmocka_unit_test(the_receipt_is_printed),
	    cmocka_unit_test(threads_print_the_same_bytes),
	};

	int failed = cmocka_run_group_tests(tests, arena_begin, arena_end);

	mc_document_end();
	return failed;
}
