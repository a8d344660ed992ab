/* The papers of a dossier as PDF: the signed receipt, the appointment (form 01), the receipt of a
 * payment, letters (letters.c), and the label of a shipment. Facts come from SQL, the drawing is
 * lib/documents. */
#include <string.h>

#include "api/core/app.h"
#include "gen/operations.h"
#include "gen/queries.h"
#include "gen/vocabulary/channels.h"
#include "gen/vocabulary/papers.h"
#include "gen/vocabulary/payment_methods.h"
#include "gen/vocabulary/printed.h"
#include "lib/base/clock.h"
#include "lib/json/json.h"
#include "lib/documents/appointment.h"
#include "lib/documents/cash_receipt.h"
#include "api/documents/letters.h"
#include "api/dossier/tracking_link.h"
#include "lib/documents/receipt_paper.h"
#include "lib/documents/shipping_label.h"
#include "lib/files/file_name.h"
#include "lib/payment/money.h"
#include "lib/dossier/receipt.h"
#include "lib/site/site.h"

enum { PAPERS_COMPONENTS_MAX = 50, PAPERS_LINES_MAX = MC_FEE_LINES_MAX };

struct pdf {
	const unsigned char *bytes;
	size_t length;
};

static const char *
text(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

static int64_t
integer(const json_t *object, const char *member)
{
	return json_integer_value(json_object_get(object, member));
}

static struct mc_letterhead
letterhead(const json_t *facts)
{
	const json_t *unit = json_object_get(facts, "unit");

	return (struct mc_letterhead){
	    .superior = text(unit, "superior"),
	    .unit = text(unit, "name"),
	    .issued_at = mc_clock_now(),
	};
}

/* Where the result is got: at the counter, the unit's address. */
static const char *
return_place(const json_t *facts)
{
	const struct mc_channel *channel = mc_channel_of(text(facts, "return_channel"));

	return channel != NULL && channel->printed_returning != NULL
		   ? channel->printed_returning
		   : text(json_object_get(facts, "unit"), "address");
}

static const char *
tracking_url(struct mc_request *rq, const json_t *facts)
{
	return mc_tracking_link(rq, text(facts, "id"), text(facts, "link"));
}

/* "16.000 đồng, đã nộp", or NULL where nothing is due. */
static const char *
fees_text(struct mc_request *rq, const json_t *facts)
{
	const json_t *fees = json_object_get(facts, "fees");
	const char *amount = mc_money_text(rq->ctx.arena, integer(fees, "total"));

	if (integer(fees, "total") == 0)
		return NULL;
	return integer(fees, "paid") == integer(fees, "total")
		   ? MC_PRINTED_FEES_PAID(rq->ctx.arena, amount)
		   : MC_PRINTED_FEES_UNPAID(rq->ctx.arena, amount);
}

static size_t
read_components(const json_t *facts, struct mc_appointment_component *components)
{
	const json_t *list = json_object_get(facts, "components");
	size_t count = 0;
	size_t i;
	json_t *component;

	json_array_foreach(list, i, component)
	{
		if (integer(component, "files") == 0 || count == PAPERS_COMPONENTS_MAX)
			continue;
		components[count++] = (struct mc_appointment_component){
		    .name = text(component, "name"), .copies = (int)integer(component, "files")};
	}
	return count;
}

static enum mc_rc
draw_appointment(struct mc_request *rq, const json_t *facts, struct pdf *pdf)
{
	struct mc_appointment_component components[PAPERS_COMPONENTS_MAX];
	const struct mc_channel *channel = mc_channel_of(text(facts, "channel"));
	const json_t *applicant = json_object_get(facts, "applicant");
	const json_t *submitter = json_object_get(facts, "submitter");
	const json_t *unit = json_object_get(facts, "unit");
	const struct mc_appointment paper = {
	    .head = letterhead(facts),
	    .code = text(facts, "code"),
	    .desk = text(unit, "name"),
	    .procedure_code = text(facts, "procedure_code"),
	    .procedure_title = text(facts, "procedure"),
	    .submitter_name = text(submitter, "full_name"),
	    .submitter_id = text(submitter, "personal_id"),
	    .submitter_phone = text(submitter, "phone"),
	    .submitter_email = text(submitter, "email"),
	    .channel = channel == NULL ? NULL : channel->printed_within,
	    .applicant_name = text(applicant, "full_name"),
	    .components = components,
	    .component_count = read_components(facts, components),
	    .sets = 1,
	    .time_limit = text(facts, "time_note"),
	    .received_at = integer(facts, "received_at"),
	    .has_due = json_is_integer(json_object_get(facts, "due_at")),
	    .due_at = integer(facts, "due_at"),
	    .due_estimated = json_is_true(json_object_get(facts, "due_estimated")),
	    .return_place = return_place(facts),
	    .fees = fees_text(rq, facts),
	    .tracking_url = tracking_url(rq, facts),
	    .contact = text(unit, "phone"),
	    .officer_name = text(facts, "officer"),
	    .sample = mc_site_paper_mark(rq->app->site),
	};

	if (!json_is_integer(json_object_get(facts, "received_at")))
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	return mc_appointment_pdf(&rq->ctx, &paper, &pdf->bytes, &pdf->length);
}

static enum mc_rc
draw_receipt(struct mc_request *rq, const json_t *facts, struct pdf *pdf)
{
	MC_CLEANUP(mc_json_freep) json_t *payload = NULL;
	const char *signed_text = text(facts, "receipt");
	struct mc_receipt_paper paper = {
	    .verify_url =
		mc_sprintf(rq->ctx.arena, "%s/kiem-tra-bien-nhan", rq->app->config->base_url),
	    .tracking_url = tracking_url(rq, facts),
	    .jws = text(facts, "receipt_jws"),
	    .issued_at = integer(facts, "submitted_at"),
	    .sample = mc_site_paper_mark(rq->app->site),
	};

	if (signed_text == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	TRY(mc_receipt_read(&rq->ctx, signed_text, strlen(signed_text), &payload));
	paper.payload = payload;
	return mc_receipt_paper_pdf(&rq->ctx, &paper, &pdf->bytes, &pdf->length);
}

static size_t
read_lines(const json_t *payment, struct mc_fee_line *lines)
{
	size_t count = 0;
	size_t i;
	json_t *line;

	json_array_foreach(json_object_get(payment, "lines"), i, line)
	{
		if (count == PAPERS_LINES_MAX)
			break;
		lines[count++] = (struct mc_fee_line){
		    .code = text(line, "code"),
		    .name = text(line, "name"),
		    .kind = strcmp(text(line, "kind"), "charge") == 0 ? MC_CHARGE : MC_FEE,
		    .unit_amount = integer(line, "unit_amount"),
		    .quantity = integer(line, "quantity"),
		    .amount = integer(line, "amount"),
		};
	}
	return count;
}

static struct mc_fee_quote
read_quote(const json_t *payment, const struct mc_fee_line *lines, size_t count)
{
	struct mc_fee_quote quote = {
	    .lines = lines, .count = count, .total = integer(payment, "total")};

	for (size_t i = 0; i < count; i++) {
		if (lines[i].kind == MC_FEE)
			quote.fee_total += lines[i].amount;
		else
			quote.charge_total += lines[i].amount;
	}
	return quote;
}

static enum mc_rc
draw_payment_receipt(struct mc_request *rq, const json_t *facts, struct pdf *pdf)
{
	const json_t *payment = json_object_get(facts, "payment");
	const json_t *applicant = json_object_get(facts, "applicant");
	struct mc_fee_line lines[PAPERS_LINES_MAX];
	size_t count = read_lines(payment, lines);
	const struct mc_payment_method *method;

	if (!json_is_object(payment))
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	method = mc_payment_method_of(text(payment, "method"));
	if (method == NULL)
		return mc_fail_internal(
		    &rq->ctx, MC_PROBLEM_INTERNAL, "a payment of an unknown method");
	const struct mc_cash_receipt paper = {
	    .head = letterhead(facts),
	    .number = text(payment, "receipt_number"),
	    .copy = MC_PRINTED_PAYERS_COPY,
	    .payer_name = text(applicant, "full_name"),
	    .payer_id = text(applicant, "personal_id"),
	    .dossier_code = text(facts, "code"),
	    .procedure_title = text(facts, "procedure"),
	    .fees = read_quote(payment, lines, count),
	    .method = method->printed,
	    .transaction = text(payment, "transfer_content"),
	    .paid_at = integer(payment, "paid_at"),
	    .lookup_url = tracking_url(rq, facts),
	    .cashier_name = text(payment, "taken_by"),
	    .sample = mc_site_paper_mark(rq->app->site),
	};
	return mc_cash_receipt_pdf(&rq->ctx, &paper, &pdf->bytes, &pdf->length);
}

static enum mc_rc
draw_letter(struct mc_request *rq, const json_t *facts, struct pdf *pdf)
{
	return mc_letters_draw(
	    rq, facts, letterhead(facts), tracking_url(rq, facts), &pdf->bytes, &pdf->length);
}

static enum mc_rc
draw_paper(struct mc_request *rq, const char *form, const json_t *facts, struct pdf *pdf)
{
	static const struct {
		const char *form;
		enum mc_rc (*draw)(struct mc_request *rq, const json_t *facts, struct pdf *pdf);
	} papers[] = {
	    {MC_DOSSIER_PAPER_RECEIPT, draw_receipt},
	    {MC_DOSSIER_PAPER_APPOINTMENT, draw_appointment},
	    {MC_DOSSIER_PAPER_PAYMENT_RECEIPT, draw_payment_receipt},
	};

	for (size_t i = 0; i < sizeof(papers) / sizeof(papers[0]); i++) {
		if (strcmp(papers[i].form, form) == 0)
			return papers[i].draw(rq, facts, pdf);
	}
	return draw_letter(rq, facts, pdf);
}

/* The facts that a statement returned as one JSON text, or not-found. */
static enum mc_rc
read_facts(struct mc_request *rq, const struct mc_statement *statement, const char *const params[],
    json_t **ret_facts)
{
	const struct mc_rows *rows;
	const char *facts;

	TRY(mc_request_query(rq, statement, params, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	facts = mc_rows_get(rows, 0, "facts");
	return mc_json_parse(&rq->ctx, facts, strlen(facts), ret_facts);
}

static enum mc_rc
reply_pdf(struct mc_request *rq, const struct pdf *pdf, const char *name)
{
	mc_reply_header(rq, "Content-Disposition", mc_content_disposition(rq->ctx.arena, name));
	mc_reply_header(rq, "X-Content-Type-Options", "nosniff");
	return mc_reply_bytes(rq, 200, "application/pdf", pdf->bytes, pdf->length);
}

enum mc_rc
mc_op_get_dossier_paper(struct mc_request *rq)
{
	const struct mc_get_dossier_paper_params *p = rq->params;
	MC_CLEANUP(mc_json_freep) json_t *facts = NULL;
	struct pdf pdf = {0};

	TRY(read_facts(rq, &mc_sql_dossier_paper,
	    (const char *const[]){p->id, p->form, p->payment, p->event}, &facts));
	TRY(draw_paper(rq, p->form, facts, &pdf));
	return reply_pdf(
	    rq, &pdf, mc_sprintf(rq->ctx.arena, "%s-%s.pdf", p->form, text(facts, "code")));
}

/* A carrier that the site no longer names is printed by its code. */
static const char *
carrier_name(const struct mc_request *rq, const char *code)
{
	const char *name = mc_site_carrier_name(rq->app->site, code);

	return name != NULL ? name : code;
}

enum mc_rc
mc_op_get_shipment_label(struct mc_request *rq)
{
	const struct mc_get_shipment_label_params *p = rq->params;
	MC_CLEANUP(mc_json_freep) json_t *facts = NULL;
	const json_t *sender;
	const json_t *recipient;
	struct pdf pdf = {0};

	TRY(read_facts(
	    rq, &mc_sql_shipment_label, (const char *const[]){p->tracking_number}, &facts));
	sender = json_object_get(facts, "sender");
	recipient = json_object_get(facts, "recipient");
	const struct mc_shipping_label label = {
	    .tracking_number = p->tracking_number,
	    .carrier = carrier_name(rq, text(facts, "carrier")),
	    .service = MC_PRINTED_LABEL_SERVICE,
	    .dossier_code = text(facts, "dossier_code"),
	    .content = MC_PRINTED_LABEL_CONTENT,
	    .sender = {text(sender, "name"), text(sender, "address"), text(sender, "phone")},
	    .receiver = {text(recipient, "name"), text(recipient, "address"),
		text(recipient, "phone")},
	    .issued_at = integer(facts, "created_at"),
	    .sample = mc_site_paper_mark(rq->app->site),
	};
	TRY(mc_shipping_label_pdf(&rq->ctx, &label, &pdf.bytes, &pdf.length));
	return reply_pdf(rq, &pdf, mc_sprintf(rq->ctx.arena, "%s.pdf", p->tracking_number));
}
