#include "lib/documents/appointment.h"

#include <math.h>
#include <string.h>

#include "lib/calendar/local_time.h"

enum { COLUMNS = 5 };

static const double code_side = 88;

static const char *
count_text(struct mc_arena *arena, int count)
{
	return count > 0 ? mc_sprintf(arena, "%d", count) : "";
}

static void
draw_components(struct mc_page *page, const struct mc_appointment *a)
{
	static const struct mc_column columns[COLUMNS] = {{"STT", 0.8, MC_ALIGN_CENTER, false},
	    {"Tên thành phần hồ sơ", 6, MC_ALIGN_LEFT, false},
	    {"Bản chính", 1.2, MC_ALIGN_CENTER, false},
	    {"Bản sao chứng thực", 1.6, MC_ALIGN_CENTER, false},
	    {"Bản chụp, tệp điện tử", 1.7, MC_ALIGN_CENTER, false}};
	struct mc_arena *arena = mc_page_arena(page);
	const char **cells = mc_alloc_array(arena, a->component_count * COLUMNS, sizeof(*cells));

	for (size_t i = 0; i < a->component_count; i++) {
		const struct mc_appointment_component *c = &a->components[i];
		const char **row = cells + i * COLUMNS;

		row[0] = mc_sprintf(arena, "%zu", i + 1);
		row[1] = c->name;
		row[2] = count_text(arena, c->originals);
		row[3] = count_text(arena, c->certified_copies);
		row[4] = count_text(arena, c->copies);
	}
	mc_page_table(page, columns, COLUMNS, cells, a->component_count, 11);
}

static void
draw_people(struct mc_page *page, const struct mc_appointment *a)
{
	struct mc_arena *arena = mc_page_arena(page);
	const char *name = a->submitter_name;

	if (a->channel != NULL)
		name = mc_sprintf(arena, "%s (nộp %s)", name, a->channel);
	mc_page_field(page, "Tiếp nhận hồ sơ của", name);
	mc_page_field(page, "Số định danh cá nhân hoặc giấy tờ khác", a->submitter_id);
	mc_page_field(page, "Địa chỉ", a->submitter_address);
	if (a->submitter_phone != NULL && a->submitter_email != NULL)
		mc_page_field(page, "Điện thoại, thư điện tử",
		    mc_sprintf(arena, "%s; %s", a->submitter_phone, a->submitter_email));
	else
		mc_page_field(page, a->submitter_phone != NULL ? "Điện thoại" : "Thư điện tử",
		    a->submitter_phone != NULL ? a->submitter_phone : a->submitter_email);
	mc_page_field(page, "Chủ hồ sơ", a->applicant_name);
	/* the same address twice says nothing */
	if (a->applicant_address != NULL &&
	    (a->submitter_address == NULL ||
		strcmp(a->applicant_address, a->submitter_address) != 0))
		mc_page_field(page, "Địa chỉ chủ hồ sơ", a->applicant_address);
	mc_page_field(page, "Thủ tục",
	    a->procedure_code == NULL
		? a->procedure_title
		: mc_sprintf(arena, "%s (mã %s)", a->procedure_title, a->procedure_code));
	mc_page_field(page, "Nội dung yêu cầu giải quyết", a->content);
}

/* The times, with the code to follow the dossier by beside them. */
static void
draw_times(struct mc_page *page, const struct mc_appointment *a)
{
	struct mc_arena *arena = mc_page_arena(page);
	double bottom;
	const char *due = "không quy định thời hạn; đơn vị báo ngay khi có kết quả";

	if (a->has_due)
		due = mc_sprintf(arena, "%s%s", mc_time_words(arena, a->due_at),
		    a->due_estimated ? " (dự kiến, chờ lịch nghỉ lễ chính thức)" : "");
	mc_page_need(page, code_side + 30);
	mc_letterhead_code(page, mc_page_width(page) - code_side, mc_page_y(page), code_side,
	    a->tracking_url, "Quét để tra cứu");
	bottom = mc_page_y(page) + code_side + 14;
	mc_page_set_inset(page, code_side + 14);
	if (a->sets > 0)
		mc_page_field(page, "Số lượng hồ sơ", mc_sprintf(arena, "%02d bộ", a->sets));
	mc_page_field(page, "Thời hạn giải quyết theo quy định", a->time_limit);
	mc_page_field(page, "Thời gian nhận hồ sơ", mc_time_words(arena, a->received_at));
	mc_page_field(page, "Thời gian trả kết quả", due);
	mc_page_field(page, "Nơi nhận kết quả", a->return_place);
	mc_page_field(page, "Phí, lệ phí", a->fees);
	mc_page_field(page, "Ghi chú", a->note);
	mc_page_set_inset(page, 0);
	mc_page_set_y(page, fmax(mc_page_y(page), bottom));
}

static void
draw_tracking(struct mc_page *page, const struct mc_appointment *a)
{
	static const struct mc_text_style style = {.size = 10.5, .italic = true};
	struct mc_arena *arena = mc_page_arena(page);

	mc_page_space(page, 4);
	mc_page_text(page, &style,
	    mc_sprintf(arena,
		"Kết quả có thể được trả sớm hơn ngày hẹn; đơn vị báo qua tin nhắn, thư điện tử "
		"hoặc "
		"ứng dụng. Quét mã bên trên hoặc vào %s để xem tình trạng hồ sơ.%s%s",
		a->tracking_url, a->contact == NULL ? "" : " Khi cần hỏi, liên hệ ",
		a->contact == NULL ? "" : a->contact));
}

static void
draw(struct mc_page *page, const void *data)
{
	const struct mc_appointment *a = data;
	const struct mc_signature left = {
	    "NGƯỜI NỘP HỒ SƠ", "(Ký và ghi rõ họ tên)", a->submitter_name};
	const struct mc_signature right = {
	    "NGƯỜI TIẾP NHẬN HỒ SƠ", "(Ký và ghi rõ họ tên, hoặc ký số)", a->officer_name};
	struct mc_arena *arena = mc_page_arena(page);

	mc_letterhead(page, &a->head);
	mc_letterhead_title(page, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
	    mc_sprintf(arena, "Mã hồ sơ: %s", a->code));
	mc_page_field(page, "Nơi tiếp nhận", a->desk);
	draw_people(page, a);
	mc_letterhead_group(page, "Thành phần hồ sơ gồm:");
	draw_components(page, a);
	mc_page_space(page, 8);
	draw_times(page, a);
	draw_tracking(page, a);
	mc_letterhead_signatures(page, &left, &right);
}

enum mc_rc
mc_appointment_pdf(struct mc_ctx *ctx, const struct mc_appointment *appointment,
    const unsigned char **ret_bytes, size_t *ret_length)
{
	const struct mc_document_info info = {
	    .paper = MC_PAPER_A4,
	    .title = mc_sprintf(
		ctx->arena, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả %s", appointment->code),
	    .author = appointment->head.unit,
	    .issued_at = appointment->head.issued_at,
	    .footer = mc_sprintf(ctx->arena, "Mã hồ sơ %s", appointment->code),
	    .sample = appointment->sample,
	};

	if (appointment->component_count > MC_APPOINTMENT_COMPONENTS_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "form 01: too many components");
	return mc_document_render(ctx, &info, draw, appointment, ret_bytes, ret_length);
}
