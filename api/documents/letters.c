#include "api/documents/letters.h"

#include <string.h>

#include "api/core/app.h"
#include "gen/vocabulary/papers.h"
#include "gen/vocabulary/printed.h"
#include "lib/calendar/local_time.h"
#include "lib/documents/letter.h"
#include "lib/payment/money.h"
#include "lib/site/site.h"

enum { FACTS_MAX = 8 };

struct facts {
	struct mc_letter_fact rows[FACTS_MAX];
	size_t count;
};

static const char *
text(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

/* A moment in words; NULL where there is none. */
static const char *
moment(struct mc_arena *arena, const json_t *object, const char *member)
{
	const json_t *at = json_object_get(object, member);

	return json_is_integer(at) ? mc_time_words(arena, json_integer_value(at)) : NULL;
}

static void
add(struct facts *facts, const char *label, const char *value)
{
	if (facts->count < FACTS_MAX)
		facts->rows[facts->count++] = (struct mc_letter_fact){label, value};
}

static void
add_dossier(struct facts *to, struct mc_arena *arena, const json_t *facts, const json_t *letter)
{
	add(to, MC_PRINTED_PROCEDURE,
	    MC_PRINTED_PROCEDURE_WITH_CODE(
		arena, text(facts, "procedure"), text(facts, "procedure_code")));
	add(to, MC_PRINTED_LETTER_FILED, moment(arena, facts, "submitted_at"));
	add(to, MC_PRINTED_LETTER_STAGE, text(letter, "stage"));
	add(to, MC_PRINTED_LETTER_DECIDED_AT, moment(arena, letter, "at"));
}

static void
add_why(struct facts *to, const json_t *letter)
{
	const json_t *ground = json_object_get(letter, "ground");

	add(to, MC_PRINTED_LETTER_REASON, text(ground, "name"));
	add(to, MC_PRINTED_LETTER_SAID, text(letter, "said"));
	add(to, MC_PRINTED_LETTER_BASIS, text(ground, "basis"));
}

/* Until when and how more is sent; for when the result is promised now; what is given back. */
static void
add_then(struct facts *to, struct mc_request *rq, const json_t *facts, const json_t *letter)
{
	struct mc_arena *arena = rq->ctx.arena;
	const json_t *asked = json_object_get(letter, "asked");
	const json_t *promised = json_object_get(letter, "promised");
	json_int_t back =
	    json_integer_value(json_object_get(json_object_get(facts, "fees"), "to_refund"));
	const char *due = moment(arena, promised, "due");

	if (json_is_object(asked)) {
		add(to, MC_PRINTED_ASKED_UNTIL, moment(arena, asked, "until"));
		add(to, MC_PRINTED_ASKED_HOW,
		    MC_PRINTED_ASKED_HOW_ONLINE(arena, rq->app->config->base_url,
			text(json_object_get(facts, "unit"), "name")));
	}
	if (due != NULL && json_is_true(json_object_get(promised, "estimated")))
		due = MC_PRINTED_DUE_ESTIMATED(arena, due);
	add(to, MC_PRINTED_DUE_BEFORE, moment(arena, promised, "before"));
	add(to, MC_PRINTED_DUE_AGAIN, due);
	if (back > 0)
		add(to, MC_PRINTED_FEES,
		    MC_PRINTED_FEES_REFUNDED(arena, mc_money_text(arena, back)));
}

static size_t
read_asked(struct mc_arena *arena, const json_t *asked, const char **lines)
{
	size_t count = 0;
	size_t i;
	json_t *name;

	json_array_foreach(json_object_get(asked, "papers"), i, name)
	{
		if (count < MC_LETTER_ASKED_MAX)
			lines[count++] = MC_PRINTED_ASKED_PAPER(arena, json_string_value(name));
	}
	json_array_foreach(json_object_get(asked, "answers"), i, name)
	{
		if (count < MC_LETTER_ASKED_MAX)
			lines[count++] = MC_PRINTED_ASKED_ANSWER(arena, json_string_value(name));
	}
	return count;
}

enum mc_rc
mc_letters_draw(struct mc_request *rq, const json_t *facts, struct mc_letterhead head,
    const char *tracking_url, const unsigned char **ret_bytes, size_t *ret_length)
{
	const json_t *letter = json_object_get(facts, "letter");
	const struct mc_dossier_paper *form = mc_dossier_paper_of(text(letter, "form"));
	const char *asked[MC_LETTER_ASKED_MAX];
	struct facts dossier = {0}, why = {0}, then = {0};

	if (form == NULL)
		return mc_fail(&rq->ctx, MC_PROBLEM_NOT_FOUND, NULL);
	add_dossier(&dossier, rq->ctx.arena, facts, letter);
	add_why(&why, letter);
	add_then(&then, rq, facts, letter);
	const struct mc_letter paper = {
	    .head = head,
	    .title = form->title,
	    .name = form->name,
	    .code = text(facts, "code"),
	    .to = text(json_object_get(facts, "applicant"), "full_name"),
	    .dossier = dossier.rows,
	    .dossier_count = dossier.count,
	    .opening = form->opening,
	    .why = why.rows,
	    .why_count = why.count,
	    .asked = asked,
	    .asked_count = read_asked(rq->ctx.arena, json_object_get(letter, "asked"), asked),
	    .then = then.rows,
	    .then_count = then.count,
	    .closing = form->closing,
	    .tracking_url = tracking_url,
	    .contact = text(json_object_get(facts, "unit"), "phone"),
	    .author = text(letter, "author"),
	    .sample = mc_site_paper_mark(rq->app->site),
	};
	return mc_letter_pdf(&rq->ctx, &paper, ret_bytes, ret_length);
}
