/* A bounded list behind a mutex: lookups are rare (submissions) and the list is short. The form
 * used longest ago makes room; its users keep it alive until they release it. */
#include "api/catalogue/forms.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/part.h"
#include "gen/queries.h"
#include "lib/base/id.h"
#include "lib/json/json.h"

enum { FORMS_MAX = 256 };

struct mc_form {
	struct forms *store;
	struct mc_schema_set *set;
	const struct mc_schema *schema;
	json_t *applicant; /* names of answers by item, see mc_form_applicant_answer */
	json_t *papers;    /* arrays of codes by case */
	json_t *limits;    /* amount, unit, cutoff by case and channel */
	char version_id[MC_ID_SIZE];
	unsigned users; /* the store counts as one */
	struct mc_form *next;
};

struct forms {
	pthread_mutex_t mutex;
	struct mc_form *newest;
	size_t count;
};

static enum mc_rc
open(struct mc_ctx *ctx, const struct mc_config *config, void **ret_part)
{
	struct forms *forms = calloc(1, sizeof(*forms));

	(void)config;
	if (forms == NULL)
		return mc_fail_internal(ctx, MC_PROBLEM_INTERNAL, "out of memory");
	(void)pthread_mutex_init(&forms->mutex, NULL);
	*ret_part = forms;
	return MC_OK;
}

static void
form_drop(struct mc_form *form)
{
	if (--form->users > 0)
		return;
	mc_schema_set_free(form->set);
	json_decref(form->applicant);
	json_decref(form->papers);
	json_decref(form->limits);
	free(form);
}

static void
close(void *part)
{
	struct forms *forms = part;

	while (forms->newest != NULL) {
		struct mc_form *form = forms->newest;

		forms->newest = form->next;
		form_drop(form);
	}
	(void)pthread_mutex_destroy(&forms->mutex);
	free(forms);
}

static const struct mc_part forms_part = {"forms", open, close};

MC_TABLE_ADD(parts, mc_part, forms_part);

/* The form of a version moved to the front and counted for one more user, or NULL. */
static struct mc_form *
find(struct forms *forms, const char *version_id)
{
	for (struct mc_form **link = &forms->newest; *link != NULL; link = &(*link)->next) {
		struct mc_form *form = *link;

		if (strcmp(form->version_id, version_id) != 0)
			continue;
		*link = form->next;
		form->next = forms->newest;
		forms->newest = form;
		form->users++;
		return form;
	}
	return NULL;
}

static void
keep(struct forms *forms, struct mc_form *form)
{
	form->next = forms->newest;
	forms->newest = form;
	form->users++;
	if (++forms->count <= FORMS_MAX)
		return;
	for (struct mc_form **link = &forms->newest; *link != NULL; link = &(*link)->next) {
		if ((*link)->next != NULL)
			continue;
		form_drop(*link);
		*link = NULL;
		forms->count--;
		return;
	}
}

static enum mc_rc
parse_column(struct mc_ctx *ctx, const struct mc_rows *rows, const char *column, json_t **ret_json)
{
	const char *text = mc_rows_get(rows, 0, column);

	return mc_json_parse(ctx, text, strlen(text), ret_json);
}

static enum mc_rc
load(struct mc_request *rq, const char *version_id, struct mc_form **ret_form)
{
	const struct mc_rows *rows;
	MC_CLEANUP(mc_json_freep) json_t *document = NULL;
	MC_CLEANUP(mc_json_freep) json_t *applicant = NULL;
	MC_CLEANUP(mc_json_freep) json_t *papers = NULL;
	MC_CLEANUP(mc_json_freep) json_t *limits = NULL;
	MC_CLEANUP(mc_schema_set_freep) struct mc_schema_set *set = NULL;
	const struct mc_schema *schema;
	struct mc_form *form;

	TRY(mc_request_query(
	    rq, &mc_sql_procedure_form_schema, (const char *const[]){version_id}, &rows));
	if (mc_rows_count(rows) == 0)
		return mc_fail(&rq->ctx, MC_PROBLEM_PROCEDURE_UNKNOWN, NULL);
	TRY(parse_column(&rq->ctx, rows, "schema", &document));
	TRY(parse_column(&rq->ctx, rows, "applicant", &applicant));
	TRY(parse_column(&rq->ctx, rows, "required", &papers));
	TRY(parse_column(&rq->ctx, rows, "limits", &limits));
	set = mc_schema_set_new(document, MC_SCHEMA_ASSERT_FORMAT);
	TRY(mc_schema_compile(&rq->ctx, set, "", &schema));
	form = calloc(1, sizeof(*form));
	if (form == NULL)
		return mc_fail_internal(&rq->ctx, MC_PROBLEM_OVERLOADED, "out of memory");
	form->set = set;
	set = NULL;
	form->applicant = json_incref(applicant);
	form->papers = json_incref(papers);
	form->limits = json_incref(limits);
	form->schema = schema;
	(void)strncpy(form->version_id, version_id, sizeof(form->version_id) - 1);
	form->users = 1;
	*ret_form = form;
	return MC_OK;
}

enum mc_rc
mc_forms_get(struct mc_request *rq, const char *version_id, struct mc_form **ret_form)
{
	struct forms *forms = mc_part_of(rq->app, &forms_part);
	struct mc_form *form;
	struct mc_form *other;

	(void)pthread_mutex_lock(&forms->mutex);
	form = find(forms, version_id);
	(void)pthread_mutex_unlock(&forms->mutex);
	if (form != NULL) {
		*ret_form = form;
		return MC_OK;
	}
	TRY(load(rq, version_id, &form));
	form->store = forms;
	(void)pthread_mutex_lock(&forms->mutex);
	other = find(forms, version_id);
	if (other == NULL) {
		keep(forms, form);
	} else {
		form_drop(form);
		form = other;
	}
	(void)pthread_mutex_unlock(&forms->mutex);
	*ret_form = form;
	return MC_OK;
}

const struct mc_schema *
mc_form_schema(const struct mc_form *form)
{
	return form->schema;
}

const char *
mc_form_applicant_answer(const struct mc_form *form, const char *item)
{
	return json_string_value(json_object_get(form->applicant, item));
}

const json_t *
mc_form_papers(const struct mc_form *form, const char *case_code)
{
	return json_object_get(form->papers, case_code);
}

enum mc_rc
mc_form_time_limit(struct mc_ctx *ctx, const struct mc_form *form, const char *case_code,
    const char *channel, struct mc_time_limit *ret_limit)
{
	const json_t *limit = json_object_get(json_object_get(form->limits, case_code), channel);

	return mc_time_limit_of(ctx, json_integer_value(json_object_get(limit, "amount")),
	    json_string_value(json_object_get(limit, "unit")),
	    json_string_value(json_object_get(limit, "cutoff")), ret_limit);
}

void
mc_form_releasep(struct mc_form **form)
{
	struct forms *forms;

	if (*form == NULL)
		return;
	forms = (*form)->store;
	(void)pthread_mutex_lock(&forms->mutex);
	form_drop(*form);
	(void)pthread_mutex_unlock(&forms->mutex);
	*form = NULL;
}
