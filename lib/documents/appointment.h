/* Form 01 of TT 03/2025/TT-VPCP: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả". Every text comes from
 * the records of the unit and the dossier; the form names no agency of its own. */
#ifndef MC_APPOINTMENT_H
#define MC_APPOINTMENT_H

#include "lib/documents/letterhead.h"

/* One paper received, in three kinds of copies. */
struct mc_appointment_component {
	const char *name;
	int originals;
	int certified_copies;
	int copies; /* photographs, photocopies, electronic files */
};

/* Borrowed texts; NULL leaves a line out unless marked required. */
struct mc_appointment {
	struct mc_letterhead head; /* unit required */
	const char *code;          /* required: the dossier's */
	const char *desk;          /* required: where it was received */
	const char *procedure_code;
	const char *procedure_title; /* required */
	const char *content;         /* what is asked for, if it says more than the title */
	const char *submitter_name;  /* required: who came */
	const char *submitter_id;
	const char *submitter_address;
	const char *submitter_phone;
	const char *submitter_email;
	const char *channel;        /* "trực tuyến", "trực tiếp", "qua bưu chính" */
	const char *applicant_name; /* required: whose matter it is */
	const char *applicant_address;
	const struct mc_appointment_component *components;
	size_t component_count; /* at most MC_APPOINTMENT_COMPONENTS_MAX */
	int sets;
	const char *time_limit; /* "01 ngày làm việc" */
	int64_t received_at;
	bool has_due;
	bool due_estimated;
	int64_t due_at;
	const char *return_place;
	const char *fees;         /* "16.000 đồng, đã nộp" */
	const char *tracking_url; /* required, ASCII */
	const char *contact;      /* phone and name of whom to ask */
	const char *officer_name;
	const char *note;
	const char *sample; /* what a sample says on each page, or NULL */
};

enum { MC_APPOINTMENT_COMPONENTS_MAX = 200 };

MC_MUST_CHECK enum mc_rc mc_appointment_pdf(struct mc_ctx *ctx,
    const struct mc_appointment *appointment, const unsigned char **ret_bytes, size_t *ret_length);

#endif
