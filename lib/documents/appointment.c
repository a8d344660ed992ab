#include "lib/documents/appointment.h"

#include <math.h>
#include <string.h>

#include "gen/vocabulary/printed.h"
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
	static const struct mc_column columns[COLUMNS] = {
	    {MC_PRINTED_ROW_NUMBER, 0.8, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_COMPONENT_NAME, 6, MC_ALIGN_LEFT, false},
	    {MC_PRINTED_COMPONENT_ORIGINALS, 1.2, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_COMPONENT_CERTIFIED, 1.6, MC_ALIGN_CENTER, false},
	    {MC_PRINTED_COMPONENT_COPIES, 1.7, MC_ALIGN_CENTER, false}};
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
		name = MC_PRINTED_SUBMITTER_BY_CHANNEL(arena, name, a->channel);
	mc_page_field(page, MC_PRINTED_RECEIVED_FROM, name);
	mc_page_field(page, MC_PRINTED_SUBMITTER_ID, a->submitter_id);
	mc_page_field(page, MC_PRINTED_ADDRESS, a->submitter_address);
	if (a->submitter_phone != NULL && a->submitter_email != NULL)
		mc_page_field(page, MC_PRINTED_PHONE_AND_EMAIL,
		    mc_sprintf(arena, "%s; %s", a->submitter_phone, a->submitter_email));
	else
		mc_page_field(page,
		    a->submitter_phone != NULL ? MC_PRINTED_PHONE : MC_PRINTED_EMAIL,
		    a->submitter_phone != NULL ? a->submitter_phone : a->submitter_email);
	mc_page_field(page, MC_PRINTED_APPLICANT, a->applicant_name);
	/* the same address twice says nothing */
	if (a->applicant_address != NULL &&
	    (a->submitter_address == NULL ||
		strcmp(a->applicant_address, a->submitter_address) != 0))
		mc_page_field(page, MC_PRINTED_APPLICANT_ADDRESS, a->applicant_address);
	mc_page_field(page, MC_PRINTED_PROCEDURE,
	    a->procedure_code == NULL
		? a->procedure_title
		: MC_PRINTED_PROCEDURE_WITH_CODE(arena, a->procedure_title, a->procedure_code));
	mc_page_field(page, MC_PRINTED_CONTENT, a->content);
}

/* The times, with the code to follow the dossier by beside them. */
static void
draw_times(struct mc_page *page, const struct mc_appointment *a)
{
	struct mc_arena *arena = mc_page_arena(page);
	double bottom;
	const char *due = MC_PRINTED_NO_DUE;

	if (a->has_due)
		due = mc_time_words(arena, a->due_at);
	if (a->has_due && a->due_estimated)
		due = MC_PRINTED_DUE_ESTIMATED(arena, due);
	mc_page_need(page, code_side + 30);
	mc_letterhead_code(page, mc_page_width(page) - code_side, mc_page_y(page), code_side,
	    a->tracking_url, MC_PRINTED_SCAN_TO_FOLLOW);
	bottom = mc_page_y(page) + code_side + 14;
	mc_page_set_inset(page, code_side + 14);
	if (a->sets > 0)
		mc_page_field(page, MC_PRINTED_SETS, MC_PRINTED_SETS_COUNT(arena, a->sets));
	mc_page_field(page, MC_PRINTED_TIME_LIMIT, a->time_limit);
	mc_page_field(page, MC_PRINTED_RECEIVED_AT, mc_time_words(arena, a->received_at));
	mc_page_field(page, MC_PRINTED_DUE_AT, due);
	mc_page_field(page, MC_PRINTED_RETURN_PLACE, a->return_place);
	mc_page_field(page, MC_PRINTED_FEES, a->fees);
	mc_page_field(page, MC_PRINTED_NOTE, a->note);
	mc_page_set_inset(page, 0);
	mc_page_set_y(page, fmax(mc_page_y(page), bottom));
}

static void
draw_tracking(struct mc_page *page, const struct mc_appointment *a)
{
	static const struct mc_text_style style = {.size = 10.5, .italic = true};
	struct mc_arena *arena = mc_page_arena(page);
	const char *text = MC_PRINTED_FOLLOW(arena, a->tracking_url);

	if (a->contact != NULL)
		text = mc_sprintf(arena, "%s %s", text, MC_PRINTED_CONTACT(arena, a->contact));
	mc_page_space(page, 4);
	mc_page_text(page, &style, text);
}

static void
draw(struct mc_page *page, const void *data)
{
	const struct mc_appointment *a = data;
	const struct mc_signature left = {
	    MC_PRINTED_SIGNED_BY_SUBMITTER, MC_PRINTED_SIGN, a->submitter_name};
	const struct mc_signature right = {
	    MC_PRINTED_SIGNED_BY_OFFICER, MC_PRINTED_SIGN_OR_DIGITALLY, a->officer_name};
	struct mc_arena *arena = mc_page_arena(page);

	mc_letterhead(page, &a->head);
	mc_letterhead_title(
	    page, MC_PRINTED_APPOINTMENT, MC_PRINTED_DOSSIER_CODE_IS(arena, a->code));
	mc_page_field(page, MC_PRINTED_DESK, a->desk);
	draw_people(page, a);
	mc_letterhead_group(page, MC_PRINTED_COMPONENTS);
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
	    .title = MC_PRINTED_APPOINTMENT_TITLE(ctx->arena, appointment->code),
	    .author = appointment->head.unit,
	    .issued_at = appointment->head.issued_at,
	    .footer = MC_PRINTED_DOSSIER_FOOTER(ctx->arena, appointment->code),
	    .sample = appointment->sample,
	};

	if (appointment->component_count > MC_APPOINTMENT_COMPONENTS_MAX)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "form 01: too many components");
	return mc_document_render(ctx, &info, draw, appointment, ret_bytes, ret_length);
}
